package trust

import (
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readable are values of Authentication-Results, as "method=result name=value …; …".
var readable = map[string]string{
	"mx.x; none":                           "",
	"mx.x 1; none":                         "",
	"mx.x":                                 "",
	"mx.x; dmarc=pass header.from=x.test":  "dmarc=pass header.from=x.test",
	`mx.x (c) 1 (c) ; spf=pass;`:           "spf=pass",
	"mx.x; DKIM=Pass Header.D=X.test":      "dkim=pass header.d=X.test",
	"mx.x; dkim / 1 = pass header . d = x": "dkim=pass header.d=x",
	"mx.x; dkim=pass(good (nested) ; dmarc=pass)header.d=x":                     "dkim=pass header.d=x",
	`mx.x; auth=fail reason="no; dmarc=pass" smtp.auth=a@x`:                     "auth=fail reason=no; dmarc=pass smtp.auth=a@x",
	`mx.x; spf=pass smtp.mailfrom="x; dmarc=pass header.from=gmail.com"@evil`:   "spf=pass smtp.mailfrom=x; dmarc=pass header.from=gmail.com@evil",
	`mx.x; spf=pass smtp.mailfrom="\"; dmarc=pass header.from=gmail.com;"@evil`: `spf=pass smtp.mailfrom="; dmarc=pass header.from=gmail.com;@evil`,
	"mx.x; spf=pass smtp.mailfrom=b+x=y.test@z.test; dkim=pass header.b=a/b+c=": "spf=pass smtp.mailfrom=b+x=y.test@z.test; dkim=pass header.b=a/b+c=",
	"mx.x; dmarc=pass action=none header.from=x":                                "dmarc=pass action=none header.from=x",
	"mx.x; dkim=pass dmarc=pass header.from=x":                                  "dkim=pass dmarc=pass header.from=x",
	"mx.x; iprev=pass policy.iprev=2001:db8::1":                                 "iprev=pass policy.iprev=2001:db8::1",
	"mx.google.com;       dkim=pass header.i=@x.test header.s=1 header.b=p4F0;       spf=pass (google.com: best guess) smtp.helo=y;       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=x.test": "dkim=pass header.i=@x.test header.s=1 header.b=p4F0; spf=pass smtp.helo=y; dmarc=pass header.from=x.test",
}

func write(results []result) string {
	var all []string
	for _, r := range results {
		var one strings.Builder
		one.WriteString(r.method + "=" + r.value)
		for _, p := range r.properties {
			one.WriteString(" " + p.name + "=" + p.value)
		}
		all = append(all, one.String())
	}
	return strings.Join(all, "; ")
}

func TestParseResults(t *testing.T) {
	for text, want := range readable {
		host, results, err := parseResults(text)
		if err != nil || !strings.HasPrefix(host, "mx.") {
			t.Errorf("%q: host %q, %v", text, host, err)
		}
		if diff := cmp.Diff(want, write(results)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

var unreadable = []string{
	"", ";", "spf=pass smtp.mailfrom=x", "(mx.x", `"mx.x`, `"mx.x"; spf=pass`, `"mx\.x"; spf=pass`, "mx.\u017f; spf=pass", "mx.x/1; dmarc=pass", "mx.x 2; dmarc=pass header.from=x",
	"mx.x dmarc=pass", "mx.x; dmarc", "mx.x; dmarc=", "mx.x; =pass", "mx.x; dmarc=pass header.from", "mx.x; dmarc=pass header.from=",
	"mx.x; dmarc=pass header.=x", "mx.x; dmarc=pass (open", `mx.x; dmarc=pass header.from="x`, `mx.x; dmarc=pass header.from="x"y`,
	`mx.x; spf=pass smtp.mailfrom=a"b`, "mx.x; dmarc=pass, header.from=x", "mx.x; ; dmarc=pass header.from=x", "mx.x; none dmarc=pass",
	"mx.x; dmarc=pa\x00ss", "mx.x; dmarc==pass",
}

func TestParseResultsRefuses(t *testing.T) {
	for _, text := range unreadable {
		if host, results, err := parseResults(text); err == nil || results != nil {
			t.Errorf("%q: %q says %q", text, host, write(results))
		}
	}
}

// TestReadingOnlyMovesForward counts the work: allocated bytes, for texts that
// make careless readers go back or copy, grow with the text and not with its
// square (slices grow in steps, hence 25 for 10; a square would be 100).
func TestReadingOnlyMovesForward(t *testing.T) {
	for _, unit := range []string{"(", "()", `"`, `"\`, ";", "; a=b", " a.b=c", ` a.b="c"`, "a", "=", " by", " (1.2.3.4)", " from", "\n x", "\nx:", "\r", ": ", "\nReceived: by mx.asso.test;", "\nAuthentication-Results: other; a=b"} {
		work := func(n int) int64 {
			return allocated(func() {
				for _, start := range []string{"mx.asso.test; dmarc=pass", "from a", ""} {
					text := start + strings.Repeat(unit, n)
					_, _, _ = parseResults(text)
					parseHop(text)
					mail := []byte("Authentication-Results: " + text + "\nReceived: " + text + "\n" + plain)
					Judge(mail, pinned, Arrival{LMTP: true})
					Instant(mail, pinned, Arrival{LMTP: true})
					_ = Shape(mail, DefaultLimits())
					Domain(mail)
					Meant(mail, []string{"from", "to", "subject", "date"}, func(string) bool { return false }, noon)
				}
			})
		}
		if small, large := work(1000), work(10000); large > 25*small+1<<16 {
			t.Errorf("%q: %d bytes, then %d for ten times as much", unit, small, large)
		}
	}
}

// allocated is the number of bytes that f allocates.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}
