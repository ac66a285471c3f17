package compose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// The report is the same in the letter and on its page; the page needs nothing
// from elsewhere, and holds nothing that a member wrote as markup.
func TestReportPage(t *testing.T) {
	for _, m := range []struct{ locale, form, name string }{{"fr", "vous", "bilan.html"}, {"en", "", "report.html"}} {
		c, w := newComposer(t, m.locale, m.form), worldOf(t, specimen.HalfYear())
		o := w.letter(g.LetterAssembly, bob)
		files := attached(t, compose(t, c, o).Raw)
		_, page, err := c.Account(w.state, w.state.LastReport(o.Event.At), o.Event.At)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) != 1 || files[m.name] != page {
			t.Errorf("%d files; %s is not the page", len(files), m.name)
		}
		compareGolden(t, filepath.Join("testdata", m.locale, "report.page"), page)
		for _, never := range []string{"http://", "https://", "src=", "@import", "url(", "<vite>", "ministère</li>", "<script", string(guard)} {
			if strings.Contains(strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, ""), never) {
				t.Errorf("%s holds %q", m.name, never)
			}
		}
		if folder := os.Getenv("TOUTDOUX_LOOK"); folder != "" {
			if err := os.WriteFile(filepath.Join(folder, m.name), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A confidential mandate is in no report.
func TestReportKeepsConfidence(t *testing.T) {
	w := worldOf(t, specimen.HalfYear())
	_, page, err := newComposer(t, "fr", "vous").Account(w.state, w.state.Founded, w.state.At)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.state.Mandates) != 2 || !strings.Contains(page, "mandat #1, le site") || strings.Contains(page, "mandat #2") || strings.Contains(page, "le ministère") {
		t.Errorf("%d mandates in\n%s", len(w.state.Mandates), page)
	}
}
