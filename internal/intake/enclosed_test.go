package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// piece is one part of a mail to be built: its header, then its body.
type piece struct{ header, body string }

// mixed builds a mail of several parts.
func mixed(kind string, pieces ...piece) string {
	boundary := fmt.Sprintf("b%d-%s", len(pieces), strings.ReplaceAll(kind, "/", ""))
	var b strings.Builder
	fmt.Fprintf(&b, "Content-Type: %s; boundary=%q\r\n\r\n", kind, boundary)
	for _, p := range pieces {
		fmt.Fprintf(&b, "--%s\r\n%s", boundary, p.header)
		if p.body != "" {
			b.WriteString("\r\n" + p.body)
		}
		b.WriteString("\r\n")
	}
	return b.String() + "--" + boundary + "--\r\n"
}

// prose is the header of a part of words.
const prose = "Content-Type: text/plain; charset=utf-8\r\n"

func mailOf(body string) []byte {
	return []byte("From: Alice <alice@a.test>\r\nTo: tdc@picasoft.test\r\nSubject: Un devis\r\nMIME-Version: 1.0\r\n" + body)
}

// file is a part in base64.
func file(header, content string) piece {
	return piece{header + "Content-Transfer-Encoding: base64\r\n", base64.StdEncoding.EncodeToString([]byte(content))}
}

// told says what is passed on, and what is left out and why.
func told(files []governance.File) string {
	var all []string
	for _, f := range files {
		text := f.Name + " " + f.Media
		if f.Left != "" {
			text = f.Name + " -" + string(f.Left)
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// A file is called what it is, whatever the mail calls it, and goes on only
// where its kind is known to do no harm.
func TestWhatIsPassedOn(t *testing.T) {
	disposition := func(s string) string { return "Content-Disposition: attachment; " + s + "\r\n" }
	cases := []struct{ header, content, want string }{
		{"Content-Type: application/pdf\r\n" + disposition(`filename="devis.pdf"`), "%PDF-1.4", "devis.pdf application/pdf"},
		{"Content-Type: application/octet-stream\r\n" + disposition(`filename=Devis.PDF`), "%PDF-1.4", "Devis.PDF application/pdf"},
		{"Content-Type: application/pdf; name=\"=?UTF-8?B?ZGV2aXMgw6l0w6kucGRm?=\"\r\n", "%PDF", "devis été.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition("filename*=UTF-8''devis%20%C3%A9t%C3%A9.pdf"), "%PDF", "devis été.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition("filename*=iso-8859-1'fr'devis%20%E9t%E9.pdf; filename=x.exe"), "%PDF", "devis été.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition("filename*0*=UTF-8''proc%C3%A8s;\r\n filename*1=\"-verbal\";\r\n filename*2*=%20d%C3%A9finitif.pdf"), "%PDF", "procès-verbal définitif.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename*0="proces-"; filename*1="verbal.pdf"`), "%PDF", "proces-verbal.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n", "%PDF", "document.pdf application/pdf"},
		{"Content-Type: image/jpeg\r\n" + disposition(`filename=""`), "\xff\xd8\xff", "image.jpg image/jpeg"},
		{"Content-Type: image/jpeg\r\n" + disposition(`filename="photo du 14.06"`), "\xff\xd8\xff", "photo du 14.06.jpg image/jpeg"},
		{"Content-Type: text/html\r\n" + disposition(`filename="photo.jpg"`), "\xff\xd8\xff", "photo.jpg image/jpeg"},

		{"Content-Type: application/octet-stream\r\n" + disposition(`filename="../../etc/cron.d/devis.pdf"`), "%PDF", "devis.pdf application/pdf"},
		{"Content-Type: application/octet-stream\r\n" + disposition(`filename="C:\\Temp\\devis.pdf"`), "%PDF", "devis.pdf application/pdf"},
		{"Content-Type: application/octet-stream\r\n" + disposition("filename=\"de\x01v\x7fis.pdf\""), "%PDF", "devis.pdf application/pdf"},
		{"Content-Type: application/octet-stream\r\n" + disposition("filename*=UTF-8''photo%E2%80%AEgpj.exe"), "MZ", "photogpj.exe -program"},
		{"Content-Type: application/octet-stream\r\n" + disposition("filename*=UTF-8''photo%E2%80%AEgpj.pdf"), "%PDF", "photogpj.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="facture.pdf.exe"`), "MZ", "facture_pdf.exe -program"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="facture.exe.pdf"`), "%PDF", "facture_exe.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="facture.exe. . "`), "MZ", "facture.exe -program"},
		{"Content-Type: application/pdf\r\n" + disposition("filename*=UTF-8''facture%EF%BC%8Eexe"), "MZ", "facture.exe -program"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="notes.txt:setup.exe"`), "MZ", "notes.txt_setup.exe -program"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename=".pdf"`), "%PDF", "pdf.pdf application/pdf"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="`+strings.Repeat("très long ", 30)+`.pdf"`), "%PDF", strings.TrimSpace(strings.Repeat("très long ", 8)[:len("très long ")*7+len("très l")]) + ".pdf application/pdf"},

		{"Content-Type: image/jpeg\r\n" + disposition(`filename="photo.jpg"`), "MZ\x90\x00", "photo.jpg -program"},
		{"Content-Type: application/pdf\r\n" + disposition(`filename="devis.pdf"`), " \r\n<!DOCTYPE html><script>", "devis.pdf -page"},
		{"Content-Type: text/plain\r\n" + disposition(`filename="notes.txt"`), "#!/bin/sh\n", "notes.txt text/plain"},
		{"Content-Type: application/zip\r\n" + disposition(`filename="photos.zip"`), "PK", "photos.zip -archive"},
		{"Content-Type: image/svg+xml\r\n" + disposition(`filename="logo.svg"`), "<svg", "logo.svg -page"},
		{"Content-Type: text/html\r\n" + disposition(`filename="page.html"`), "<p>Bonjour", "page.html -page"},
		{"Content-Type: application/vnd.ms-word.document.macroEnabled.12\r\n" + disposition(`filename="modele.docm"`), "PK", "modele.docm -program"},
		{"Content-Type: application/vnd.oasis.opendocument.text\r\n" + disposition(`filename="CR.odt"`), "PK", "CR.odt application/vnd.oasis.opendocument.text"},
		{"Content-Type: application/ms-tnef; name=winmail.dat\r\n", "x", "winmail.dat -unknown"},
		{"Content-Type: application/octet-stream\r\n", "x", "document -unknown"},
		{"Content-Type: message/rfc822\r\n" + disposition(`filename="Fwd devis"`), "From: bob@a.test\r\n\r\nx", "Fwd devis -mail"},

		{"Content-Type: application/pgp-signature; name=signature.asc\r\n", "x", ""},
		{"Content-Type: text/html; name=ATT00001.htm\r\n" + disposition("filename=ATT00001.htm"), " \r\n", ""},
	}
	for _, c := range cases {
		raw := mailOf(mixed("multipart/mixed", piece{prose, "Voici."}, file(c.header, c.content)))
		reader := picasoft(t)
		q := reader.Read(raw, nil, corpusTime).Request
		if got := told(q.Files); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.header, got, c.want)
		}
		if q.Words != "Voici." {
			t.Errorf("%q: the words are %q", c.header, q.Words)
		}
		for _, a := range reader.Attachments(raw) {
			if a.Left == "" && string(a.Content) != c.content || a.Left != "" && a.Content != nil {
				t.Errorf("%q: its content became %q", c.header, a.Content)
			}
		}
	}
}

// Where a mail program puts a file is where it is found, once; what belongs to
// a signature or to a quoted mail is nobody's file.
func TestWhereFilesAre(t *testing.T) {
	html := func(body string) piece { return piece{"Content-Type: text/html; charset=utf-8\r\n", body} }
	picture := func(id string) piece {
		return file("Content-Type: image/png; name="+id+".png\r\nContent-ID: <"+id+"@x>\r\nContent-Disposition: inline\r\n", strings.Repeat("\x89PNG", 2000))
	}
	icon := file("Content-Type: image/gif; name=i.gif\r\nContent-ID: <i@x>\r\n", "GIF89a")
	pdf := file("Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n", "%PDF-1.4")
	calendar := "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
	nested := func(kind string, pieces ...piece) piece { return piece{mixed(kind, pieces...), ""} }
	cases := []struct{ why, body, words, want string }{
		{"nothing but a file", mixed("multipart/mixed", pdf), "", "a.pdf application/pdf"},
		{"a mail that is a file", "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF", "", "a.pdf application/pdf"},
		{"Apple Mail: a picture between words", mixed("multipart/mixed", piece{prose, "Avant."},
			file("Content-Type: image/png; name=p.png\r\nContent-Disposition: inline; filename=p.png\r\n", "\x89PNG"), piece{prose, "Après."}),
			"Avant.\n\nAprès.", "p.png image/png"},
		{"a picture pasted among the words", mixed("multipart/related", html(`<p>Voyez :</p><img src="cid:p@x"><p>Joli.</p>`), picture("p")),
			"Voyez :\n\nJoli.", "p.png image/png"},
		{"text and HTML, the HTML with its picture, and a file", mixed("multipart/mixed",
			nested("multipart/alternative", piece{prose, "Voyez."}, nested("multipart/related", html(`<p>Voyez.</p><img src="CID:p%40x">`), picture("p"))), pdf),
			"Voyez.", "p.png image/png, a.pdf application/pdf"},
		{"the logo of a signature", mixed("multipart/related", html(`<p>Pour.</p><div class="gmail_signature">Alice<br><img src="cid:p@x"></div>`), picture("p")), "Pour.", ""},
		{"the logo under a signature without a name", mixed("multipart/related", html(`<p>Pour.</p><p>-- </p><p>Alice</p><p><img src="cid:p@x"></p>`), picture("p")), "Pour.", ""},
		{"the picture of the mail that is answered", mixed("multipart/related", html(`<p>Pour.</p><blockquote type="cite"><p>Voyez :</p><img src="cid:p@x"></blockquote>`), picture("p")), "Pour.", ""},
		{"its own picture, and an ornament", mixed("multipart/related", html(`<p>Voyez <img src="cid:i@x"></p><p><img src="cid:p@x"></p>`), picture("p"), icon), "Voyez", "p.png image/png"},
		{"a picture that nothing shows", mixed("multipart/related", html(`<p>Voyez.</p>`), picture("p")), "Voyez.", "p.png image/png"},
		{"an invitation, twice", mixed("multipart/mixed", nested("multipart/alternative", piece{prose, "Venez."}, html("<p>Venez.</p>"),
			piece{"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n", calendar}), file("Content-Type: application/ics; name=invite.ics\r\n", calendar)),
			"Venez.", "document.ics text/calendar"},
		{"a signed mail", mixed("multipart/signed", nested("multipart/mixed", piece{prose, "Voici."}, pdf), file("Content-Type: application/pgp-signature; name=signature.asc\r\n", "x")),
			"Voici.", "a.pdf application/pdf"},
		{"two files", mixed("multipart/mixed", piece{prose, "Voici."}, pdf, file("Content-Type: text/csv; name=comptes.csv\r\n", "a;b")), "Voici.", "a.pdf application/pdf, comptes.csv text/csv"},
	}
	for _, c := range cases {
		q := picasoft(t).Read(mailOf(c.body), nil, corpusTime).Request
		if got := told(q.Files); got != c.want || q.Words != c.words {
			t.Errorf("%s: got %q and %s, want %q and %s", c.why, q.Words, got, c.words, c.want)
		}
	}
}

// A text keeps its charset and its line ends, in whatever encoding it came.
func TestTextsStayAsTheyAre(t *testing.T) {
	const content = "caf\xe9;1\r\nth\xe9;2\r\n"
	for _, encoded := range []piece{
		{"Content-Transfer-Encoding: 8bit\r\n", content},
		{"Content-Transfer-Encoding: quoted-printable\r\n", "caf=E9;1\r\nth=E9=\r\n;2\r\n"},
		file("", content),
	} {
		part := piece{"Content-Type: text/csv; charset=iso-8859-1; name=c.csv\r\nContent-Disposition: attachment\r\n" + encoded.header, encoded.body}
		got := picasoft(t).Attachments(mailOf(mixed("multipart/mixed", piece{prose, "Voici."}, part)))
		if len(got) != 1 || !bytes.Equal(got[0].Content, []byte(content)) || got[0].Charset != "iso-8859-1" {
			t.Errorf("%s: got %q", encoded.header, got)
		}
	}
}

// A text that holds a proof of ours goes on without it, as UTF-8, whatever its
// charset; what is no text is not touched.
func TestProofsInFiles(t *testing.T) {
	const proof, someones = "k7f3qzm2xwp4r6ta", "caf\xe9 tdc+p-k7f3qzm2xwp4r6ta@picasoft.test\r\n"
	var wide strings.Builder
	wide.WriteString("\xff\xfe")
	for _, b := range []byte("POUR #1 (" + proof + ")") {
		wide.WriteString(string([]byte{b, 0}))
	}
	for _, c := range []struct{ header, content, want string }{
		{"Content-Type: text/plain; charset=iso-8859-1; name=a.txt\r\n", someones, "café tdc+p-…@picasoft.test\r\n"},
		{"Content-Type: text/plain; name=a.txt\r\n", wide.String(), "POUR #1 (…)"},
		{"Content-Type: text/calendar; name=a.ics\r\n", "DESCRIPTION:réf. 12-" + proof, "DESCRIPTION:réf. 12-…"},
		{"Content-Type: application/json; name=a.json\r\n", `{"id": "<12.` + proof + `@picasoft.test>"}`, `{"id": "<12.…@picasoft.test>"}`},
		{"Content-Type: image/png; name=a.png\r\n", someones, someones},
	} {
		got := picasoft(t).Attachments(mailOf(mixed("multipart/mixed", piece{prose, "Voici."}, file(c.header, c.content))))
		if len(got) != 1 || string(got[0].Content) != c.want || got[0].Charset != "utf-8" && c.want != someones {
			t.Errorf("%s: got %q", c.header, got)
		}
	}
}
