package trust

import (
	"strings"
	"testing"
)

// A signature counts where it covers what was written to us, and now.
func TestMeant(t *testing.T) {
	const mail = "From: a@x.test\nTo: tdc@asso.test, b@x.test\nCc: c@x.test\nSubject: x\nDate: Tue, 3 Feb 2026 13:00:00 +0100\n\n"
	ours := func(recipient string) bool { return recipient == "tdc@asso.test" }
	for signed, why := range map[string]string{
		"FROM:to:Subject:date": "", "from:from:to:cc:subject:date": "",
		"to:subject:date": "from", "from:to:date": "subject", "from:to:subject": "date",
		"from:subject:date": "not named", "from:cc:subject:date": "not named", "from:reply-to:subject:date": "not named", "": "from",
	} {
		if got := Meant([]byte(mail), strings.Split(signed, ":"), ours, noon); (got == "") != (why == "") || !strings.Contains(got, why) {
			t.Errorf("%q: %q, want %q", signed, got, why)
		}
	}
	all := strings.Split("from:to:subject:date", ":")
	for _, late := range []bool{false, true} {
		at := noon.Add(signedDays)
		if late {
			at = at.Add(1)
		}
		if got := Meant([]byte(mail), all, ours, at); (got != "") != late {
			t.Errorf("at %v: %q", at, got)
		}
	}
}

// Only a header that every program reads alike may be vouched for by a
// signature.
func TestDomain(t *testing.T) {
	for mail, want := range map[string]string{
		plain: "exemple.test", strings.ReplaceAll(plain, "\n", "\r\n"): "exemple.test", plain + "X-Folded: a\n b\n\nno field\n": "exemple.test",
		"From alice@exemple.test Mon Feb  2 09:00:00 2026\n" + plain: "", " folded: x\n" + plain: "", plain + "From\u00a0: eve@x.test\n": "",
		"X : y\n" + plain: "", plain + "no field\n": "", plain + "Date: 1\nDate: 2\n": "", plain + plain: "", "": "",
	} {
		domain, v := Domain([]byte(mail))
		if domain != want || (v.Why == "") != (want != "") || v.Authenticated {
			t.Errorf("%q: %q, %+v", mail, domain, v)
		}
	}
}
