package daemon_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailtest"
)

// carriers are what a proof stands in, wherever somebody may have copied it
// from: the first are shorter than the foot of a letter of ours, and are
// somebody's own words.
var carriers = []string{
	"#1(%s)", "+p-%s", "-b-%s", "<1.%s@asso.test>", "tdc+p-%s@asso.test", "tdc+b-%s@asso.test", "POUR #1 (%s)", "réf. 1-%s",
	"mailto:tdc%%2Bp-%s%%40asso.test", "mailto:tdc@asso.test?subject=POUR%%20%%231%%20%%28%s%%29",
}

// carried is a text in which every proof stands in every carrier, a line each.
func carried(proofs []string) string {
	var text strings.Builder
	for i, carrier := range carriers {
		for _, proof := range proofs {
			fmt.Fprintf(&text, carrier+"\n", proof)
		}
		fmt.Fprintf(&text, "Ligne %d.\n", i)
	}
	return text.String()
}

// leaking is a mail that holds a text in whatever way a mail can: as words,
// quoted, in HTML, in links, and in what is attached.
func leaking(subject, text string) mailtest.Mail {
	quoted := "> " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n> ") + "\n"
	link := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(text)
	body := "--a\nContent-Type: multipart/alternative; boundary=b\n\n" +
		"--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nQu’en dites-vous ?\n" + text + "\nLe lundi, Alice a écrit :\n" + quoted +
		"\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>Qu’en dites-vous ?<br>" + strings.ReplaceAll(link, "\n", "<br>\n") +
		"</p><a href=\"" + link + "\">ici</a><blockquote>" + link + "</blockquote>\n" +
		"--b--\n--a\nContent-Type: text/plain; charset=utf-8; name=note.txt\nContent-Disposition: attachment; filename=note.txt\n\n" + text +
		"\n--a\nContent-Type: text/html; charset=utf-8\nContent-Disposition: attachment; filename=lettre.html\n\n<pre>" + link + "</pre>" +
		"\n--a\nContent-Type: message/rfc822\n\nSubject: x\nIn-Reply-To: " + text[:40] + "\n\n" + text + "\n--a--\n"
	return mailtest.Mail{Subject: subject, Header: []string{"Content-Type: multipart/mixed; boundary=a", "MIME-Version: 1.0"}, Body: body}
}

// bytesOf are the bytes of such a mail: it has its own type.
func bytesOf(m mailtest.Mail) []byte {
	return bytes.Replace(m.Bytes(), []byte("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"), nil, 1)
}

// legible is all that a mail says, decoded: header and parts.
func legible(t *testing.T, raw string) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for name, values := range m.Header {
		for _, value := range values {
			text, err := decoder.DecodeHeader(value)
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(name + ": " + text + "\n")
		}
	}
	part(t, &all, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return strings.ToLower(all.String())
}

func part(t *testing.T, all *strings.Builder, kind, encoding string, body io.Reader) {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(media, "multipart/") {
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			part(t, all, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	all.Write(text)
}

// Fifty recipients have a proof each. A member who has them all, and writes
// them wherever something is relayed, gives none to another.
func TestFiftyProofs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var members []string
		for i := range 50 {
			members = append(members, fmt.Sprintf("M%d", i))
		}
		w := open(t, members...)
		defer w.close()
		owner := map[string]string{}
		var proofs []string
		for _, l := range w.propose("m0") {
			bounce := strings.TrimSuffix(strings.TrimPrefix(l.from, "tdc+b-"), "@asso.test")
			for _, p := range []string{proof(l), bounce} {
				owner[p], proofs = l.to, append(proofs, p)
			}
		}
		if len(owner) != 100 || len(proofs[0]) != 16 {
			t.Fatalf("%d proofs, such as %q", len(owner), proofs[0])
		}
		text := carried(proofs)
		w.send(vouched(w.from("m1", "[ORDINAIRE] Ranger", "Le local.")))
		w.letters()
		for i, m := range []mailtest.Mail{
			leaking("Une question, réf. 1-"+proofs[4]+" en main", text),
			leaking("[EXTRA] Acheter la réf. 1-"+proofs[6]+", OUI ("+proofs[8]+")", text),
			leaking("Re: [Picasoft] [EXTRA #1] Adhérer", "CONTRE, parce que voici.\n"+text),
			leaking("Re: [Picasoft] [ORDINAIRE #2] Ranger", "PAUSE : parlons-en.\n"+text),
			leaking("NOM Réf. 1-"+proofs[10], strings.Repeat(" ", 40)),
			leaking("Bonjour", "C’est encore moi.\n"+text),
		} {
			m.From, m.To, m.ID = fmt.Sprintf("\"Bob 1-%s\" <m1@asso.test>", proofs[12]), "tdc@asso.test", fmt.Sprintf("<leak%d@client.test>", i)
			if got := w.offer("m1@asso.test", bytesOf(vouched(m)), "tdc@asso.test"); !strings.HasPrefix(got[0], "250") {
				t.Fatal(got)
			}
			relayed := w.letters()
			if i != 4 && len(relayed) < 50 {
				t.Errorf("mail %d brings %d letters: %v", i, len(relayed), w.fates())
			}
			for _, l := range relayed {
				said := legible(t, l.text)
				for p, whose := range owner {
					if at := strings.Index(said, p); at >= 0 && whose != l.to {
						t.Fatalf("mail %d: the letter to %s has a proof of %s: %q", i, l.to, whose, said[max(0, at-40):at+20])
					}
				}
			}
		}
	})
}
