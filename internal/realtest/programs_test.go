package realtest

import (
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"
)

// This file writes mails as people's mail programs do.

// draft is a mail before it leaves.
type draft struct {
	from, to string // addresses
	raw      string
}

// compose writes a mail: header fields, given as "Name: value", and a body
// with its MIME fields on top.
func compose(from, to, subject, body string, fields ...string) draft {
	sender, _ := mail.ParseAddress(from) // a constant of this test
	header := []string{
		"From: " + (&mail.Address{Name: sender.Name, Address: sender.Address}).String(), "To: " + to,
		"Subject: " + mime.QEncoding.Encode("utf-8", subject),
		"Date: " + time.Now().Format(time.RFC1123Z),
		fmt.Sprintf("Message-ID: <%d.%s>", time.Now().UnixNano(), sender.Address),
		"MIME-Version: 1.0",
	}
	text := strings.Join(append(header, fields...), "\n") + "\n" + body
	return draft{sender.Address, to, strings.ReplaceAll(text, "\n", "\r\n")}
}

// plain is a body of one text.
func plain(text string) string { return part("text/plain", text) }

func part(kind, text string) string {
	var encoded strings.Builder
	w := quotedprintable.NewWriter(&encoded)
	w.Write([]byte(text)) // a strings.Builder takes everything
	w.Close()
	return fmt.Sprintf("Content-Type: %s; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n%s",
		kind, strings.ReplaceAll(encoded.String(), "\r\n", "\n"))
}

// alternative is a body in two forms.
func alternative(text, html string) string {
	const boundary = "000000000000a1b2c3d4e5f6"
	return fmt.Sprintf("Content-Type: multipart/alternative; boundary=\"%[1]s\"\n\n--%[1]s\n%[2]s\n--%[1]s\n%[3]s\n--%[1]s--\n",
		boundary, part("text/plain", text), part("text/html", html))
}

// reply answers a letter: to its Reply-To, in its thread, under its subject.
func reply(from string, l letter, prefix, body string, fields ...string) draft {
	id := l.header.Get("Message-ID")
	fields = append(fields, "In-Reply-To: "+id, "References: "+strings.TrimSpace(l.header.Get("References")+" "+id))
	to := l.header.Get("Reply-To")
	if to == "" {
		to = l.header.Get("From")
	}
	return compose(from, to, prefix+l.subject, body, fields...)
}

// quoted puts "> " before each line.
func quoted(text string) string {
	return "> " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n> ")
}

// sender is the name that a letter comes from.
func (l letter) sender() string {
	from, err := mail.ParseAddress(l.header.Get("From"))
	if err != nil {
		return ""
	}
	return from.Name
}

// thunderbird answers below a quote, in plain text.
func thunderbird(from string, l letter, words string) draft {
	return reply(from, l, "Re: ", plain("Le 10/02/2026 à 10:42, "+l.sender()+" a écrit\u00a0:\n"+quoted(l.text)+"\n\n"+words+"\n"))
}

// gmail answers above a folded quote, in text, which it wraps where it must,
// and in HTML.
func gmail(from string, l letter, words string) draft {
	attribution := "Le mar. 10 févr. 2026 à 10:42, " + l.sender() + " <tdc@asso.test> a\nécrit\u00a0:"
	text := words + "\n\n" + attribution + "\n\n" + quoted(l.text) + "\n"
	html := `<div dir="ltr">` + words + `</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">` +
		strings.NewReplacer("<", "&lt;", ">", "&gt;", "\n", " ").Replace(attribution) + `<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">` +
		content(l.html) + "</blockquote></div>\n"
	return reply(from, l, "Re: ", alternative(text, html))
}

// outlook answers above the whole letter, which nothing marks as a quote but
// the block of fields before it.
func outlook(from string, l letter, words string) draft {
	block := []string{
		"De", l.sender() + " <tdc@asso.test>", "Envoyé", "mardi 10 février 2026 10:42", "À", from, "Objet", l.subject,
	}
	text, html := "", ""
	for i := 0; i < len(block); i += 2 {
		text += block[i] + " : " + block[i+1] + "\n"
		html += "<b>" + block[i] + "&nbsp;:</b> " + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(block[i+1]) + "<br>\n"
	}
	text = words + "\n\n________________________________\n" + text + "\n" + l.text
	html = `<html><body><div class="elementToProof" style="font-family: Aptos; font-size: 12pt;">` + words +
		`</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">` +
		`<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">` + html +
		`</font><div>&nbsp;</div></div>` + content(l.html) + "</body></html>\n"
	return reply(from, l, "RE: ", alternative(text, html), "Thread-Topic: asso", "X-MS-Has-Attach:")
}

// press is the mail that a button opens, sent as it is from a telephone, which
// signs it.
func press(t *testing.T, from string, l letter, word string) draft {
	t.Helper()
	to, subject, body := l.button(t, word)
	return compose(from, to, subject, plain(body+"\n\nEnvoyé de mon iPhone\n"))
}

// outOfOffice answers for somebody who is away, as Exchange does: it quotes,
// and says by whom it is written.
func outOfOffice(from string, l letter, fields ...string) draft {
	return reply(from, l, "Réponse automatique : ", plain("Bonjour, je suis absent jusqu'au 2 mars.\n\nPOUR\n"), fields...)
}

var body = regexp.MustCompile(`(?s)<body[^>]*>(.*)</body>`)

// content is what a client quotes of a page.
func content(page string) string {
	if found := body.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return page
}
