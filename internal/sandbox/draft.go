package sandbox

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Draft is a mail as somebody writes it in their mail program. One that answers
// a letter goes where that asks, under its subject, above its quoted text.
type Draft struct {
	To, Subject, Text string
	Answers           int // the number of that letter in the mailbox, 0 for none
}

// reply fills in what a mail program does when it answers.
func (d *Draft) reply(letter Letter, locale string) (header []string, err error) {
	parsed, err := mail.ReadMessage(bytes.NewReader(letter.Raw))
	if err != nil {
		return nil, fmt.Errorf("read the letter to answer: %w", err)
	}
	d.To = cmp.Or(d.To, parsed.Header.Get("Reply-To"), parsed.Header.Get("From"))
	if d.Subject == "" {
		d.Subject = letter.Subject
		if !strings.HasPrefix(strings.ToLower(d.Subject), "re:") {
			d.Subject = "Re: " + d.Subject
		}
	}
	d.Text = strings.TrimRight(d.Text, "\n") + "\n\n" + quoted(letter, locale)
	id := parsed.Header.Get("Message-Id")
	references := strings.TrimSpace(parsed.Header.Get("References") + " " + id)
	return []string{"In-Reply-To: " + id, "References: " + strings.Join(strings.Fields(references), "\r\n ")}, nil
}

// quoted is a letter below an answer to it, as Thunderbird writes it.
func quoted(letter Letter, locale string) string {
	form := "On %s, %s wrote:\n"
	when := letter.At.Format("02/01/2006 15:04")
	if locale == "fr" {
		form, when = "Le %s, %s a écrit :\n", letter.At.Format("02/01/2006 à 15:04")
	}
	var text strings.Builder
	fmt.Fprintf(&text, form, when, letter.From)
	for line := range strings.Lines(strings.TrimRight(letter.Text, "\n") + "\n") {
		text.WriteString(strings.TrimRight("> "+line, " \n") + "\n")
	}
	return text.String()
}

// write gives the mail as it leaves the mail program, with these lines of header
// more.
func (d Draft) write(from Person, at time.Time, more []string) ([]byte, error) {
	to, err := mail.ParseAddressList(d.To)
	if err != nil {
		return nil, &AddressError{To: d.To}
	}
	var addresses []string
	for _, a := range to {
		addresses = append(addresses, a.String())
	}
	header := append([]string{
		"From: " + from.header(),
		"To: " + strings.Join(addresses, ",\r\n "),
		"Subject: " + mime.QEncoding.Encode("utf-8", oneLine(d.Subject)),
		"Date: " + at.Format(time.RFC1123Z),
		"Message-ID: <" + rand.Text() + "@" + from.User + ".example>",
	}, more...)
	header = append(header, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
	var raw bytes.Buffer
	raw.WriteString(strings.Join(header, "\r\n") + "\r\n\r\n")
	body := quotedprintable.NewWriter(&raw)
	_, err = body.Write([]byte(strings.ReplaceAll(strings.TrimRight(d.Text, "\n")+"\n", "\n", "\r\n")))
	err = errors.Join(err, body.Close())
	return raw.Bytes(), err
}

// oneLine keeps a subject on its line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
