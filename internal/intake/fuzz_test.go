package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"toutdoux/internal/governance"
)

// sound fails where a request could not be stored or would decide by itself
// what it may not.
func sound(t *testing.T, q governance.Request) {
	t.Helper()
	if _, err := json.Marshal(q); err != nil {
		t.Fatalf("a request that cannot be stored: %v", err)
	}
	if q.Kind == "" || q.Why == "" {
		t.Fatalf("no kind or no reason: %+v", q)
	}
	if q.Uncertain && len(q.Votes) > 0 {
		t.Fatalf("votes in an uncertain mail: %+v", q)
	}
	switch q.Kind {
	case governance.KindAutoReply, governance.KindBounce, governance.KindLoop, governance.KindUnreadable:
		if len(q.Votes) > 0 || q.Verb != "" || q.Proposal != nil || q.Uncertain {
			t.Fatalf("a machine's wish: %+v", q)
		}
	}
	if q.From == "" && len(q.Votes) > 0 {
		t.Fatalf("a vote of nobody: %+v", q)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/mails/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\n\n--a\n"))
	f.Add([]byte("From: \xff\n\n\xfe"))
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		sound(t, reader.Read(raw, nil, corpusTime).Request)
		sound(t, Reader{}.Read(raw, []string{"tdc+leave@picasoft.test"}, corpusTime).Request)
		Identity(raw)
	})
}

func FuzzWords(f *testing.F) {
	cases, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		f.Fatal(err)
	}
	for l := range strings.SplitSeq(string(cases), "\n") {
		if _, body, ok := strings.Cut(l, "|"); ok {
			f.Add(strings.ReplaceAll(body, `\n`, "\n"))
		}
	}
	f.Fuzz(func(t *testing.T, body string) {
		lines := strings.Split(body, "\n")
		w := wordsOf(lines...)
		found := readWords(w, setting{thread: 12, reply: true, author: "Alice Martin"})
		for _, wish := range found.wishes {
			if wish.action < 0 || wish.choice == "" && wish.verb == "" {
				t.Fatalf("an empty wish in %q: %+v", body, wish)
			}
		}
		for _, l := range lines {
			for _, tok := range tokenize(l).tokens {
				if tok.start < 0 || tok.end <= tok.start || int(tok.end) > len(l) {
					t.Fatalf("a token outside %q: %+v", l, tok)
				}
			}
		}
		yesNo(w, "")
	})
}

func FuzzQuotes(f *testing.F) {
	f.Add("Pour\n\nLe 9 févr. 2026 à 09:00, Alice\n<a@b.fr> a écrit :\n> x\n")
	f.Add("Pour\n-- \nAlice\n> x")
	f.Add("De : a\nEnvoyé : b\nÀ : c\nObjet : d")
	f.Add("-----Message d'origine-----\n")
	f.Fuzz(func(t *testing.T, body string) {
		var lines []line
		for l := range strings.SplitSeq(body, "\n") {
			lines = append(lines, line{text: l})
		}
		for _, l := range ownWords(lines).lines {
			if l != "" && !strings.Contains(body, l) {
				t.Fatalf("words that nobody wrote: %q", l)
			}
		}
	})
}

func FuzzHTML(f *testing.F) {
	f.Add("<p>Pour</p><blockquote>Contre</blockquote>")
	f.Add(`<div style="display:none">x</div><br><div id="divRplyFwdMsg">y</div>z`)
	f.Add(strings.Repeat("<b><p>", 600))
	f.Fuzz(func(t *testing.T, source string) {
		size := 0
		for _, l := range htmlLines(source) {
			size += len(l.text)
		}
		if size > 8*len(source)+4096 {
			t.Fatalf("%d bytes out of %d", size, len(source))
		}
	})
}

func FuzzCosts(f *testing.F) {
	for _, s := range []string{"60 €", "60,00€", "1 200 €", "1.200,50 €", "environ 60 EUR", "gratuit", "10 k€", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if cents, ok := parseCost(value); ok && (cents < 0 || cents > maxCents*1000) {
			t.Fatalf("%q costs %d", value, cents)
		}
		if proseCents([]string{value}) < 0 {
			t.Fatalf("%q costs less than nothing", value)
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"31/08/2027", "29/02", "1er mars", "2027-08-31", "August 31, 2027", "31 août"} {
		f.Add(s, int64(1770000000))
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		now := time.Unix(unix%(1<<33), 0).UTC()
		date, ok := parseDay(text)
		if !ok {
			return
		}
		end := date.end(now, zone)
		if _, err := end.MarshalJSON(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if date.year == 0 && !end.After(now) {
			t.Fatalf("%q ends at %s, before %s", text, end, now)
		}
	})
}

func FuzzSubject(f *testing.F) {
	for _, s := range []string{"Re: [Picasoft] [EXTRA #12] X", "[ORDINARE] x", "POUR #12 (k7f3qzm2xwp4r6ta)", "RE\u00a0: TR : [URGENT] [ORD] y", "=?utf-8?q?=5BEXTRA=5D_x?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := Reader{}.readSubject(decodeWords(legible(s)))
		if utf8.ValidString(s) && !utf8.ValidString(h.title) {
			t.Fatalf("%q: a broken title %q", s, h.title)
		}
		if h.number < 0 {
			t.Fatalf("%q: number %d", s, h.number)
		}
	})
}
