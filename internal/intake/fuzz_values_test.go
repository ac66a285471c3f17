package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"toutdoux/internal/governance"
)

// FuzzCosts reads any text as an amount: none is below nothing or beyond
// belief, one that is written as we write amounts is read back, and what makes it
// another is no amount.
func FuzzCosts(f *testing.F) {
	f.Fuzz(func(t *testing.T, value string, cents int64) {
		if cents, ok := parseCost(value); cents < 0 || cents > maxCents || !ok && cents != 0 {
			t.Fatalf("%q costs %d, %t", value, cents, ok)
		}
		if prose := proseCents([]string{value}); prose < 0 || prose > maxCents {
			t.Fatalf("%q costs %d in prose", value, prose)
		}
		if cents < 0 || cents > maxCents {
			return
		}
		said := fmt.Sprintf("%d,%02d €", cents/100, cents%100)
		if again, ok := parseCost(said); !ok || again != cents || proseCents([]string{"C’est " + said}) != cents {
			t.Fatalf("%s is read as %d, %t", said, again, ok)
		}
		for _, more := range []string{said + " + " + said, "2 x " + said, said + " par mois", said + ", " + said} {
			if again, ok := parseCost(more); ok {
				t.Fatalf("%s is read as %d", more, again)
			}
		}
	})
}

// FuzzDates reads any text as a day: it is in the calendar, is read back as it
// is written, and ends as it does on the wall.
func FuzzDates(f *testing.F) {
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
		last := end.Add(-time.Second).In(zone)
		if last.Day() != date.day || last.Month() != date.month || date.year != 0 && last.Year() != date.year {
			t.Fatalf("%q ends at %s", text, end)
		}
		if _, err := end.MarshalJSON(); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if date.year == 0 && (!end.After(now) || end.Sub(now) > 8*367*24*time.Hour) {
			t.Fatalf("%q ends at %s, now is %s", text, end, now)
		}
		if again, ok := parseDay(last.Format("le 02/01/2006.")); last.Year() >= 1970 && (!ok || again != (day{last.Year(), last.Month(), last.Day()})) {
			t.Fatalf("%q ends on %s, which is read as %v", text, last, again)
		}
	})
}

// FuzzSubject reads any subject: its title is a piece of it, and another "Re:"
// changes neither title nor number nor tags.
func FuzzSubject(f *testing.F) {
	f.Fuzz(func(t *testing.T, s string) {
		s = decodeWords(legible(s))
		h := Reader{}.readSubject(s)
		if utf8.ValidString(s) && !utf8.ValidString(h.title) {
			t.Fatalf("%q: a broken title %q", s, h.title)
		}
		seen := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, s)), " ")
		if !strings.Contains(seen, h.title) || !strings.Contains(seen, h.whole) {
			t.Fatalf("%q: the title %q, the whole %q", s, h.title, h.whole)
		}
		if h.number < 0 || h.tagged && h.kind == "" && !h.urgent && !h.dryRun {
			t.Fatalf("%q: %+v", s, h)
		}
		again := Reader{}.readSubject("RE : " + s)
		if again.reply = h.reply; again != h {
			t.Fatalf("%q: %+v, and with Re: %+v", s, h, again)
		}
	})
}

// FuzzCommand reads any line as a command: one that is known, with an argument
// that stands in it, and an end that is to come.
func FuzzCommand(f *testing.F) {
	var verbs []governance.Verb
	for _, o := range orders {
		verbs = append(verbs, o.verb)
	}
	f.Fuzz(func(t *testing.T, l string) {
		c, ok := Reader{}.whole().readCommand(l, corpusTime)
		if !ok {
			return
		}
		if !slices.Contains(verbs, c.verb) || c.target < 0 {
			t.Fatalf("%q: %+v", l, c)
		}
		if len(c.argument) > 4*len(l) || !strings.Contains(l, c.reason) {
			t.Fatalf("%q: the argument %q, the reason %q", l, c.argument, c.reason)
		}
		if c.problem != "" && !c.until.IsZero() || c.until.Nanosecond() != 0 {
			t.Fatalf("%q: until %s, %s", l, c.until, c.problem)
		}
		if again, ok := (Reader{}).whole().readCommand(strings.ToUpper(l), corpusTime); ok && again.verb != c.verb {
			t.Fatalf("%q: %s, in capitals %s", l, c.verb, again.verb)
		}
	})
}

// FuzzFields reads any text as that of a proposal: amounts and numbers are
// possible ones, effects are known ones that stand in it, as does its text.
func FuzzFields(f *testing.F) {
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, text string) {
		mail := "From: a@b.fr\nSubject: [EXTRA] x\nContent-Type: text/plain; charset=utf-8\n\n" + strings.ReplaceAll(text, "\r", "")
		q := reader.Read([]byte(mail), nil, corpusTime).Request
		sound(t, q)
		p := q.Proposal
		if p == nil {
			return // a machine's, by its words
		}
		if p.CostCents < 0 || p.CostCents > maxCents || p.ProseCents < 0 || p.ProseCents > maxCents || p.Replaces < 0 || len(p.Effects) > maxFields {
			t.Fatalf("%+v", p)
		}
		words := strings.ToLower(strings.Join(strings.Fields(q.Words), ""))
		for _, e := range p.Effects {
			known := false
			for _, name := range fieldNames {
				known = known || name == e.Type
			}
			if value := strings.ToLower(strings.Join(strings.Fields(e.Value), "")); !known || !strings.Contains(words, value) {
				t.Fatalf("%+v of %q", e, q.Words)
			}
		}
		for l := range strings.SplitSeq(p.Text, "\n") {
			if !strings.Contains(q.Words, l) {
				t.Fatalf("%q is not in %q", l, q.Words)
			}
		}
	})
}

// FuzzCalendar reads any calendar: only one that answers an invitation says
// anything, and what it says stands in it.
func FuzzCalendar(f *testing.F) {
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, calendar, method string) {
		if strings.ContainsAny(method, "\r\n") {
			return
		}
		mail := "From: Alice <alice@exemple.test>\nSubject: Re: #12\nContent-Type: text/calendar; charset=utf-8; method=" + method + "\n\n" + calendar
		q := reader.Read([]byte(mail), nil, corpusTime).Request
		sound(t, q)
		flat := strings.ToUpper(unfolded.Replace(calendar))
		said := map[governance.Verb]string{governance.VerbPresent: "ACCEPTED", governance.VerbAbsent: "DECLINED"}[q.Verb]
		if (q.Verb == "") != (said == "") {
			t.Fatalf("a calendar asks for %s", q.Verb)
		}
		if said != "" && !strings.Contains(flat, "PARTSTAT") || !strings.Contains(flat, said) || len(q.Votes) > 0 {
			t.Fatalf("%s, %+v out of %q", q.Verb, q.Votes, calendar)
		}
		if said != "" && !strings.Contains(strings.ToUpper(method)+flat, "REPLY") {
			t.Fatalf("%s out of the method %q", q.Verb, method)
		}
	})
}

// FuzzDecode undoes any encoding of any bytes: what comes out is text of a
// bounded length, and what others encoded is read back.
func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte, encoding, charset string) {
		plain := decodeTransfer(raw, encoding)
		if len(plain) > len(raw)+1 {
			t.Fatalf("%d bytes out of %d", len(plain), len(raw))
		}
		text := decodeCharset(plain, charset)
		if !utf8.ValidString(text) || len(text) > 8*len(plain)+16 {
			t.Fatalf("%q: %d bytes out of %d", charset, len(text), len(plain))
		}
		if again := decodeBase64([]byte(base64.StdEncoding.EncodeToString(raw))); !bytes.Equal(again, raw) {
			t.Fatalf("base64: %q, then %q", raw, again)
		}
		var printable bytes.Buffer
		w := quotedprintable.NewWriter(&printable)
		w.Binary = true
		w.Write(raw)
		w.Close()
		if again := decodeQuotedPrintable(printable.Bytes(), true); !bytes.Equal(again, raw) {
			t.Fatalf("quoted-printable: %q, then %q, then %q", raw, printable.Bytes(), again)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) || strings.Contains(text, "=?") {
			return
		}
		for _, encoder := range []mime.WordEncoder{mime.QEncoding, mime.BEncoding} {
			if word := encoder.Encode("utf-8", text); decodeWords(word) != text {
				t.Fatalf("%q, then %q, then %q", text, word, decodeWords(word))
			}
		}
	})
}
