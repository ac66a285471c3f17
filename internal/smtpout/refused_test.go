package smtpout

import (
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
	"testing"
)

// A status is read as RFC 3463 writes it, and nothing else is taken for one.
func TestStatusOfAnAnswer(t *testing.T) {
	for said, want := range map[string][2]string{
		"5.1.1 no such user":              {"5.1.1", "no such user"},
		"5.1.1 no such\n5.1.1 user":       {"5.1.1", "no such user"},
		"5.7.26":                          {"5.7.26", ""},
		"no such user":                    {"", "no such user"},
		"5.1.1x no such user":             {"", "5.1.1x no such user"},
		"5.-1.1 no such user":             {"", "5.-1.1 no such user"},
		"+5.1.1 no such user":             {"", "+5.1.1 no such user"},
		"192.0.2.1 is not allowed":        {"", "192.0.2.1 is not allowed"},
		"5.1.1.1 x":                       {"", "5.1.1.1 x"},
		"5.99999999999999999999999.1 why": {"", "5.99999999999999999999999.1 why"},
	} {
		if status, words := enhanced(said); status != want[0] || words != want[1] {
			t.Errorf("%q: %q, %q", said, status, words)
		}
	}
}

// FuzzRefused reads any answer of a smarthost: the status is one of RFC 3463,
// the words are one line of what was said, and only what was said of the
// recipient or the mail is for good.
func FuzzRefused(f *testing.F) {
	known := regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}$`)
	f.Fuzz(func(t *testing.T, code int, said string) {
		err := fmt.Errorf("ask: %w", &textproto.Error{Code: code, Msg: said})
		for _, r := range []*Refused{session("refused", "", err), recipient("refused", err)} {
			if r.Enhanced != "" && (!known.MatchString(r.Enhanced) || !strings.HasPrefix(said, r.Enhanced)) {
				t.Fatalf("status %q of %q", r.Enhanced, said)
			}
			if r.Code != code || strings.ContainsAny(r.Error(), "\r\n") || r.Permanent && (!r.Recipient || code < 500) {
				t.Fatalf("%+v", r)
			}
		}
	})
}
