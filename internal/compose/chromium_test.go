package compose

import (
	"context"
	_ "embed"
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	browser "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// examine is a script that gives what is wrong with the page that it runs in.
//
//go:embed testdata/examine.js
var examine string

// screens are those of a phone and of a computer, by day and by night.
var screens = []struct {
	name   string
	width  int64
	scheme string
}{
	{"a phone by day", 360, "light"}, {"a phone by night", 360, "dark"},
	{"a computer by day", 900, "light"}, {"a computer by night", 900, "dark"},
}

// In a browser no letter scrolls sideways, all its words stand out from their
// ground, its language is told, and its buttons follow each other.
func TestLettersInChromium(t *testing.T) {
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skip("wants Debian's chromium, and TOUTDOUX_REAL=1")
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)...)
	defer stop()
	tab, leave := chromedp.NewContext(alloc)
	defer leave()
	must(t, chromedp.Do(tab, chromedp.Navigate("about:blank")))
	tree, err := chromedp.Call(tab, browser.GetFrameTree, cdp.Empty{})
	must(t, err)
	for _, s := range screens {
		must(t, chromedp.Do(tab, chromedp.EmulateViewport(s.width, 800)))
		_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}},
		})
		must(t, err)
		for _, m := range manners {
			if m.folder == "fr-tu" {
				continue // the same pages, with shorter words
			}
			c := newComposer(t, m.locale, m.form)
			for _, scene := range scenes() {
				letter, err := c.Compose(scene.order(t))
				must(t, err)
				for _, fault := range look(t, tab, tree.FrameTree.Frame.ID, letter.HTML) {
					t.Errorf("%s, %s %s, on %s: %s", m.folder, scene.kind, scene.name, s.name, fault)
				}
			}
		}
	}
}

// look gives what is wrong with a page as the browser shows it.
func look(t *testing.T, tab context.Context, frame cdp.FrameID, html string) []string {
	t.Helper()
	_, err := chromedp.Call(tab, browser.SetDocumentContent, browser.SetDocumentContentParams{FrameID: frame, HTML: html})
	must(t, err)
	faults, err := chromedp.Run(tab, chromedp.Evaluate[[]string](examine))
	must(t, err)
	return faults
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
