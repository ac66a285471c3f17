package daemon_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/daemon"
	"toutdoux/internal/mailtest"
)

// The founders' welcomes wait for the daemon's first start, leave once, and can
// be answered as any letter.
func TestFoundersAreWelcomed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}}
		w.configs = append(w.configs, parse(t, fmt.Sprintf(settings, t.TempDir())))
		founders := []association.Founder{{Name: "Alice", Address: "alice@asso.test"}, {Name: "Bob", Address: "bob@asso.test"}}
		if err := association.FoundAndWelcome(t.Context(), w.configs[0], founders, time.Now()); err != nil {
			t.Fatal(err)
		}
		<-time.After(36 * time.Hour)
		w.start()
		welcomes := w.letters()
		want(t, welcomes, "alice", "bob")
		if l := welcomes[0]; !strings.HasPrefix(l.subject, "[Picasoft] Bienvenue, Alice") {
			t.Errorf("the first letter is %q", l.subject)
		}
		w.send(answer(welcomes[0], "Bonjour à tout le monde, on y est."))
		want(t, w.letters(), "alice", "bob") // hers too, as every post
		w.halt()
		w.start()
		want(t, w.letters())
		w.close()
	})
}
