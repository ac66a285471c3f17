package intake

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"toutdoux/internal/governance"
)

func addWords(f *testing.F, add func(body string)) {
	f.Helper()
	cases, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		f.Fatal(err)
	}
	for l := range strings.SplitSeq(string(cases), "\n") {
		if _, body, ok := strings.Cut(l, "|"); ok {
			add(strings.TrimSpace(strings.ReplaceAll(body, `\n`, "\n")))
		}
	}
}

// FuzzWords looks for wishes in any words: each asks for something, and the
// tokens are pieces of their line, one behind the other.
func FuzzWords(f *testing.F) {
	addWords(f, func(body string) { f.Add(body) })
	f.Fuzz(func(t *testing.T, body string) {
		lines := strings.Split(body, "\n")
		w := wordsOf(lines...)
		found := readWords(w, setting{thread: 12, reply: true, author: "Alice Martin"})
		for _, wish := range found.wishes {
			if wish.action < 0 || (wish.choice == "") == (wish.verb == "") {
				t.Fatalf("an empty wish in %q: %+v", body, wish)
			}
		}
		for _, l := range lines {
			end := int32(0)
			for _, tok := range tokenize(l).tokens {
				if tok.start < end || tok.end <= tok.start || int(tok.end) > len(l) {
					t.Fatalf("a token outside %q: %+v", l, tok)
				}
				end = tok.end
			}
		}
		if yes, no := yesNo(w, ""); yes && no {
			t.Fatalf("%q is yes and no", body)
		}
	})
}

// marks are what must stand in the words of whoever votes so, as fold leaves
// it: a second, dumb reader.
var marks = map[governance.Choice][]string{
	governance.For:     {"pour", "+1", "\U0001f44d", "favo", "for", "oui", "ok", "d'accord", "ca me va", "yes", "agreed"},
	governance.Blank:   {"blanc", "+0", "0", "absten", "m'abstiens", "blank", "abstain"},
	governance.Against: {"contre", "-1", "\U0001f44e", "against"},
}

// FuzzVotes reads any answer to an action, and any subject of a button: a vote
// is in the words, nothing quoted votes, and a second thought is asked about.
func FuzzVotes(f *testing.F) {
	addWords(f, func(body string) { f.Add("Re: [Picasoft] [EXTRA #12] X", body) })
	reader := picasoft(f)
	f.Fuzz(func(t *testing.T, subject, body string) {
		read := func(body string) governance.Request {
			mail := "From: Alice Martin <alice@exemple.test>\nSubject: " + strings.Join(strings.Fields(subject), " ") + "\nIn-Reply-To: <a@exemple.test>\n" +
				"Content-Type: text/plain; charset=utf-8\n\n" + strings.ReplaceAll(body, "\r", "") + "\n"
			q := reader.Read([]byte(mail), nil, corpusTime).Request
			sound(t, q)
			return q
		}
		q := read(body)
		voted := map[int]governance.Choice{}
		for _, v := range q.Votes {
			if _, twice := voted[v.Action]; twice || v.Action < 0 || !holdsAny(bare(q.Subject+"\n"+q.Words), marks[v.Choice]) {
				t.Fatalf("%+v in %q", q.Votes, q.Words)
			}
			voted[v.Action] = v.Choice
		}
		quoted := saying(read("> " + strings.ReplaceAll(body, "\n", "\n> ")))
		if quoted != "talk" && quoted != saying(read("")) {
			t.Fatalf("%s out of what is quoted", quoted)
		}
		if thread := reader.readSubject(subject).number; thread == 0 || voted[thread] != governance.For {
			return // without its number, another vote may be for another action
		}
		again := read(body + "\n\nContre\n")
		if len(again.Votes) > 0 && again.Words != q.Words && strings.HasSuffix(again.Words, "\nContre") {
			t.Fatalf("%+v out of %q", again.Votes, again.Words)
		}
	})
}

// bare is a text as the marks are looked for in it: without what hides in
// words, and with spaces for what lends them weight.
func bare(text string) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case invisible(r), modifier(r):
			return -1
		case strings.ContainsRune(emphasis, r):
			return ' '
		}
		return r
	}, text)
	signs := strings.NewReplacer("−", "-", "–", "-", "‐", "-", "‑", "-", "－", "-", "＋", "+")
	return strings.Join(strings.Fields(signs.Replace(fold(seen))), " ")
}

// FuzzQuotes keeps the author's lines of any text: they stand in it, in their
// order, and are no more than it has.
func FuzzQuotes(f *testing.F) {
	f.Fuzz(func(t *testing.T, body string) {
		var lines []line
		for l := range strings.SplitSeq(body, "\n") {
			lines = append(lines, line{text: l})
		}
		rest, size := body, 0
		for _, l := range ownWords(lines, "").lines {
			at := strings.Index(rest, l)
			if at < 0 {
				t.Fatalf("%q is not in what is left of %q", l, body)
			}
			rest = rest[at+len(l):]
			size += len(l) + len("\n")
		}
		if size > len(body)+len("\n") {
			t.Fatalf("%d bytes of words in %d bytes", size, len(body))
		}
		for i := range lines {
			lines[i].text = ">" + lines[i].text
		}
		if own := ownWords(lines, "").lines; len(own) > 0 {
			t.Fatalf("%q in what is quoted", own)
		}
	})
}

// FuzzHTML shows any HTML, within bounds; and any text in it as it is, or not
// at all where it is hidden, or as quoted.
func FuzzHTML(f *testing.F) {
	f.Fuzz(func(t *testing.T, source string) {
		size := 0
		for _, l := range htmlLines(source) {
			size += len(l.text)
		}
		if size > 8*len(source)+4096 {
			t.Fatalf("%d bytes out of %d", size, len(source))
		}
		if !utf8.ValidString(source) || strings.ContainsAny(source, "\x00\v\u0085\u00a0") {
			return // other readers of text see other white space in it
		}
		text := html.EscapeString(source)
		if seen := shown(htmlLines("<p>"+text+"</p>"), plain); seen != strings.Join(strings.Fields(source), " ") {
			t.Fatalf("%q is shown as %q", source, seen)
		}
		if lines := htmlLines(`<div style="display: none">` + text + `</div><p hidden>` + text + `</p>`); len(lines) > 0 {
			t.Fatalf("hidden, and shown as %+v", lines)
		}
		if lines := htmlLines("<blockquote>" + text + "</blockquote>"); shown(lines, plain)+shown(lines, signature) != "" {
			t.Fatalf("quoted, and shown as %+v", lines)
		}
	})
}

// shown is the text of the lines of one mark.
func shown(lines []line, m mark) string {
	var b strings.Builder
	for _, l := range lines {
		if l.mark == m {
			b.WriteString(l.text + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
