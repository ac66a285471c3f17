package daemon_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-message"

	"toutdoux/internal/mailtest"
)

// filePart is one part of a mail, its content in base64.
func filePart(header string, content []byte) string {
	return "--b\n" + header + "\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(content) + "\n"
}

// mixed is a mail of words and files, vouched for.
func mixed(m mailtest.Mail, parts ...string) []byte {
	var head strings.Builder
	head.WriteString(fmt.Sprintf("%s\nFrom: %s\nTo: %s\nSubject: %s\nMessage-ID: %s\nDate: %s\n", results, m.From, m.To, m.Subject, m.ID, m.Date.Format(time.RFC1123Z)))
	for _, line := range m.Header {
		head.WriteString(line + "\n")
	}
	return []byte(strings.ReplaceAll(head.String()+"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"+
		"--b\nContent-Type: text/plain; charset=utf-8\n\n"+m.Body+"\n"+strings.Join(parts, "")+"--b--\n", "\n", "\r\n"))
}

// deliver hands one raw mail of a member to the daemon.
func (w *world) deliver(from string, raw []byte) {
	w.t.Helper()
	if answer := w.offer(from, raw, "tdc@asso.test")[0]; !strings.HasPrefix(answer, "250") {
		w.t.Fatalf("the mail was answered %s", answer)
	}
}

// leaves are the decoded parts of a letter, by media type and file name.
func leaves(t *testing.T, l letter) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	entity, err := message.Read(strings.NewReader(l.text))
	if err != nil {
		t.Fatal(err)
	}
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		if err != nil {
			return err
		}
		media, _, err := e.Header.ContentType()
		if err != nil || strings.HasPrefix(media, "multipart/") {
			return err
		}
		_, params, _ := e.Header.ContentDisposition()
		content, err := io.ReadAll(e.Body)
		found[strings.TrimSpace(media+" "+params["filename"])] = content
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A post travels with its files to everyone, its author too; a proposal, in its
// announcement; what may do harm is named, and stays behind.
func TestFilesTravelWithTheirMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		pdf := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{0, 1, '.', '\r', '\n', 0xff}, 5000)...)
		files := []string{
			filePart("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"devis.pdf\"", pdf),
			filePart("Content-Type: application/pdf; name=facture.pdf.exe", []byte("MZ")),
		}
		for _, subject := range []string{"Un devis", "[EXTRA] Changer le disque"} {
			w.deliver("alice@asso.test", mixed(w.from("alice", subject, "Voici le devis.\n"), files...))
			letters := w.letters()
			want(t, letters, "alice", "bob", "carol")
			for _, l := range letters {
				parts := leaves(t, l)
				if !bytes.Equal(parts["application/pdf devis.pdf"], pdf) || len(parts) != 3 {
					t.Errorf("%s to %s has %d parts, %d bytes of the file", subject, l.to, len(parts), len(parts["application/pdf devis.pdf"]))
				}
				text := strings.Join(strings.Fields(string(parts["text/plain"])), " ")
				if !strings.Contains(text, "Voici le devis.") || !strings.Contains(text, "facture_pdf.exe (un programme)") {
					t.Errorf("%s to %s says %q", subject, l.to, text)
				}
			}
		}
		if fates := w.fates(); fates[0] != "talk" || fates[1] != "proposed" {
			t.Errorf("the mails ended as %v", fates)
		}
	})
}

// A file alone is talk; one that is not passed on is answered, and to its
// author alone.
func TestAFileWithoutWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob")
		defer w.close()
		w.deliver("alice@asso.test", mixed(w.from("alice", "Photo", ""), filePart("Content-Type: image/jpeg; name=ag.jpg", []byte("\xff\xd8\xff"))))
		letters := w.letters()
		want(t, letters, "alice", "bob")
		if !bytes.Equal(leaves(t, letters[1])["image/jpeg ag.jpg"], []byte("\xff\xd8\xff")) {
			t.Error("the picture did not travel")
		}
		w.deliver("alice@asso.test", mixed(w.from("alice", "Logiciel", ""), filePart("Content-Type: application/zip; name=a.zip", []byte("PK"))))
		want(t, w.letters(), "alice")
		w.send(vouched(w.from("alice", "Rien", "")))
		want(t, w.letters(), "alice")
	})
}
