package realtest

import (
	"bytes"
	"context"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// mailbox is somebody's inbox, read by IMAP as a mail program does.
type mailbox struct {
	client  *imapclient.Client
	letters []letter // in the order in which they arrived
}

// letter is a mail as its recipient sees it.
type letter struct {
	raw        string
	header     mail.Header
	subject    string
	text, html string
}

// open logs in, and stays so until the test ends or takes too long.
func (w *town) open(t *testing.T, address string) *mailbox {
	t.Helper()
	client, err := imapclient.DialInsecure(w.imap, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	context.AfterFunc(ctx, func() { client.Close() }) // its commands have no time-outs
	t.Cleanup(cancel)
	if err := client.Login(address, password).Wait(); err != nil {
		t.Fatalf("log in as %s: %v", address, err)
	}
	if _, err := client.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	return &mailbox{client: client}
}

// look fetches what has arrived meanwhile.
func (m *mailbox) look(t *testing.T) {
	t.Helper()
	if err := m.client.Noop().Wait(); err != nil {
		t.Fatal(err)
	}
	known, there := uint32(len(m.letters)), m.client.Mailbox().NumMessages
	if there <= known {
		return
	}
	var arrived imap.SeqSet
	arrived.AddRange(known+1, there)
	whole := &imap.FetchItemBodySection{Peek: true}
	found, err := m.client.Fetch(arrived, &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{whole}}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		m.letters = append(m.letters, parse(t, f.FindBodySection(whole)))
	}
}

// find gives the latest letter with a subject.
func (m *mailbox) find(t *testing.T, subject string) letter {
	t.Helper()
	for i := len(m.letters) - 1; i >= 0; i-- {
		if smooth(m.letters[i].subject) == subject {
			return m.letters[i]
		}
	}
	t.Fatalf("no letter %q", subject)
	return letter{}
}

// parse reads a letter with the standard library, which has no part in how it
// was written.
func parse(t *testing.T, raw []byte) letter {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	l := letter{raw: string(raw), header: m.Header}
	if l.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	l.text, l.html = nextPart(t, parts, "text/plain"), nextPart(t, parts, "text/html")
	if _, err := parts.NextRawPart(); err != io.EOF {
		t.Errorf("%q has a third part (%v)", l.subject, err)
	}
	return l
}

// nextPart gives the text of a part of that kind.
func nextPart(t *testing.T, parts *multipart.Reader, kind string) string {
	t.Helper()
	part, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	if got, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); got != kind {
		t.Fatalf("part is %q, want %s", got, kind)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(part))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

var anchor = regexp.MustCompile(`<a [^>]*href="(mailto:[^"]*)"[^>]*>([^<]*)</a>`)

// button presses one: the mail that a mail program then opens has an address,
// a subject and a text, and answers nothing (RFC 6068).
func (l letter) button(t *testing.T, word string) (to, subject, body string) {
	t.Helper()
	for _, found := range anchor.FindAllStringSubmatch(l.html, -1) {
		if found[2] != word {
			continue
		}
		link, err := url.Parse(html.UnescapeString(found[1]))
		if err != nil {
			t.Fatal(err)
		}
		return link.Opaque, link.Query().Get("subject"), link.Query().Get("body")
	}
	t.Fatalf("%q has no button %s", l.subject, word)
	return "", "", ""
}
