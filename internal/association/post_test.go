package association_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/mailtest"
)

// A letter that had gone out whole when the line broke may arrive twice, and is
// counted (promise F); one that was refused, or taken, is not.
func TestDoubtfulLettersAreCounted(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	synctest.Test(t, func(t *testing.T) {
		cfg, err := config.Parse("toutdoux.toml", fmt.Appendf(nil, tended, folder))
		if err != nil {
			t.Fatal(err)
		}
		if err := association.FoundAndWelcome(t.Context(), cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, time.Now()); err != nil {
			t.Fatal(err)
		}
		answers := []error{mailtest.Refuse(451, [3]int{4, 3, 0}, "not now"), mailtest.ErrDrop, nil}
		smarthost := &mailtest.Smarthost{Script: func(step mailtest.Step, _ string) (err error) {
			if step == mailtest.Body {
				err, answers = answers[0], answers[1:]
			}
			return err
		}}
		relay := mailtest.Listen()
		smarthost.Serve(relay)
		defer smarthost.Close()
		h, err := association.Open(t.Context(), cfg, association.World{Clock: wallClock{}, Log: slog.New(slog.DiscardHandler), Dial: relay.Dial})
		if err != nil {
			t.Fatal(err)
		}
		h.Start(t.Context())
		for _, want := range []int64{0, 1, 1} {
			synctest.Wait()
			if got := h.Doubtful(); got != want {
				t.Errorf("with %d answers left %d may arrive twice, want %d", len(answers), got, want)
			}
			<-time.After(5 * time.Minute)
			h.Tend(t.Context())
		}
		if n := len(smarthost.Mails()); n != 2 {
			t.Errorf("%d arrived, want the same twice", n)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
}
