package trust

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const plain = "From: Alice <alice@exemple.test>\nTo: tdc@asso.test\nSubject: x\nMessage-ID: <1@x>\nContent-Type: text/plain\n"

func TestShapeLetsMailThrough(t *testing.T) {
	for name, mail := range map[string]string{
		"LF":                        plain + "\nbody\n",
		"CRLF":                      strings.ReplaceAll(plain+"\nbody\n", "\n", "\r\n"),
		"both":                      "X-A: b\r\n" + plain + "\r\nbody",
		"no body":                   plain,
		"a second From in the body": plain + "\nFrom: eve@x.test\n",
		"a bare CR in the body":     plain + "\na\rb\n",
		"doubled Cc and Date":       "Cc: a@x\nCc: b@x\nDate: 1\nDate: 2\n" + plain,
		"a folded From":             "From:\r\n Alice\r\n\t<alice@exemple.test>\r\n\r\n",
		"an mbox line above":        "From alice@exemple.test Mon Feb  2 09:00:00 2026\n" + plain,
		"a line that is no field":   "no field here\n continued: still not\n" + plain,
		"a bare comma":              "From: Dupont, Jean <j@d.test>\n\n",
		"an address as name":        "From: boss@asso.test <evil@x.test>\n\n",
		"raw 8-bit":                 "From: Caf\xe9 <cafe@x.test>\n\n",
		"many Received":             strings.Repeat("Received: by a; b\n", 200) + plain,
	} {
		if err := Shape([]byte(mail), DefaultLimits()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestShapeRefusesWithItsReason(t *testing.T) {
	cases := []struct {
		mail string
		want Reason
	}{
		{"", NoFrom},
		{"\n" + plain, NoFrom},
		{"Subject: x\n\n", NoFrom},
		{"From: \n\n", FromNone},
		{"From: Alice\n\n", FromNone},
		{"From: undisclosed-recipients:;\n\n", FromGroup},
		{"From: a@x.test, b@x.test\n\n", FromSeveral},
		{"From: A <a@x.test>, B <b@x.test>\n\n", FromSeveral},
		{"From: <a@x.test\n\n", FromMalformed},
		{"From: a@p\u0430ypal.test\n\n", FromMalformed},
		{plain + "X: a\x00b\n\n", NULByte},
		{plain + "\nbo\x00dy\n", NULByte},
		{plain + "X: a\rFrom: eve@x.test\n\n", BareCR},
		{plain + "X: a\r\r\nFrom: eve@x.test\r\n\r\n", BareCR},
		{plain + "X: a\r", BareCR},
		{plain + "\r\r\nbody", BareCR},
		{plain + "X: " + strings.Repeat("a", 256<<10) + "\n\n", HeaderSize},
		{plain + strings.Repeat("X: a\n", 1000) + "\n", FieldCount},
		{plain + "from : eve@x.test\n\n", TwoFrom},
		{plain + "no field\nFrom: eve@x.test\n\n", TwoFrom},
		{plain + " \nFrom: eve@x.test\n\n", TwoFrom},
	}
	for _, f := range once {
		twice := fmt.Sprintf("%s: a@x.test\n%s: b@x.test\n\n", f.name, strings.ToUpper(f.name))
		cases = append(cases, struct {
			mail string
			want Reason
		}{"Return-Path: <>\n" + twice, f.reason})
	}
	for _, c := range cases {
		var misshapen *Misshapen
		if err := Shape([]byte(c.mail), DefaultLimits()); !errors.As(err, &misshapen) || misshapen.Reason != c.want {
			t.Errorf("%.80q: %v, want %s", c.mail, err, c.want)
		}
	}
}
