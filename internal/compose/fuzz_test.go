package compose

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"toutdoux/internal/address"
	g "toutdoux/internal/governance"
)

// FuzzPost relays any text under any name: the mail keeps to the rules of
// mails, another implementation reads the same in it, no proof but its reader's
// own is in it, and but for its paragraphs and quotes the page has the tags and
// links that it has for any other text.
func FuzzPost(f *testing.F) {
	tags := regexp.MustCompile(`<[a-z][^>]*`)
	c := newComposer(f, "fr", "vous")
	relay := func(t *testing.T, name, subject, words string) Mail {
		eve := g.Request{From: "eve@exemple.test", Name: address.CleanName(name), Authenticated: true, Kind: g.KindCommand, Verb: g.VerbJoin}
		post := eve
		post.Kind, post.Verb, post.Subject, post.Words = g.KindPost, g.VerbNone, subject, words
		m, err := c.Compose(newWorld(t).ask(day1, eve).ask(day2, post).letter(g.LetterPost, alice))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	drawn := func(page string) []string {
		return slices.DeleteFunc(tags.FindAllString(page, -1), func(tag string) bool {
			return strings.HasPrefix(tag, "<br") || strings.HasPrefix(tag, "<p") || strings.HasPrefix(tag, "<blockquote")
		})
	}
	var calm []string // of another text
	f.Fuzz(func(t *testing.T, name, subject, words string) {
		if strings.TrimSpace(words) == "" {
			return // nothing to relay: its author is told
		}
		if calm == nil {
			calm = drawn(relay(t, "Eve", "x", "x").HTML)
		}
		m := relay(t, name, subject, words)
		if faults := mailFaults(m.Raw); len(faults) > 0 {
			t.Fatalf("%q in %s", faults, m.Raw)
		}
		if subject, text, page := reread(t, m.Raw); subject != m.Subject || text != m.Text || page != m.HTML {
			t.Fatalf("%q is read as %q, %q as %q", m.Subject, subject, m.Text, text)
		}
		for _, found := range address.FindProofs(m.Subject + "\n" + m.Text + "\n" + m.HTML) {
			if found.Proof != testProof {
				t.Fatalf("%s is in %q", found.Proof, m.Text)
			}
		}
		if found := drawn(m.HTML); !slices.Equal(found, calm) {
			t.Fatalf("%q are the tags, for another text %q", found, calm)
		}
	})
}
