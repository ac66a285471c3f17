package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// TestDepth: 10 000 parts inside each other are refused after a few bytes.
func TestDepth(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("From: a@b.fr\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	_, p, err := parseMail(b.Bytes(), DefaultLimits())
	if err != errDepth || p.pos > 4096 {
		t.Errorf("got %v after %d of %d bytes", err, p.pos, b.Len())
	}
	if q := (Reader{}).Read(b.Bytes(), nil, corpusTime).Request; q.Kind != governance.KindUnreadable || q.Problem != "too_deep" {
		t.Errorf("got %s, %s", q.Kind, q.Problem)
	}
}

// TestParts: 100 000 parts are refused after 200.
func TestParts(t *testing.T) {
	raw := []byte("From: a@b.fr\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nPour\n", 100_000))
	_, p, err := parseMail(raw, DefaultLimits())
	if err != errParts || p.pos > 4096 {
		t.Errorf("got %v after %d of %d bytes", err, p.pos, len(raw))
	}
}

// TestJunk: whatever the bytes, there is a reading, and it says why.
func TestJunk(t *testing.T) {
	for _, junk := range []string{"", strings.Repeat("\x00", 100), "From: \xff\n\n\xfe", "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "\n\n\n", "From: a@b.fr\r\rSubject: POUR #12\n\n"} {
		q := Reader{}.Read([]byte(junk), nil, corpusTime).Request
		if q.Kind != governance.KindUnreadable || q.Problem == "" || q.Why == "" || len(q.Votes) > 0 {
			t.Errorf("%q: got %s, problem %q, %v", junk, q.Kind, q.Problem, q.Votes)
		}
	}
}

// TestLimits: each limit has its name, and the mail at the limit is read.
func TestLimits(t *testing.T) {
	limits := Limits{Size: 2000, Header: 300, Depth: 2, Parts: 3, Text: 50}
	nested := "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nPour\n--b--\n--a--\n"
	for _, c := range []struct{ why, raw, problem string }{
		{"small", "From: a@b.fr\n\nPour\n", ""},
		{"nested as deep as may be", "From: a@b.fr\n" + nested, ""},
		{"too deep", "From: a@b.fr\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + nested, "too_deep"},
		{"too large", "From: a@b.fr\n\n" + strings.Repeat("x\n", 1000), "size"},
		{"too much header", "From: a@b.fr\nX: " + strings.Repeat("x", 300) + "\n\nPour", "header_size"},
		{"too much text", "From: a@b.fr\n\n" + strings.Repeat("x", 51), "too_much_text"},
		{"as much text as may be", "From: a@b.fr\n\n" + strings.Repeat("x", 50), ""},
		{"text that grows when decoded is counted decoded", "From: a@b.fr\nContent-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=78", 50), ""},
		{"text in base64 is counted decoded", "From: a@b.fr\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 50))), ""},
		{"a bomb in base64", "From: a@b.fr\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 51))), "too_much_text"},
		{"a bomb in quoted-printable", "From: a@b.fr\nContent-Transfer-Encoding: quoted-printable\n\n" + strings.Repeat("=78", 51), "too_much_text"},
		{"a bomb in several headers", "From: a@b.fr\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nX: "+strings.Repeat("x", 140)+"\n\nPour\n", 2), "header_size"},
		{"too many parts", "From: a@b.fr\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 3), "too_many_parts"},
		{"an attachment is no text", "From: a@b.fr\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nPour\n--b\nContent-Disposition: attachment\n\n" + strings.Repeat("x", 500) + "\n--b--\n", ""},
	} {
		q := Reader{Limits: limits}.Read([]byte(c.raw), nil, corpusTime).Request
		if q.Problem != c.problem || (q.Kind == governance.KindUnreadable) != (c.problem != "") {
			t.Errorf("%s: got %s, problem %q; want %q", c.why, q.Kind, q.Problem, c.problem)
		}
	}
}

// TestLongLines: a text of one line, of many quotes, of many headers in the
// text is read within a bounded memory.
func TestLongLines(t *testing.T) {
	const size = 900_000 // and the line ends
	for name, unit := range map[string]string{
		"one line": "pour ", "marks": "<<<>>>", "quotes": "> Pour\n", "attributions": "Le 3 mai 2026 à 9:00, A <a@b.fr>\n", "verbs": "a écrit\n",
		"headers": "De : a\n", "words": "contre\n", "brackets": "[EXTRA] ", "numbers": "#12 pour, ", "letters": "propose une action extraordinaire\n", "soft": "é", "cards": "Jean Dupont\n06 12 34 56 78\n> x\n", "blank cards": "06 12 34 56 78\n\n", "rules": "---\n06 12 34 56 78\n", "seams": "a On 3 May 2026, B wrote:\n> x\n", "tails": "x\n> wrote:\n", "initials": "A> x\n", "senders": "\nDe : <a@b.fr>\n.\n", "dots": ". ",
	} {
		body := strings.Repeat(unit, size/(len(unit)+strings.Count(unit, "\n")))
		raw := answer(body)
		var q governance.Request
		n := allocated(func() { q = Reader{}.Read(raw, nil, corpusTime).Request })
		t.Logf("%s: %s, %d MiB", name, q.Kind, n>>20)
		if n > 64<<20 || q.Kind == governance.KindUnreadable {
			t.Errorf("%s: %s (%s), %d MiB for a text of 1 MiB", name, q.Kind, q.Problem, n>>20)
		}
	}
}

// TestNoSquares: where a mail says one thing again and again, four times as
// much costs about four times as much.
func TestNoSquares(t *testing.T) {
	repeat := func(before, unit string) func(n int) string {
		return func(n int) string { return "From: a@b.fr\n" + before + strings.Repeat(unit, n) }
	}
	for _, c := range []struct {
		name  string
		large int
		mail  func(n int) string
	}{
		{"flowed lines that never end", 40_000, repeat("Content-Type: text/plain; format=flowed\n\n", "a \n")},
		{"lines that may be a long delimiter", 20_000, func(n int) string {
			return repeat("Content-Type: multipart/mixed; boundary="+strings.Repeat("b", n)+"\n\n", "--\n")(n)
		}},
		{"signatures inside signatures", 2000, func(n int) string {
			mail := repeat("\nPour\n", "")(0)
			for range n {
				mail = signedMail(mail)
			}
			return mail
		}},
		{"a list of persons that goes on", 40_000, repeat("Subject: [EXTRA] x\n\nMandataires : a,\n", "b,\n")},
		{"votes on many actions", 20_000, func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "#%d pour, ", i)
				if i%1000 == 0 {
					b.WriteString("\n")
				}
			}
			return repeat("\n", b.String())(1)
		}},
	} {
		work := func(n int) uint64 {
			raw := []byte(c.mail(n))
			return allocated(func() { Reader{}.Read(raw, nil, corpusTime) })
		}
		if small, large := work(c.large/4), work(c.large); large > 6*small+1<<16 {
			t.Errorf("%s: %d KiB, then %d KiB for four times as much", c.name, small>>10, large>>10)
		}
	}
}

// TestBeyondAnyPerson: what no person writes is not certain, or not read.
func TestBeyondAnyPerson(t *testing.T) {
	ballots := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "#%d pour\n", i+1)
		}
		return b.String()
	}
	if q := (Reader{}).Read(answer(ballots(maxWishes)), nil, corpusTime).Request; q.Uncertain || len(q.Votes) != maxWishes {
		t.Errorf("%d votes: got %d, uncertain %t", maxWishes, len(q.Votes), q.Uncertain)
	}
	if q := (Reader{}).Read(answer(ballots(maxWishes+1)), nil, corpusTime).Request; !q.Uncertain || len(q.Votes) != 0 {
		t.Errorf("%d votes: got %d, uncertain %t", maxWishes+1, len(q.Votes), q.Uncertain)
	}
	if q := (Reader{}).Read([]byte("From: a@b.fr\nSubject: "+strings.Repeat("é", 100_000)+"\n\nx"), nil, corpusTime).Request; q.Subject != strings.Repeat("é", maxField/2) {
		t.Errorf("a subject of 200 kB: %d bytes", len(q.Subject))
	}
	for lines, want := range map[int]int64{maxProse/100 - 1: 6000, maxProse/100 + 1: 0} {
		text := strings.Repeat(strings.Repeat("x", 100)+"\n", lines) + "60 €\n"
		q := Reader{}.Read([]byte("From: a@b.fr\nSubject: [ORD] x\n\n"+text), nil, corpusTime).Request
		if q.Proposal == nil || q.Proposal.ProseCents != want {
			t.Errorf("an amount below %d lines is not taken for %d", lines, want)
		}
	}
	mail := "From: a@b.fr\nSubject: #12\n\nPour\n"
	for range maxSigned {
		mail = signedMail(mail)
	}
	if q := (Reader{}).Read([]byte(mail), nil, corpusTime).Request; q.Words != "Pour" {
		t.Errorf("%d signatures: got %s, %q", maxSigned, q.Kind, q.Problem)
	}
	if q := (Reader{}).Read([]byte(signedMail(mail)), nil, corpusTime).Request; q.Problem != "too_deep" {
		t.Errorf("%d signatures: got %s, %q", maxSigned+1, q.Kind, q.Problem)
	}
}

// signedMail is a mail in an opaque signature that reaches to the end.
func signedMail(mail string) string {
	const signed, data = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
	return "From: a@b.fr\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\n0\x80" + signed + data + "\x04\x80" + mail
}

// TestLargestMail: however the largest mail is laid out, reading it allocates
// less than the 256 MiB that explain may take.
func TestLargestMail(t *testing.T) {
	head := "From: a@b.fr\nSubject: Re: #12\n"
	part := func(header string) string { return "--b\n" + header + "\n\n" }
	for name, c := range map[string]struct{ head, unit string }{
		"one line in base64":   {head + "Content-Transfer-Encoding: base64\n\n", "eHh4"},
		"an opaque signature":  {head + "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\n0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\x04\x80\n", "Pour\n"},
		"an attached calendar": {head + "Content-Type: multipart/mixed; boundary=b\n\n" + part("") + "Pour\n" + part("Content-Type: text/calendar; name=a.ics\nContent-Transfer-Encoding: base64"), strings.Repeat("eHh4", 18) + "\n"},
	} {
		raw := []byte(c.head + strings.Repeat(c.unit, (DefaultLimits().Size-len(c.head))/len(c.unit)))
		var q governance.Request
		n := allocated(func() { q = Reader{}.Read(raw, nil, corpusTime).Request })
		t.Logf("%s: %s %s, %d MiB", name, q.Kind, q.Problem, n>>20)
		if n > 256<<20-uint64(len(raw)) {
			t.Errorf("%s: %d MiB for a mail of 25 MiB", name, n>>20)
		}
	}
}

// TestLongHTML: no tags, however they are nested or left open, cost more than
// their number.
func TestLongHTML(t *testing.T) {
	const size = 900_000
	for _, unit := range []string{"<b><p>", "<b a=1><p>", "<div>", "<li>", "<a><table>", "</p>", "</div></b>", "<blockquote>", "<b><div></b>", "<table><tr><td>", "<x y=", "<div class=gmail_quote>", "<div class=gmail_quote></div>x", "<p>é</p>", "<br>"} {
		raw := htmlAnswer(strings.Repeat(unit, size/len(unit)))
		n := allocated(func() { Reader{}.Read(raw, nil, corpusTime) })
		t.Logf("%s: %d MiB", unit, n>>20)
		if n > 64<<20 {
			t.Errorf("%s: %d MiB for HTML of 1 MiB", unit, n>>20)
		}
	}
}

// BenchmarkManyTags: a subject of many tags, or brackets that never close, as
// long as a header may be. Its time must grow with its length alone.
func BenchmarkManyTags(b *testing.B) {
	for _, unit := range []string{"[EXTRA] ", "[x", "Re: ", "#1 ", "=?a?b?x", "=?a?x?x"} {
		b.Run(unit, func(b *testing.B) {
			raw := []byte("From: a@b.fr\nSubject: " + strings.Repeat(unit, 90_000/len(unit)) + "\n\nPour\n")
			for b.Loop() {
				Reader{}.Read(raw, nil, corpusTime)
			}
		})
	}
}

// allocated is how many bytes a function allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
