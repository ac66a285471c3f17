package trust

import (
	"strings"
	"testing"
)

// The seeds of each target are in testdata/fuzz, named for what they try;
// those that a table of cases holds already are added from it.

// FuzzHeader reads the header of any mail: its fields are pieces of it, nobody
// is believed without one sender and a shape, and no instant is later than the
// acceptance or too early.
func FuzzHeader(f *testing.F) {
	for _, header := range []string{plain, pass + outside + sent + plain, outside + pass + plain, dovecot + refilter + amavis + outside + pass + plain, lies + pass + plain} {
		f.Add([]byte(header))
	}
	f.Fuzz(func(t *testing.T, mail []byte) {
		total := 0
		for _, field := range fields(mail) {
			total += len(field.name) + len(field.raw)
		}
		if total > headerLength(mail) {
			t.Fatalf("%d bytes of fields in a header of %d", total, headerLength(mail))
		}
		shaped := Shape(mail, DefaultLimits()) == nil
		v := Judge(mail, pinned, Arrival{Accepted: noon, LMTP: true})
		if _, err := sender(fields(mail)); v.Authenticated && (err != nil || v.Domain == "" || v.Doubled) || shaped && err != nil {
			t.Fatalf("%+v, %v", v, err)
		}
		if domain, v := Domain(mail); (domain != "") != (v.Why == "") || domain != "" && !shaped {
			t.Fatalf("%q, %+v", domain, v)
		}
		Meant(mail, []string{"from", "to", "cc", "subject", "date"}, func(string) bool { return true }, noon)
		if at := Instant(mail, pinned, Arrival{Accepted: noon, LMTP: true}); at.After(noon) || noon.Sub(at) > longestQueue {
			t.Fatalf("received at %v", at)
		}
	})
}

// FuzzParseResults reads any Authentication-Results: no result has what only a
// comment or a string can hold, and a comment changes nothing.
func FuzzParseResults(f *testing.F) {
	for text := range readable {
		f.Add(text)
	}
	for _, text := range unreadable {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		host, results, err := parseResults(text)
		if !strings.Contains(text, host) || strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '"' }) {
			t.Fatalf("the host %q", host)
		}
		if err != nil {
			return
		}
		for _, r := range results {
			if r.method == "" || r.value == "" || strings.ContainsAny(r.method+r.value, " ;=()\"") {
				t.Fatalf("result %+v", r)
			}
			for _, p := range r.properties {
				if p.name == "" || strings.ContainsAny(p.name, " ;=()\"") {
					t.Fatalf("property %+v", p)
				}
			}
		}
		commented := strings.ReplaceAll(text, ";", "(; dmarc=pass header.from=x);")
		if strings.ContainsAny(text, "()\"\\") {
			return
		}
		_, again, err := parseResults(commented)
		if err != nil || write(again) != write(results) {
			t.Fatalf("comments change %q to %q, %v", write(results), write(again), err)
		}
	})
}

// FuzzReceived reads any Received line: it names one host or none, whatever
// comments stand between its words, and never two.
func FuzzReceived(f *testing.F) {
	for _, line := range []string{outside, dovecot, refilter, amavis, stored, lies, sent} {
		f.Add(strings.TrimPrefix(strings.ReplaceAll(line, "\n", ""), "Received:"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, ok := parseHop(text)
		if !ok {
			return
		}
		if h.by == "" || strings.ContainsAny(h.by+h.with, " \t(") || !strings.Contains(text, h.by) || !strings.Contains(text, h.date) {
			t.Fatalf("%+v", h)
		}
		if h.inner(pinned) && !strings.HasPrefix(h.with, "LMTP") && !strings.ContainsAny(h.from, "127.:") {
			t.Fatalf("handed over by nobody: %+v", h)
		}
		if strings.ContainsAny(text, "()\\") || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) {
			return
		}
		head, date, dated := cutLast(text, ";")
		words := strings.Fields(head)
		commented := strings.Join(words, " (by mx.evil.test) ")
		if dated {
			commented += ";" + date
		}
		if again, ok := parseHop(commented); !ok || again.by != h.by || again.with != h.with || again.date != h.date {
			t.Fatalf("%+v, and with comments %+v", h, again)
		}
		if again, ok := parseHop(head + " by mx.evil.test;" + date); ok {
			t.Fatalf("two hosts, and %+v", again)
		}
	})
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
