package compose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	g "toutdoux/internal/governance"
)

// halfYear is a world in which things happened before the assembly of 14 March
// 2026, whose agenda is closed on the 7th.
func halfYear(t *testing.T) *world {
	site := propose(g.Proposal{Type: g.Extraordinary, Title: "Refaire le site", Effects: []g.Field{
		valued("mandate", "le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"),
		valued("role", "responsable technique"), naming("role_person", "Dave Roux"),
	}}, "Il en a besoin.")
	secret := propose(g.Proposal{Type: g.Extraordinary, Title: "Répondre au ministère", Effects: []g.Field{
		valued("mandate", "le ministère"), naming("mandate_holders", "Alice Martin"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
	}}, "À quelques-uns.")
	w := newWorld(t).ask("2026-01-05 09:00", from("Alice Martin", site)).ask("2026-01-05 10:00", from("Bob Durand", secret))
	for _, number := range []int{1, 2} {
		for i, name := range []string{"Bob Durand", "Claire Petit", "Dave Roux"} {
			w.ask("2026-01-06 09:00", from(name, vote(number, g.For, []string{"", "Enfin.", ""}[i])))
		}
	}
	w.ask("2026-01-07 09:00", from("Alice Martin", framasoft)).ask("2026-01-08 09:00", from("Bob Durand", peertube))
	w.ask("2026-01-09 09:00", from("Bob Durand", vote(3, g.Against, "Trop cher."))).ask("2026-01-09 09:01", from("Claire Petit", vote(3, g.Blank, "")))
	w.through("2026-01-20 09:00").ask("2026-01-20 10:00", from("Dave Roux", verb(3, g.VerbResign, "Pas de bon cœur.")))
	w.ask("2026-01-21 09:00", from("Erin Blanc", command(g.VerbJoin, ""))).ask("2026-01-22 09:00", from("Émile Noël", command(g.VerbLeave, "")))
	w.ask("2026-01-23 09:00", from("Claire Petit", propose(g.Proposal{Type: g.Ordinary, Title: "Repeindre le local <vite>"}, "En bleu.")))
	w.ask("2026-01-24 09:00", from("Claire Petit", verb(5, g.VerbWithdraw, "")))
	w.ask("2026-01-25 09:00", from("Dave Roux", propose(g.Proposal{Type: g.Ordinary, Title: "Ranger la cave"}, "Samedi.")))
	w.ask(day1, from("Alice Martin", spring))
	w.ask(day2, from("Bob Durand", reply(g.VerbPresent, ""))).through("2026-03-07 14:00")
	return w
}

// The report is the same in the letter and on its page; the page needs nothing
// from elsewhere, and holds nothing that a member wrote as markup.
func TestReportPage(t *testing.T) {
	for _, m := range []struct{ locale, form, name string }{{"fr", "vous", "bilan.html"}, {"en", "", "report.html"}} {
		c, w := newComposer(t, m.locale, m.form), halfYear(t)
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
	w := halfYear(t)
	_, page, err := newComposer(t, "fr", "vous").Account(w.state, w.state.Founded, w.state.At)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.state.Mandates) != 2 || !strings.Contains(page, "mandat #1, le site") || strings.Contains(page, "mandat #2") || strings.Contains(page, "le ministère") {
		t.Errorf("%d mandates in\n%s", len(w.state.Mandates), page)
	}
}
