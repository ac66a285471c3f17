package sandbox

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"
)

// Letter is a mail in a mailbox, as a mail program shows it.
type Letter struct {
	Number            int       // 1, 2, … in its mailbox
	At                time.Time // when it came, or left
	Sent              bool      // by whose mailbox it is
	From, To, Subject string    // decoded
	Text, HTML        string    // its two forms, "" for none
	Raw               []byte
}

// readLetter reads a mail as its header and its first two texts. What is broken
// in it shows as empty.
func readLetter(raw []byte) Letter {
	l := Letter{Raw: raw}
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return l
	}
	l.From, l.To = people(entity.Header.Get("From")), people(entity.Header.Get("To"))
	l.Subject = decoded(entity.Header.Get("Subject"))
	l.read(entity)
	return l
}

// read takes the first text of each form.
func (l *Letter) read(entity *message.Entity) {
	parts := entity.MultipartReader()
	if parts == nil {
		l.readText(entity)
		return
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) || part == nil {
			return
		}
		l.read(part)
	}
}

func (l *Letter) readText(entity *message.Entity) {
	kind, _, err := entity.Header.ContentType()
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	form := &l.Text
	if kind == "text/html" {
		form = &l.HTML
	}
	if !strings.HasPrefix(kind, "text/") || kind == "text/calendar" || *form != "" {
		return
	}
	body, _ := io.ReadAll(entity.Body) // what was read of it is shown
	*form = strings.ReplaceAll(strings.ToValidUTF8(string(body), "\uFFFD"), "\r\n", "\n")
}

// people gives addresses for people: names, and addresses where there is none.
func people(field string) string {
	parser := mail.AddressParser{WordDecoder: words()}
	list, err := parser.ParseList(field)
	if err != nil {
		return decoded(field)
	}
	var names []string
	for _, a := range list {
		if a.Name == "" {
			a.Name = a.Address
		}
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

func decoded(field string) string {
	text, err := words().DecodeHeader(field)
	if err != nil {
		return field
	}
	return text
}

func words() *mime.WordDecoder { return &mime.WordDecoder{CharsetReader: charset.Reader} }
