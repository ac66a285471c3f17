package trust

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Every host's word is told, whoever it is.
func TestClaims(t *testing.T) {
	header := pass + "Authentication-Results: mx.evil.test; dkim=pass header.d=evil.test\n" + "Authentication-Results: bad; =\n" + fail + plain
	want := []Claim{
		{Host: "mx.asso.test", Passes: true, Why: "DMARC passes for exemple.test"},
		{Host: "mx.evil.test", Why: "neither DMARC nor an aligned DKIM signature passes"},
		{Host: "mx.asso.test", Why: "DMARC fails"},
	}
	if diff := cmp.Diff(want, Claims([]byte(header)), cmpopts.IgnoreFields(Claim{}, "Text")); diff != "" {
		t.Error(diff)
	}
	if got := Claims([]byte(pass + "Subject: x\n\n")); got != nil {
		t.Errorf("without a sender: %v", got)
	}
}

// What stands where outsiders write is not believed, whatever its name; and what
// was forged stands where it is, when nobody strips it.
func TestBelieved(t *testing.T) {
	policy := Policy{AuthservID: "mx.asso.test", TrustedRelays: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	const forged = "Authentication-Results: mx.asso.test; dmarc=pass\n\treason=\"forged\" header.from=exemple.test\n"
	boundary := "Received: from relay.test (relay.test [203.0.113.7])\n\tby mx.asso.test with ESMTP; Tue, 3 Feb 2026 13:00:00 +0100\n"
	inner := "Received: from localhost (localhost [127.0.0.1]) by mx.asso.test with ESMTP; x\n"
	outer := "Received: from home.test (home.test [198.51.100.7]) by relay.test; Tue, 3 Feb 2026 12:59:00 +0100\n"
	for header, want := range map[string]string{
		boundary + outer + forged:         "",
		boundary + forged + outer:         "forged",
		inner + forged:                    "forged",
		pass + boundary + forged:          "true, forged",
		boundary + outer + forged + inner: "",
	} {
		var got []string
		for _, c := range Believed([]byte(header+plain), policy, Arrival{}) {
			word := "true"
			if strings.Contains(c.Text, `reason="forged"`) {
				word = "forged"
			}
			got = append(got, word)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q are believed, want %q, of\n%s", got, want, header)
		}
	}
	hops := Hops([]byte(boundary + inner + outer + plain))
	want := []Hop{{"mx.asso.test", noon}, {By: "mx.asso.test"}, {"relay.test", noon.Add(-time.Minute)}}
	if diff := cmp.Diff(want, hops); diff != "" {
		t.Error(diff)
	}
}

// What a signature covers is told without asking anybody.
func TestSigned(t *testing.T) {
	const mail = "From: Alice <alice@exemple.test>\nTo: tdc@asso.test\nSubject: x\nDate: Tue, 3 Feb 2026 13:00:00 +0100\n\nPOUR\n"
	sign := func(tags string) string { return "DKIM-Signature: v=1; a=rsa-sha256;\n\t" + tags + "; bh=x; b=y\n" }
	const whole = "h=From:To:\n\t Subject:Date"
	ours := func(recipient string) bool { return recipient == "tdc@asso.test" }
	for _, c := range []struct{ header, domain, why string }{
		{sign("d=exemple.test; " + whole), "exemple.test", ""},
		{sign("d=mail.exemple.test; " + whole), "mail.exemple.test", ""},
		{sign("d=evil.test; "+whole) + sign("d=exemple.test; "+whole), "exemple.test", ""},
		{"", "", "no DKIM signature"},
		{sign("d=evil.test; " + whole), "", "of evil.test, not of the sender"},
		{sign("d=exemple.test; l=4; " + whole), "", "l="},
		{sign("d=exemple.test; h=From:To:Date"), "", "subject"},
		{sign("d=exemple.test; h=From:Subject:Date"), "", "not named"},
		{sign("d=exemple.test; d=evil.test; " + whole), "", "not of the sender"},
		{sign("d=exemple.test; "+whole) + "Date: x\n", "", "twice"},
		{sign("d=exemple.test; "+whole) + "From: b@x.test\n", "", "shape"},
	} {
		domain, why := Signed([]byte(c.header+mail), ours, noon)
		if domain != c.domain || (why == "") != (c.why == "") || !strings.Contains(why, c.why) {
			t.Errorf("%q: %q, %q", c.header, domain, why)
		}
	}
	if domain, why := Signed([]byte(sign("d=exemple.test; "+whole)+mail), nil, noon.AddDate(0, 0, 9)); domain != "" || why != string(LongAgo) {
		t.Errorf("nine days later: %q, %q", domain, why)
	}
}

// grounds are all of the constants.
func grounds(t *testing.T) (all []Grounds) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "grounds.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, is := n.(*ast.ValueSpec); is {
			words, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, Grounds(words))
		}
		return true
	})
	return all
}

// Words that were written down are known again, for these grounds and no other.
func TestGroundsAreKnownAgain(t *testing.T) {
	all := grounds(t)
	for _, g := range all {
		what := []any{}
		for range strings.Count(string(g), "%s") {
			what = append(what, strconv.Itoa(len(what))+".test")
		}
		words := g.Of(what...)
		for _, other := range all {
			got, ok := other.About(words)
			if other == g && (!ok || len(got) != len(what) || len(got) > 0 && got[0] != what[0]) {
				t.Errorf("%q: %v, %t", words, got, ok)
			}
			if other != g && ok {
				t.Errorf("%q is taken for %q too", words, other)
			}
		}
	}
	if len(all) < 25 {
		t.Errorf("%d grounds", len(all))
	}
}
