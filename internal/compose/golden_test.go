package compose

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the goldens; read the difference before you keep it")

// manners are the ways in which letters speak.
var manners = []struct{ folder, locale, form string }{
	{"fr", "fr", "vous"}, {"fr-tu", "fr", "tu"}, {"en", "en", ""},
}

// written is one scene's letter, as one manner of speaking writes it.
type written struct {
	folder, locale string
	scene          scene
	letter         Mail
}

func (w written) String() string {
	return w.folder + " " + string(w.scene.kind) + " " + strings.TrimSpace(w.scene.name)
}

// Every letter is composed once in every manner, and looked at from all sides.
func TestLetters(t *testing.T) {
	var all []written
	for _, m := range manners {
		c := newComposer(t, m.locale, m.form)
		for _, s := range scenes() {
			o := s.order(t)
			letter, err := c.Compose(o)
			if err != nil {
				t.Fatalf("%s, %s %s: %v", m.folder, s.kind, s.name, err)
			}
			if subject, err := c.Subject(o); err != nil || subject != letter.Subject {
				t.Errorf("subject alone is %q, %v; in the letter %q", subject, err, letter.Subject)
			}
			all = append(all, written{m.folder, m.locale, s, letter})
		}
	}
	for name, check := range map[string]func(*testing.T, []written){
		"read as they should": asTheGoldens, "are well set": wellSet, "fit their columns": fitTheirColumns,
		"have sound pages": soundPages, "say what to type": sayWhatToType, "are sound mails": soundMails,
	} {
		t.Run(name, func(t *testing.T) { check(t, all) })
	}
}

// asTheGoldens compares letters with the goldens: the text of one kind of
// letter together in one file, and what HTML shows of it in another.
func asTheGoldens(t *testing.T, all []written) {
	golden := map[string]*strings.Builder{}
	add := func(file, text string) {
		if golden[file] == nil {
			golden[file] = &strings.Builder{}
		}
		golden[file].WriteString(text + "\n")
	}
	for _, w := range all {
		name, file := strings.TrimSpace(w.scene.name), filepath.Join("testdata", w.folder, string(w.scene.kind))
		add(file+".txt", "===== "+name+"\n\nSubject: "+w.letter.Subject+"\n\n"+w.letter.Text)
		if w.folder != "fr-tu" {
			add(file+".html", "<!-- "+name+" -->\n"+inside(w.letter.HTML))
		}
	}
	for file, text := range golden {
		compareGolden(t, file, text.String())
	}
}

// One letter is kept whole, as it leaves: headers, both parts, and the page
// around the HTML.
func TestAWholeMail(t *testing.T) {
	for _, m := range manners[:1] {
		letter, err := newComposer(t, m.locale, m.form).Compose(scenes()[0].order(t))
		if err != nil {
			t.Fatal(err)
		}
		compareGolden(t, filepath.Join("testdata", "announcement.eml"), strings.ReplaceAll(string(letter.Raw), "\r\n", "\n"))
		compareGolden(t, filepath.Join("testdata", "announcement.html"), letter.HTML)
	}
}

// inside is what the page shows, without the page.
func inside(page string) string {
	_, page, _ = strings.Cut(page, "text-align:left\">")
	page, _, _ = strings.Cut(page, "</td></tr></table>\n</td></tr></table>\n</body>")
	return strings.TrimSpace(page) + "\n"
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read golden: %v; go test -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}
