package main

import (
	"strings"
	"testing"

	"toutdoux/internal/check"
)

// On a terminal a finding is broken into lines that fit, with how to mend it
// below; what cannot be broken, such as a key to publish, stays whole.
func TestFindingsOnAPage(t *testing.T) {
	long := strings.Repeat("A", 90)
	var page strings.Builder
	err := printFindings(&page, []check.Finding{
		{Subject: "files", Level: check.OK, What: "the data folder can be written"},
		{Subject: "dkim", Level: check.Fault, What: "letters are signed as t1._domainkey.asso.net, and the DNS has no key of that name", Mend: "publish " + long},
		{Subject: "dns.mx", Level: check.Note, What: "été"},
	}, true)
	if err != nil {
		t.Fatal(err)
	}
	want := `This machine
  ok       the data folder can be written

Mail that goes out
  FAULT    letters are signed as t1._domainkey.asso.net, and the DNS has no key
           of that name
           → publish
             ` + long + `

What the DNS says
  note     été
`
	if page.String() != want {
		t.Errorf("it is\n%s", page.String())
	}
}

// Every subject stands under a heading.
func TestEverySubjectHasAHeading(t *testing.T) {
	for _, subject := range []string{"files", "disk", "register", "daemon", "clock", "monitor", "receive.imap", "receive.lmtp", "receive.smtp", "send.smtp", "dkim", "dns", "dns.mx", "mail"} {
		n := 0
		for _, chapter := range chapters {
			if begins(subject, chapter.subjects) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s stands under %d headings", subject, n)
		}
	}
}
