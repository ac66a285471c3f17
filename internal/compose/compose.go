package compose

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
	"text/template/parse"
	"time"
	"unicode"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
	"toutdoux/internal/ical"
)

// House is what every letter of one association shares.
type House struct {
	Name        string
	Locale      string // "fr" or "en"
	AddressForm string // how French letters speak to members: "vous" or "tu"
	List        address.List
	Discussion  string // the address for talk, "" where talk goes to the list
	Owner       string // a human's address, "" for none
	Zone        *time.Location
	Overrides   fs.FS // the operator's own letters, laid out as templates are; nil for none
}

// Recipient is who a letter goes to. Member is 0 for strangers, followers and
// the owner.
type Recipient struct {
	Member        int
	Follower      bool
	Name, Address string
}

// Order is all that one mail is composed from.
type Order struct {
	Number   int64 // the letter's number in the store
	Letter   governance.Letter
	State    *governance.State
	Event    governance.Record   // what the letter tells of, its texts opened; zero where Letter.Event is 0
	Opening  governance.Record   // the opening of Letter.Action, its texts opened; zero where there is none
	Request  *governance.Request // the mail that Letter.Arrival names, nil where there is none
	Report   *Report             // what all the copies of a letter with an agenda share; nil where there is one copy, or no agenda
	Enclosed *Enclosure          // the files that travel with the letter, nil for none

	News *News // of a digest, what it tells everybody; nil for other letters

	// Announced is how many copies of the announcement were sent, Reached how
	// many of them arrived; for outcomes.
	Announced, Reached int

	To         Recipient
	Proof      string    // the recipient's, for answers
	Bounce     string    // the recipient's, for the envelope; "" where bounces are not told apart
	References []string  // the thread so far, oldest first, as Message-IDs in angle brackets
	Date       time.Time // when the letter is sent
	Head       string    // hash of the log's latest event, in hexadecimal, for the register; "" where none is told
}

// Mail is a letter ready to send.
type Mail struct {
	From               string // the envelope's; "" is the null sender, <>
	To                 string
	Subject, MessageID string
	Text, HTML         string
	// Raw is the mail: CRLF, seven bits. Where files travel with it, Enclosed is
	// what follows; all the copies of a letter share it.
	Raw, Enclosed []byte
}

// Composer writes the letters of one association. It is safe for concurrent
// use.
type Composer struct {
	house   House
	tongue  *tongue
	library *library
}

// New reads an association's letters. An error names the file and line of a
// letter that cannot be read.
func New(h House) (*Composer, error) {
	return read(h, false)
}

func read(h House, strict bool) (*Composer, error) {
	speech, known := tongues[h.Locale]
	if !known {
		return nil, fmt.Errorf("read letters: no language %q: give fr or en", h.Locale)
	}
	if h.AddressForm != "" && h.AddressForm != "vous" && h.AddressForm != "tu" {
		return nil, fmt.Errorf("read letters: no address form %q: give vous or tu", h.AddressForm)
	}
	if h.Zone == nil {
		h.Zone = time.UTC
	}
	lib, err := readLibrary(h, strict)
	if err != nil {
		return nil, err
	}
	return &Composer{house: h, tongue: speech, library: lib}, nil
}

// Compose writes one letter to one recipient. The same order gives the same
// bytes. Errors: no template for this letter, or an address or proof that
// cannot stand in a mail.
func (c *Composer) Compose(o Order) (Mail, error) {
	err := o.check()
	if err == nil {
		err = c.report(&o)
	}
	if err != nil {
		return Mail{}, fmt.Errorf("compose letter %d (%s): %w", o.Number, o.Letter.Kind, err)
	}
	l, err := c.write(o)
	if err != nil {
		return Mail{}, fmt.Errorf("compose letter %d (%s %s): %w", o.Number, o.Letter.Kind, o.Letter.Why, err)
	}
	return c.assemble(o, l), nil
}

// Subject is the subject of one letter to one recipient, without composing the
// rest of it.
func (c *Composer) Subject(o Order) (string, error) {
	t, err := c.template(o)
	if err != nil {
		return "", fmt.Errorf("compose subject of letter %d: %w", o.Number, err)
	}
	var first firstLine
	if err := t.Execute(&first, c.view(o)); err != nil && !errors.Is(err, errWhole) {
		return "", fmt.Errorf("compose subject of letter %d: %w", o.Number, err)
	}
	return c.subject(first.String()), nil
}

// firstLine keeps a template's output up to its first line end, and stops it
// there.
type firstLine struct{ strings.Builder }

var errWhole = errors.New("the line is whole")

func (f *firstLine) Write(p []byte) (int, error) {
	line, _, whole := strings.Cut(string(p), "\n")
	f.Builder.WriteString(line)
	if whole && strings.TrimSpace(f.String()) != "" {
		return 0, errWhole
	}
	return len(p), nil
}

// letter is one letter in its two forms, and what it brings into a calendar.
type letter struct {
	subject, text, html string
	event               *ical.Event // nil for none
}

func (c *Composer) write(o Order) (letter, error) {
	t, err := c.template(o)
	if err != nil {
		return letter{}, err
	}
	v := c.view(o)
	whole, err := execute(t, v)
	if err != nil {
		return letter{}, err
	}
	foot, err := execute(t.Lookup("foot"), v)
	if err != nil {
		return letter{}, err
	}
	subject, body, _ := strings.Cut(strings.TrimLeft(whole, "\n"), "\n")
	l := letter{subject: c.subject(subject), event: c.invitation(v)}
	blocks := parseBlocks(body)
	foot = plain(strings.TrimSpace(foot))
	l.text = renderText(blocks, "") + "\n\n" + signature + "\n" + wrap(foot, "", "") + "\n"
	c.link(blocks, o)
	l.html, err = c.renderHTML(page{Lang: c.house.Locale, Title: l.subject, Blocks: blocks, Foot: foot}, t, v)
	return l, err
}

func execute(t *template.Template, v *view) (string, error) {
	var out strings.Builder
	if err := t.Execute(&out, v); err != nil {
		return "", err
	}
	return out.String(), nil
}

// template is the one for a letter: the block that its reason names or, where
// it has no reason, the one that its event names, or the file itself.
func (c *Composer) template(o Order) (*template.Template, error) {
	file, known := c.library.letters[o.Letter.Kind]
	if !known {
		return nil, fmt.Errorf("find template: no letter of kind %q", o.Letter.Kind)
	}
	name := string(o.Letter.Why)
	if name == "" && o.Event.Event != nil {
		name = governance.KindOf(o.Event.Event)
	}
	// What letters share is found under its name too, but is no letter.
	if t := file.Lookup(name); t != nil && t.ParseName == file.Name() {
		return t, nil
	}
	if o.Letter.Why != "" || parse.IsEmptyTree(file.Root) {
		return nil, fmt.Errorf("find template: %s:1: it has no {{define %q}}: copy that of the letter that it overrides", file.Name(), name)
	}
	return file, nil
}

// subject puts the association's name before a subject line, after its Re: if
// it has one, and gives a capital to what begins with the letter's own words.
func (c *Composer) subject(line string) string {
	line = strings.TrimPrefix(line, "Subject: ")
	if first, size := utf8.DecodeRuneInString(line); unicode.IsLower(first) {
		line = string(unicode.ToUpper(first)) + line[size:]
	}
	line = string(lineWords(plain(line)))
	prefix := "[" + string(lineWords(c.house.Name)) + "] "
	if rest, reply := strings.CutPrefix(line, "Re: "); reply {
		return strings.TrimRight("Re: "+prefix+rest, " ")
	}
	return strings.TrimRight(prefix+line, " ")
}

// alone tells whether the letter brings what somebody wrote to its reader alone.
func (o *Order) alone() bool {
	return o.Letter.Kind == governance.LetterPost && o.Letter.Why == governance.WhyAlone
}

// check refuses what could break a header.
func (o *Order) check() error {
	for _, value := range []string{o.Proof, o.Bounce, o.To.Address} {
		if !visible(value) {
			return fmt.Errorf("read order: a space or a character that is not ASCII in %d bytes that go into a header", len(value))
		}
	}
	if o.Proof == "" || o.To.Address == "" || o.State == nil {
		return errors.New("read order: it has no proof, no address or no state")
	}
	return nil
}
