package compose

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

const roomy = 1 << 20

// whole is a mail as it is sent.
func (m Mail) whole() []byte { return append(bytes.Clone(m.Raw), m.Enclosed...) }

// Files travel byte for byte, under their names, behind the two forms of the
// words; every copy shares their bytes.
func TestFilesTravel(t *testing.T) {
	pdf := File{File: specimen.PDF().File, Content: specimen.PDF().Content}
	zip := File{File: specimen.Zip().File}
	files := []File{
		pdf,
		{File: g.File{Name: "comptes.csv", Media: "text/csv"}, Charset: "iso-8859-1", Content: []byte("caf\xe9;1\r\n")},
		{File: g.File{Name: strings.Repeat("été à Compiègne ", 5) + ".png", Media: "image/png"}, Content: []byte("\x89PNG")},
		{File: g.File{Name: `l'«essai» (1), 100% "sûr"; etc.pdf`, Media: "application/pdf"}, Content: nil},
		zip,
	}
	o := withExtra(t).letter(g.LetterAnnouncement, bob)
	o.Enclosed = Enclose(files, roomy)
	c := newComposer(t, "fr", "vous")
	letter, err := c.Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range mailFaults(letter.whole()) {
		t.Error(fault)
	}
	parts := enclosedParts(t, letter.whole())
	if len(parts) != 5 || parts[0].media != "multipart/alternative" {
		t.Fatalf("%d parts, the first is %s", len(parts), parts[0].media)
	}
	for i, f := range files[:4] {
		p := parts[i+1]
		if p.media != f.Media || p.name != f.Name || p.typeName != f.Name || p.charset != f.Charset || !bytes.Equal(p.content, f.Content) {
			t.Errorf("%q (%s) is read as %q, %q (%s, %s), %d bytes of %d", f.Name, f.Media, p.name, p.typeName, p.media, p.charset, len(p.content), len(f.Content))
		}
	}
	o.To, o.Proof = Recipient{Member: claire, Name: "Claire Petit", Address: "claire@exemple.test"}, "ab2cd3ef4gh5ij6k"
	other, err := c.Compose(o)
	if err != nil || &other.Enclosed[0] != &letter.Enclosed[0] {
		t.Errorf("two copies do not share what is enclosed: %v", err)
	}
}

type enclosedPart struct {
	media, name, typeName, charset string
	content                        []byte
}

// enclosedParts reads the parts of a mail with the standard library.
func enclosedParts(t *testing.T, raw []byte) (parts []enclosedPart) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	media, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || media != "multipart/mixed" {
		t.Fatalf("the mail is %s: %v", media, err)
	}
	reader := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		var p enclosedPart
		p.media, params, err = mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		p.charset = params["charset"]
		if p.typeName, err = new(mime.WordDecoder).DecodeHeader(params["name"]); err != nil {
			t.Fatal(err)
		}
		if _, params, err = mime.ParseMediaType(part.Header.Get("Content-Disposition")); err == nil {
			p.name = params["filename"]
		}
		var body io.Reader = part
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			body = base64.NewDecoder(base64.StdEncoding, part)
		}
		if p.content, err = io.ReadAll(body); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
}

// What finds no room is named, and what comes after it may still find some.
func TestRoomForFiles(t *testing.T) {
	large := File{File: g.File{Name: "film.mp4", Media: "video/mp4"}, Content: make([]byte, 900)}
	small := File{File: g.File{Name: "note.txt", Media: "text/plain"}, Content: []byte("Bonjour")}
	e := Enclose([]File{small, large, small}, 1000)
	if e.files != 2 || len(e.left) != 1 || e.left[0].Name != "film.mp4" || e.left[0].Left != g.LeftSize {
		t.Errorf("%d files travel, left are %v", e.files, e.left)
	}
	if e := Enclose([]File{{File: specimen.Zip().File}}, 1000); e.parts != nil {
		t.Errorf("nothing travels, in %d bytes", len(e.parts))
	}
}
