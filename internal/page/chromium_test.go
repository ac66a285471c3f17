package page_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"toutdoux/internal/sandbox"
)

// tale is what is said in the story, in one language.
type tale struct {
	locale, title, text        string
	aye                        string // the button's word
	blank, unsure, yes         string // typed
	receipt, question, outcome string // subjects
	count                      string
}

var tales = []tale{
	{
		"fr", "Construire une serre", "Avec de vieilles fenêtres, contre le mur.", "POUR", "Blanc, je ne m'y connais pas.",
		"Pour ma part je trouve ça raisonnable.", "Pour", "votre vote POUR est enregistré", "était-ce un vote", "adoptée", "2 pour, 1 blanc, 0 contre",
	},
	{
		"en", "Build a greenhouse", "Of old windows, against the wall.", "FOR", "Blank, I know nothing about it.",
		"I am rather in favour, I think.", "For", "your vote FOR is recorded", "was that a vote", "adopted", "2 for, 1 blank, 0 against",
	},
}

// What the association does in its first days, in a browser: an action is opened,
// three vote on it, one by the button of a letter, one by a typed reply, one so
// that they are asked back; ten days pass, and the outcome is read.
func TestInChromium(t *testing.T) {
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skip("wants Debian's chromium, and TOUTDOUX_REAL=1")
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU)...)
	defer stop()
	tab, leave := chromedp.NewContext(alloc)
	defer leave()
	must(t, chromedp.Do(tab, chromedp.Navigate("about:blank")))
	t.Run("planted", func(t *testing.T) { (&window{visit: open(t, "fr"), tab: tab, name: "planted"}).planted() })
	t.Run("typing", func(t *testing.T) { (&window{visit: open(t, "en"), tab: tab, name: "typing"}).typing() })
	t.Run("refused", func(t *testing.T) { (&window{visit: open(t, "fr"), tab: tab, name: "refused"}).refused() })
	for _, c := range []struct {
		tale   tale
		width  int64
		scheme string
		keys   bool
	}{
		{tales[0], 1280, "light", false}, {tales[0], 360, "dark", false}, {tales[1], 360, "light", false}, {tales[1], 1280, "dark", false},
		{tales[0], 1280, "light", true}, {tales[1], 360, "light", true},
	} {
		name := fmt.Sprintf("%s-%d-%s", c.tale.locale, c.width, c.scheme)
		if c.keys {
			name += "-keys"
		}
		t.Run(name, func(t *testing.T) {
			w := &window{visit: open(t, c.tale.locale), tab: tab, name: name, keys: c.keys}
			w.screen(c.width, c.scheme)
			w.tell(c.tale)
		})
	}
}

// tell tells the story.
func (w *window) tell(s tale) {
	w.do("begin", chromedp.Navigate(w.base+"/"))
	w.look()
	w.follow(`a[href="/mail/alice/write?kind=extraordinary"]`)
	w.write("#draft-subject", s.title)
	w.write("#text", s.text)
	w.follow("form.draft button")
	w.sees("#5 " + s.title)

	w.become("bob")
	w.letter("#5] " + s.title)
	w.follow(`a[href*="subject=` + s.aye + `+"]`)
	w.follow("form.draft button")
	w.sees(s.receipt)

	w.become("claire")
	w.letter("#5] " + s.title)
	w.reply(s.blank)

	w.become("farid")
	w.letter("#5] " + s.title)
	w.reply(s.unsure)
	w.sees(strings.ReplaceAll(s.count, "2", "1"))
	w.letter(s.question)
	w.reply(s.yes)
	w.sees(s.count)

	w.become("hugo")
	w.move("#jump-ten")
	w.look()
	w.letter("#5] " + s.title + ", " + s.outcome)
}

// become chooses somebody else.
func (w *window) become(user string) {
	w.Helper()
	if ask[bool](w, `!`+found(`.people`)) { // on a phone, from a letter, by way of the mailbox
		w.follow(`.reach a[href^="/mail/"]`)
	}
	if ask[bool](w, `!!`+found(`.people summary`)) {
		w.reach(".people summary")
		if w.keys {
			w.do("open", chromedp.KeyEvent(kb.Enter))
		}
		w.wait(`document.querySelector("details.people").open`)
	}
	w.follow(`.people a[href="/mail/` + user + `"]`)
}

// letter opens the newest letter that came with these words in its subject.
func (w *window) letter(words string) {
	w.Helper()
	id := ask[string](w, fmt.Sprintf(`[...document.querySelectorAll("#rows li")].find(e => %q.split(", ").every(w => e.innerText.includes(w)) && !e.querySelector(".mark"))?.id || ""`, words))
	if id == "" {
		w.Fatalf("%s: no letter about %s:\n%s", w.name, words, ask[string](w, `document.getElementById("rows").innerText`))
	}
	w.follow("#" + id + " a")
}

// reply answers the letter that is open.
func (w *window) reply(words string) {
	w.Helper()
	w.write("#reply-text", words)
	w.follow("form.reply button")
}

// typing shows that what comes while somebody writes takes nothing from them:
// neither their words, nor their place.
func (w *window) typing() {
	w.screen(360, "light")
	w.do("begin", chromedp.Navigate(w.base+w.announcement("alice", "#4")))
	w.look()
	w.write("#reply-text", "I was thinking that")
	place := ask[[]float64](w, "[scrollY, document.activeElement.selectionStart]")
	must(w.T, w.box.Write(w.Context(), "claire", sandbox.Draft{To: "tdc@sureau.example", Subject: "Seeds", Text: "I take some."}))
	w.wait(`document.getElementById("say").textContent.startsWith("A letter has come: ") && document.getElementById("entries").innerText.includes("Seeds")`)
	w.do("type on", chromedp.KeyEvent(" we"))
	if got := ask[string](w, "document.activeElement.value"); got != "I was thinking that we" {
		w.Errorf("the words are %q", got)
	}
	if now := ask[[]float64](w, "[scrollY, document.activeElement.selectionStart - 3]"); now[0] != place[0] || now[1] != place[1] {
		w.Errorf("the place was %v, and is %v", place, now)
	}

	w.reach("#why-mail-1, .entries summary")
	w.wait(`!!document.querySelector(".entries details[open]")`)
	w.reach("#jump-hour")
	w.wait(`document.getElementById("moving").hidden && !document.getElementById("moved").hidden`)
	w.sees("It is now Sunday 22 November at 13:00.")
	if !ask[bool](w, `!!document.querySelector(".entries details[open]") && document.activeElement.id === "jump-hour" && document.getElementById("reply-text").value.endsWith(" we")`) {
		w.Errorf("the clock took what was open, the focus, or the words: %s", ask[string](w, "document.activeElement.outerHTML"))
	}
}

// refused shows that a clock that could not move says why, where it can be seen.
func (w *window) refused() {
	w.screen(360, "light")
	for script, want := range map[string]string{
		`document.getElementById("jump-hour").value = "2090-01-01T00:00:00Z"`: "C’est trop loin L’horloge avance d’un an à la fois, au plus.",
		`window.fetch = () => Promise.reject(new TypeError("gone"))`:          "L’horloge n’a pas pu avancer. Réessayez.",
	} {
		w.do("begin again", chromedp.Navigate(w.base+"/mail/alice"))
		w.do("spoil", chromedp.Evaluate[chromedp.Void](script))
		w.reach("#jump-hour")
		w.wait(`document.getElementById("moving").hidden && !document.getElementById("moved").hidden`)
		w.sees(want)
		w.look()
	}
}

// planted shows that the examination finds what it is there for.
func (w *window) planted() {
	w.screen(360, "light")
	w.do("begin", chromedp.Navigate(w.base+"/mail/alice/write"))
	w.look()
	for script, want := range map[string]string{
		`document.querySelector("main").style.width = "500px"`:                   "it scrolls sideways",
		`document.querySelector(".back a").style.color = "#999"`:                 "contrast 2.85",
		`document.querySelector("label[for=text]").remove()`:                     `has no name`,
		`document.querySelector("button.main").style.minHeight = "30px"`:         "px",
		`document.getElementById("to").tabIndex = 5`:                             "is not reached by the keyboard",
		`document.querySelector(".draft h2").id = "to"`:                          "two are called #to",
		`document.querySelector("form.draft button").style.marginLeft = "300px"`: "is not seen whole",
	} {
		w.do("begin again", chromedp.Navigate(w.base+"/mail/alice/write"))
		w.do("plant", chromedp.Evaluate[chromedp.Void](script))
		if faults := ask[[]string](w, examine); !strings.Contains(strings.Join(faults, "\n"), want) {
			w.Errorf("after %s the examination says %q", script, faults)
		}
	}
}
