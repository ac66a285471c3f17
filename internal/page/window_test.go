package page_test

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/emulation"
	browser "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// examine is a script that gives what is wrong with the page that it runs in.
//
//go:embed testdata/examine.js
var examine string

// patience is how long one step may take on a busy machine.
const patience = 60 * time.Second

// window is a browser's, before a sandbox. What is done in it is done by its
// hand: a mouse, or keys alone.
type window struct {
	visit
	tab  context.Context
	name string // of its pictures
	shot int
	keys bool
}

// screen gives the window a width, and a time of day.
func (w *window) screen(width int64, scheme string) {
	w.Helper()
	w.do("be seen", chromedp.EmulateViewport(width, 800))
	_, err := chromedp.Call(w.tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	must(w.T, err)
}

// do runs steps in the window.
func (w *window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.Fatalf("%s: %s: %v", w.name, what, err)
	}
}

// ask gives what a script in the page comes to.
func ask[T any](w *window, script string) T {
	w.Helper()
	got, err := chromedp.Run(w.tab, chromedp.Evaluate[T](script))
	if err != nil {
		w.Fatalf("%s: %s: %v", w.name, script, err)
	}
	return got
}

// found is a script for what a selector finds, in the page or in its letter.
func found(selector string) string {
	return fmt.Sprintf(`(s => [...document.querySelectorAll(s)].find(e => e.getClientRects().length) ||
		document.getElementById("frame")?.contentDocument.querySelector(s))(%q)`, selector)
}

// reach brings the focus to what a selector finds: by tabs from where it is, or
// by a click.
func (w *window) reach(selector string) {
	w.Helper()
	if !ask[bool](w, "!!"+found(selector)) {
		w.Fatalf("%s: at %s there is no %s", w.name, ask[string](w, "location.href"), selector)
	}
	if !w.keys {
		spot := ask[[]float64](w, `(e => {
			e.scrollIntoView({block: "center", behavior: "instant"});
			const box = e.getClientRects()[0], frame = e.ownerDocument === document ? {x: 0, y: 0} : document.getElementById("frame").getBoundingClientRect();
			return [frame.x + box.x + box.width / 2, frame.y + box.y + box.height / 2];
		})(`+found(selector)+`)`)
		w.do("click "+selector, chromedp.MouseClickXY(spot[0], spot[1]))
		return
	}
	for range 400 {
		if ask[bool](w, `(e => e === document.activeElement || e.ownerDocument !== document && document.activeElement.id === "frame" && e === e.ownerDocument.activeElement)(`+found(selector)+`)`) {
			return
		}
		w.do("tab to "+selector, chromedp.KeyEvent(kb.Tab))
	}
	w.Fatalf("%s: at %s no tab reaches %s", w.name, ask[string](w, "location.href"), selector)
}

// follow uses a link or a button that leads to another page.
func (w *window) follow(selector string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	press := func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		w.reach(selector)
		if w.keys {
			return chromedp.KeyEvent(kb.Enter)(ctx, t)
		}
		return chromedp.Void{}, nil
	}
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(browser.LoadEventFired, nil, press)); err != nil {
		w.Fatalf("%s: follow %s: %v", w.name, selector, err)
	}
	w.look()
}

// write types into a field.
func (w *window) write(selector, words string) {
	w.Helper()
	w.reach(selector)
	w.do("type", chromedp.KeyEvent(words))
}

// move presses a button of the clock, and waits until it has moved.
func (w *window) move(selector string) {
	w.Helper()
	before := ask[string](w, `document.getElementById("hand").textContent`)
	w.reach(selector)
	if w.keys {
		w.do("press "+selector, chromedp.KeyEvent(kb.Enter))
	}
	w.wait(fmt.Sprintf(`document.getElementById("moving").hidden && document.getElementById("hand").textContent !== %q`, before))
}

// wait waits until a script in the page is true.
func (w *window) wait(script string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.tab, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](script, chromedp.WithPollingTimeout(0))); err != nil {
		w.Fatalf("%s: at %s: wait for %s: %v", w.name, ask[string](w, "location.href"), script, err)
	}
}

// sees waits for words on the page.
func (w *window) sees(words string) {
	w.Helper()
	w.wait(fmt.Sprintf(`document.body.innerText.replace(/\s+/g, " ").includes(%q)`, plain(words)))
}

// look examines the page that came, and makes a picture of it where pictures are
// asked for.
func (w *window) look() {
	w.Helper()
	w.wait(`document.readyState === "complete"`)
	faults := ask[[]string](w, examine)
	for _, fault := range faults {
		w.Errorf("%s: %s: %s", w.name, ask[string](w, "location.pathname"), fault)
	}
	folder := os.Getenv("TOUTDOUX_PICTURES")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(w.tab, chromedp.CaptureScreenshot())
	must(w.T, err)
	w.shot++
	must(w.T, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%02d.png", w.name, w.shot)), picture, 0o640))
}
