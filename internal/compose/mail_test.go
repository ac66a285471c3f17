package compose

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	gomail "github.com/emersion/go-message/mail"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// soundMails: each mail is seven bits and CRLF, its header lines are short, and
// another implementation reads the same words in it.
func soundMails(t *testing.T, all []written) {
	for _, w := range all {
		for _, fault := range mailFaults(w.letter.whole()) {
			t.Errorf("%s: %s", w, fault)
		}
		subject, text, page := reread(t, w.letter.whole())
		if subject != w.letter.Subject {
			t.Errorf("%s: the subject %q is read as %q", w, w.letter.Subject, subject)
		}
		if text != w.letter.Text || page != w.letter.HTML {
			t.Errorf("%s: the text or the HTML is not what was written", w)
		}
		if strings.TrimSpace(text) == "" || len(page) > clipped {
			t.Errorf("%s: %d bytes of text, %d of HTML", w, len(text), len(page))
		}
	}
}

// clipped is how many bytes of a page Gmail shows, before it hides the rest.
const clipped = 102_000

// mailFaults are what a mail must not have (RFC 5322 section 2.1.1 and 2.3).
func mailFaults(raw []byte) []string {
	var faults []string
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if len(line) > 77 && strings.Contains(strings.TrimSpace(line), " ") {
			faults = append(faults, "a header line that could be folded: "+line)
		}
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		switch {
		case len(line) > 998:
			faults = append(faults, "a line of over 998 characters")
		case strings.ContainsAny(line, "\r\n\x00"):
			faults = append(faults, "a bare CR, LF or NUL")
		}
	}
	if i := bytes.IndexFunc(raw, func(r rune) bool { return r > 0x7e }); i >= 0 {
		faults = append(faults, "a character that is not seven bits")
	}
	return faults
}

// reread reads a mail as a mail program does.
func reread(t *testing.T, raw []byte) (subject, text, page string) {
	t.Helper()
	mail, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("read mail again: %v", err)
	}
	if subject, err = mail.Header.Subject(); err != nil {
		t.Fatalf("read subject again: %v", err)
	}
	for {
		part, err := mail.NextPart()
		if err == io.EOF {
			return subject, text, page
		}
		if err != nil {
			t.Fatalf("read part again: %v", err)
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			t.Fatalf("read body again: %v", err)
		}
		if part.Header.Get("Content-Disposition") != "" {
			continue // a file
		}
		content := strings.ReplaceAll(string(body), "\r\n", "\n")
		if _, attached := part.Header.(*gomail.AttachmentHeader); attached {
			continue
		}
		switch media, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";"); media {
		case "text/html":
			page = content
		case "text/plain":
			text = content
		}
	}
}

func header(t *testing.T, raw []byte) message.Header {
	t.Helper()
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return entity.Header
}

func compose(t *testing.T, c *Composer, o Order) Mail {
	t.Helper()
	letter, err := c.Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func TestHeadersOfEachManner(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	talk := newWorld(t).ask(day1, from("Émile Noël", g.Request{Kind: g.KindPost, Subject: "Bonjour", Words: "Bonjour."}))
	post := talk.letter(g.LetterPost, alice)
	announcement := withExtra(t).letter(g.LetterAnnouncement, bob)
	receipt := withExtra(t).ask(day2, from("Bob Durand", vote(1, g.For, ""))).letter(g.LetterReceipt, bob)
	urgent := newWorld(t).ask(day1, from("Alice Martin", propose(g.Proposal{Type: g.Ordinary, Title: "Vite", Urgent: true}, "Vite."))).letter(g.LetterAnnouncement, bob)
	unknown := newWorld(t).ask(day1, stranger(command(g.VerbHelp, ""))).letter(g.LetterHelp, 0)
	owner := worldOf(t, specimen.Alarmed()).letter(g.LetterOwner, 0)
	for _, c := range []struct {
		name, field, want string
		mail              Mail
	}{
		{"a post", "From", "=?utf-8?Q?=C3=89mile_No=C3=ABl_via_Picasoft?= <tdc@picasoft.test>", compose(t, c, post)},
		{"a post", "Auto-Submitted", "", compose(t, c, post)},
		{"a post", "Reply-To", "tdc+p-" + testProof + "@picasoft.test", compose(t, c, post)},
		{"an announcement", "From", "Alice Martin via Picasoft <tdc@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "To", "Bob Durand <bob@exemple.test>", compose(t, c, announcement)},
		{"an announcement", "Auto-Submitted", "auto-generated", compose(t, c, announcement)},
		{"an announcement", "Importance", "", compose(t, c, announcement)},
		{"an announcement", "Message-Id", "<1." + testProof + "@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "Date", "Wed, 04 Feb 2026 09:00:00 +0100", compose(t, c, announcement)},
		{"an announcement", "List-Id", "Picasoft <tdc.picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "List-Post", "<mailto:tdc@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "List-Help", "<mailto:tdc+help@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "List-Subscribe", "<mailto:tdc+join@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "List-Unsubscribe", "<mailto:tdc+help@picasoft.test>", compose(t, c, announcement)},
		{"an announcement", "List-Owner", "<mailto:contact@picasoft.test>", compose(t, c, announcement)},
		{"a receipt", "From", "Picasoft <tdc@picasoft.test>", compose(t, c, receipt)},
		{"a receipt", "Auto-Submitted", "auto-replied", compose(t, c, receipt)},
		{"a receipt", "In-Reply-To", "<1.thread@picasoft.test>", compose(t, c, receipt)},
		{"an urgent announcement", "Importance", "high", compose(t, c, urgent)},
		{"an urgent announcement", "X-Priority", "1", compose(t, c, urgent)},
		{"an answer to a stranger", "Auto-Submitted", "auto-replied", compose(t, c, unknown)},
		{"a letter to the owner", "Auto-Submitted", "auto-generated", compose(t, c, owner)},
	} {
		h := header(t, c.mail.Raw)
		if got := h.Get(c.field); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.name, c.field, got, c.want)
		}
	}
	for name, each := range map[string]struct{ got, want string }{
		"an announcement": {compose(t, c, announcement).From, "tdc+b-b7f3qzm2xwp4r6ta@picasoft.test"},
		"a stranger's":    {compose(t, c, unknown).From, ""},
	} {
		if each.got != each.want {
			t.Errorf("envelope of %s: from %q, want %q", name, each.got, each.want)
		}
	}
}

// Where the provider knows no address+suffix, nothing names one.
func TestWithoutDelimiter(t *testing.T) {
	c, err := New(House{Name: "Picasoft", Locale: "fr", List: testList(t, ""), Discussion: "asso@picasoft.test", Zone: paris})
	if err != nil {
		t.Fatal(err)
	}
	post := newWorld(t).ask(day1, from("Bob Durand", g.Request{Kind: g.KindPost, Subject: "Bonjour", Words: "Bonjour."})).letter(g.LetterPost, alice)
	letter := compose(t, c, post)
	if strings.Contains(string(letter.Raw), "tdc+") {
		t.Error("the mail names an address with a suffix")
	}
	h := header(t, letter.Raw)
	if got := h.Get("Reply-To"); got != "asso@picasoft.test" {
		t.Errorf("talk is answered to %q", got)
	}
	if letter.From != "tdc@picasoft.test" {
		t.Errorf("the envelope is from %q", letter.From)
	}
	if got := h.Get("List-Help"); got != "<mailto:tdc@picasoft.test?subject=HELP>" {
		t.Errorf("help is at %q", got)
	}
}

// hostile is what somebody would write to be read as markup, as HTML, as a
// header, or by a terminal.
const hostile = "# \r\nBcc: victim@exemple.test\r\n\r\n<script>alert(1)</script> [vous|tu] {{.House}} \x1b[31mrouge\x1b[0m\u202e * POUR  oui\\"

func TestPeoplesWordsAreInert(t *testing.T) {
	for _, m := range manners {
		c := newComposer(t, m.locale, m.form)
		w := worldOf(t, specimen.Of("Alice Martin", hostile, "Claire Petit", "Dave Roux", "Émile Noël")).ask(day1, from(hostile, g.Request{}))
		w.ask(day1, from(hostile, propose(g.Proposal{Type: g.Extraordinary, Title: hostile}, hostile)))
		letters := []Order{w.letter(g.LetterAnnouncement, alice)}
		w.ask(day2, from("Alice Martin", vote(1, g.Against, hostile)))
		letters = append(letters, w.letter(g.LetterReceipt, alice), w.letter(g.LetterCounterVote, claire))
		for _, o := range letters {
			o.To.Name = hostile
			inert(t, compose(t, c, o))
		}
	}
}

func inert(t *testing.T, letter Mail) {
	t.Helper()
	for _, fault := range mailFaults(letter.Raw) {
		t.Error(fault)
	}
	h := header(t, letter.Raw)
	if h.Has("Bcc") {
		t.Error("a title wrote a header")
	}
	for _, part := range []string{letter.Text, letter.HTML, letter.Subject} {
		if strings.ContainsAny(part, "\x1b\u202e\ue001\ue00a\r") {
			t.Errorf("a character that nobody should see in %q", part)
		}
		if strings.Contains(part, "{{") && !strings.Contains(part, "{{.House}}") {
			t.Error("words were executed")
		}
	}
	if strings.Contains(letter.HTML, "<script") || strings.Count(letter.HTML, "<h1") > 1 {
		t.Errorf("words became HTML:\n%s", letter.HTML)
	}
	if !strings.Contains(letter.Text, "[vous|tu]") || !strings.Contains(letter.Text, "<script>") {
		t.Errorf("words were changed:\n%s", letter.Text)
	}
}

// A very long text is whole in the text part, and cut in HTML where mail
// programs would hide the rest.
func TestAVeryLongText(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	for name, text := range map[string]string{
		"prose": strings.Repeat("Des mots, <encore> & des mots. ", 30_000), "one word": strings.Repeat("x", 1_000_000),
		"short lines": strings.Repeat("a\n\nb\n", 100_000),
	} {
		o := newWorld(t).ask(day1, from("Alice Martin", propose(g.Proposal{Type: g.Ordinary, Title: "Long"}, text))).letter(g.LetterAnnouncement, bob)
		letter := compose(t, c, o)
		if len(letter.HTML) > pageMax || !strings.Contains(letter.HTML, "version texte") || !strings.Contains(letter.HTML, "CONTRE") {
			t.Errorf("%s: %d bytes of HTML", name, len(letter.HTML))
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if !strings.Contains(squeeze(letter.Text), squeeze(string(textWords(text)))) {
			t.Errorf("%s: the text part is not whole", name)
		}
		for _, fault := range mailFaults(letter.Raw) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// Members of one name are told apart in lists as they are elsewhere, and a
// large association's certificate stays within what mail programs show.
func TestALargeCertificate(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	w := withExtra(t)
	for i := range 3000 {
		m := *w.state.Members[bob-1]
		m.ID = len(w.state.Members) + 1
		w.state.Members = append(w.state.Members, &m)
		if i%2 == 0 {
			w.state.Actions[0].Ballots = append(w.state.Actions[0].Ballots, g.Ballot{Seq: int64(1000 + i), Member: m.ID, Choice: g.For, Reason: "Bien."})
		}
	}
	register := command(g.VerbRegister, "")
	register.Target = 1
	o := w.ask(day2, from("Bob Durand", register)).letter(g.LetterStatus, bob)
	v := c.view(o)
	for id, name := range v.names() {
		if id < 20 && name != w.state.Display(id) {
			t.Errorf("member %d is %q in a list, %q elsewhere", id, name, w.state.Display(id))
		}
	}
	letter := compose(t, c, o)
	if len(letter.HTML) > pageMax || !strings.Contains(letter.Text, "Bob Durand (1500)") {
		t.Errorf("%d bytes of HTML", len(letter.HTML))
	}
}

// The same order gives the same bytes, and another recipient's copy carries
// another proof wherever it carries one.
func TestEachCopyIsItsReaders(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	o := withExtra(t).letter(g.LetterAnnouncement, bob)
	first := compose(t, c, o)
	if again := compose(t, c, o); !bytes.Equal(first.Raw, again.Raw) {
		t.Error("the same order gives other bytes")
	}
	o.Proof = "aaaaaaaaaaaaaaaa"
	other := compose(t, c, o)
	if bytes.Contains(other.Raw, []byte(testProof)) || first.MessageID == other.MessageID {
		t.Error("a proof is in another reader's copy")
	}
	if n := strings.Count(first.HTML, "%28"+testProof+"%29"); n < 3 {
		t.Errorf("%d buttons carry the proof", n)
	}
}

// Proofs that a member quotes are not passed on.
func TestRelayedProofsAreScrubbed(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	secret := "zzzz2222yyyy3333"
	said := "Regardez :\n> Picasoft · secrétariat automatique · AIDE · réf. 12-" + secret + "\n<3." + secret + "@picasoft.test>"
	w := newWorld(t).ask(day1, from("Bob Durand", g.Request{Kind: g.KindPost, Subject: "POUR #12 (" + secret + ")", Words: said}))
	letter := compose(t, c, w.letter(g.LetterPost, alice))
	if bytes.Contains(letter.Raw, []byte(secret)) {
		t.Errorf("a proof was passed on:\n%s", letter.Text)
	}
	w.ask(day2, from("Bob Durand", propose(g.Proposal{Type: g.Ordinary, Title: "Essai"}, said)))
	if bytes.Contains(compose(t, c, w.letter(g.LetterAnnouncement, alice)).Raw, []byte(secret)) {
		t.Error("a proof was passed on in an announcement")
	}
}

func TestOrdersThatCannotBeMails(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	good := withExtra(t).letter(g.LetterAnnouncement, bob)
	for name, spoil := range map[string]func(*Order){
		"no proof":        func(o *Order) { o.Proof = "" },
		"no address":      func(o *Order) { o.To.Address = "" },
		"CRLF in address": func(o *Order) { o.To.Address = "bob@exemple.test\r\nBcc: x@y" },
		"no such kind":    func(o *Order) { o.Letter.Kind = "song" },
		"no such reason":  func(o *Order) { o.Letter.Why = "because" },
	} {
		o := good
		spoil(&o)
		if letter, err := c.Compose(o); err == nil {
			t.Errorf("%s: it was composed:\n%s", name, letter.Raw)
		}
	}
}

// A thread may hold what other programs made badly: it is left out.
func TestBadReferencesAreLeftOut(t *testing.T) {
	o := withExtra(t).letter(g.LetterAnnouncement, bob)
	o.References = []string{"<a@b>", "<a b@c>\r\nBcc: x@y", "<é@b>", "<" + strings.Repeat("x", 2000) + "@b>", "<c@d>"}
	letter := compose(t, newComposer(t, "fr", "vous"), o)
	h := header(t, letter.Raw)
	if got := h.Get("References") + " " + h.Get("In-Reply-To"); got != "<a@b> <c@d> <c@d>" {
		t.Errorf("the thread is %q", got)
	}
}

// A title may be long and in any language: its header folds and is read back.
func TestSubjectsFold(t *testing.T) {
	for _, title := range []string{
		strings.Repeat("Adhérer ", 30), strings.Repeat("long", 70), "日本語の題名" + strings.Repeat("題", 60), "=?utf-8?Q?=0D=0ABcc:?=",
		"a" + strings.Repeat(" b", 100), "Ⅷ “guillemets” <x@y>, (z)",
	} {
		var h headers
		h.addText("Subject", strings.TrimSpace(title))
		raw := h.String() + "From: a@b.test\r\n\r\n"
		for _, fault := range mailFaults([]byte(raw)) {
			t.Errorf("%q: %s", title, fault)
		}
		m := header(t, []byte(raw))
		got, err := (&gomail.Header{Header: m}).Subject()
		if err != nil || got != strings.TrimSpace(title) {
			t.Errorf("%q is read as %q, %v", title, got, err)
		}
	}
}

func TestDisplayNamesAreReadBack(t *testing.T) {
	for _, name := range []string{"Alice", "Alice Martin via Picasoft", "Jean \"Jo\" Dupont", "Dupont, Jean", "É", "a@b", "=?x?Q?y?=", strings.Repeat("n ", 90)} {
		var h headers
		h.add("From", mailbox(name, "a@b.test"))
		m := header(t, []byte(h.String()+"\r\n"))
		got, err := (&gomail.Header{Header: m}).AddressList("From")
		if err != nil || len(got) != 1 || got[0].Address != "a@b.test" || got[0].Name != strings.TrimSpace(name) {
			t.Errorf("%q is read as %v, %v", name, got, err)
		}
	}
}

// Dates are said as people say them, on the association's clock.
func TestDatesAsPeopleSayThem(t *testing.T) {
	now := at("2026-02-04 09:00").In(paris)
	for _, c := range []struct{ when, french, english string }{
		{"2026-02-14 09:00", "samedi 14_février à 9_h", "Saturday 14_February at 9:00"},
		{"2026-02-10 10:42", "mardi 10_février à 10_h_42", "Tuesday 10_February at 10:42"},
		{"2026-03-01 00:05", "dimanche 1er_mars à 0_h_05", "Sunday 1_March at 0:05"},
		{"2027-11-01 18:00", "lundi 1er_novembre 2027 à 18_h", "Monday 1_November 2027 at 18:00"},
	} {
		when := at(c.when).In(paris)
		for _, each := range []struct{ got, want string }{{french.instant(when, now), c.french}, {english.instant(when, now), c.english}} {
			if want := strings.ReplaceAll(each.want, "_", noBreak); each.got != want {
				t.Errorf("%s is said %q, want %q", c.when, each.got, want)
			}
		}
	}
	if got := (moment{at: at("2026-09-01 00:00").In(paris), now: now, tongue: &french}).LastDay(); got != "lundi 31"+noBreak+"août" {
		t.Errorf("a leave that ends as September begins lasts until %q", got)
	}
	if got := french.money(120050) + french.money(6000) + english.money(120050); got != "1\u00a0200,50\u00a0€60\u00a0€€1,200.50" {
		t.Errorf("amounts are written %q", got)
	}
	if got := french.delay(g.Delay{N: 10, Unit: g.Days}) + english.delay(g.Delay{N: 1, Unit: g.Hours}) + french.delay(g.Delay{N: 1, Unit: g.Hours}); got != "dix\u00a0joursone\u00a0hourune\u00a0heure" {
		t.Errorf("delays are written %q", got)
	}
}

func BenchmarkCompose(b *testing.B) {
	c := newComposer(b, "fr", "vous")
	o := withExtra(b).letter(g.LetterAnnouncement, bob)
	o.Date = time.Date(2026, 2, 4, 8, 0, 0, 0, time.UTC)
	for b.Loop() {
		if _, err := c.Compose(o); err != nil {
			b.Fatal(err)
		}
	}
}

// Who follows stops by one click, and the click is theirs wherever their mail is
// read (RFC 2369 section 3.2).
func TestOneClickEndsFollowing(t *testing.T) {
	o := worldOf(t, specimen.Followed()).through("2026-02-09 08:00").letter(g.LetterPublicDigest, 0)
	for delimiter, want := range map[string]string{
		"+": "<mailto:tdc+unfollow@picasoft.test?subject=UNFOLLOW%20(" + testProof + ")>",
		"":  "<mailto:tdc@picasoft.test?subject=UNFOLLOW%20(" + testProof + ")>",
	} {
		c, err := New(House{Name: "Picasoft", Locale: "fr", List: testList(t, delimiter), Zone: paris})
		if err != nil {
			t.Fatal(err)
		}
		mail := compose(t, c, o)
		head, _, _ := strings.Cut(strings.ReplaceAll(string(mail.Raw), "\r\n ", " "), "\r\n\r\n")
		if !strings.Contains(head, "List-Unsubscribe: "+want) {
			t.Errorf("with delimiter %q: no %s in\n%s", delimiter, want, head)
		}
	}
}
