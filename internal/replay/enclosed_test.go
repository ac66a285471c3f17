package replay_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/compose"
	"toutdoux/internal/replay"
)

// withFile is a post that brings a PDF of so many bytes.
func withFile(size int) replay.Mail {
	m := mail(1, 1, start, "Un devis", "Voici le devis.\n")
	pdf := base64.StdEncoding.EncodeToString(append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{0xff}, size)...))
	var lines strings.Builder
	for line := range slices.Chunk([]byte(pdf), 76) {
		lines.Write(append(line, '\r', '\n'))
	}
	head, words, _ := strings.Cut(string(m.Raw), "\r\n\r\n")
	head = strings.Replace(head, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit", "Content-Type: multipart/mixed; boundary=b", 1)
	m.Raw = []byte(head + "\r\n\r\n--b\r\n\r\n" + words + "\r\n--b\r\nContent-Type: application/pdf; name=devis.pdf\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n" + lines.String() + "--b--\r\n")
	return m
}

// fanOut sends one post with a file to so many members.
func fanOut(t testing.TB, members, size int, each func(compose.Mail)) {
	t.Helper()
	letters := 0
	_, err := replay.Run(t.Context(), replay.Past{
		Config: parse(t), Members: voters(members), Mails: []replay.Mail{withFile(size)}, Until: start.Add(time.Hour),
		Letter: func(_ int, m compose.Mail) error {
			letters++
			each(m)
			return nil
		},
	})
	if err != nil || letters != members {
		t.Fatalf("%d letters to %d members: %v", letters, members, err)
	}
}

// However many get a post, its file is read and encoded once: all copies share
// the same bytes.
func TestOneEncodingForAll(t *testing.T) {
	var first []byte
	fanOut(t, 50, 100_000, func(m compose.Mail) {
		if first == nil {
			first = m.Enclosed
		}
		if len(m.Enclosed) < 100_000 || &m.Enclosed[0] != &first[0] || len(m.Raw) > 20_000 {
			t.Fatalf("a copy has %d bytes of its own, and %d enclosed", len(m.Raw), len(m.Enclosed))
		}
	})
}

// BenchmarkLargePost is a post with a PDF of 5 MiB to 1 000 members: deciding,
// and composing all letters.
func BenchmarkLargePost(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fanOut(b, 1000, 5<<20, func(compose.Mail) {})
	}
}
