package compose

import (
	"fmt"
	html "html/template"
	"io"
	"strings"

	"toutdoux/internal/governance"
	"toutdoux/templates"
)

const previewFile = "preview.html"

// shown is one kind of letter on the page of all.
type shown struct {
	Kind    governance.LetterKind
	Letters []*shownLetter
}

type shownLetter struct {
	Name   string
	Copies []shownCopy
}

// shownCopy is a letter in one manner of speaking.
type shownCopy struct{ Manner, Lang, Subject, Text, HTML string }

// Preview writes a page of every letter of the sample association, text and
// HTML, as an association's own words and ours write it: in French in both forms
// of address, and in English. Own words that cannot be used are an error, as Try
// tells it.
func Preview(w io.Writer, h House) error {
	p := &gallery{letters: map[string]*shownLetter{}}
	for _, locale := range []string{"fr", "en"} {
		h.Locale = locale
		if err := Try(h); err != nil {
			return err
		}
		for _, form := range addressForms[locale == "fr"] {
			h.AddressForm = form
			if err := p.add(h); err != nil {
				return err
			}
		}
	}
	page, err := html.ParseFS(templates.FS, previewFile)
	if err != nil {
		return fmt.Errorf("read the page of letters: %w", err)
	}
	return page.Execute(w, map[string]any{"House": h.Name, "Kinds": p.kinds})
}

// gallery gathers letters by kind and scene.
type gallery struct {
	kinds   []*shown
	letters map[string]*shownLetter
}

func (p *gallery) add(h House) error {
	c, err := New(h)
	if err != nil {
		return err
	}
	samples, err := c.Samples()
	if err != nil {
		return err
	}
	for _, s := range samples {
		l := p.letter(s)
		l.Copies = append(l.Copies, shownCopy{strings.TrimSpace(h.Locale + " " + h.AddressForm), h.Locale, s.Mail.Subject, s.Mail.Text, s.Mail.HTML})
	}
	return nil
}

// letter is where the copies of a sample go.
func (p *gallery) letter(s Sample) *shownLetter {
	key := string(s.Kind) + " " + s.Name
	if l := p.letters[key]; l != nil {
		return l
	}
	l := &shownLetter{Name: s.Name}
	p.letters[key] = l
	for _, k := range p.kinds {
		if k.Kind == s.Kind {
			k.Letters = append(k.Letters, l)
			return l
		}
	}
	p.kinds = append(p.kinds, &shown{s.Kind, []*shownLetter{l}})
	return l
}
