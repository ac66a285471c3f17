package association_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

const tended = `
[organisation]
name = "Picasoft"
data = %q
[list]
address = "tdc@asso.test"
[receive.lmtp]
listen = "127.0.0.1:2424"
[send.smtp]
address = "127.0.0.1:25"
`

// hasty is a clock on which a day passes each time somebody looks, so that
// whatever is done once a day is done again.
type hasty struct{ looks atomic.Int64 }

func (c *hasty) Now() time.Time {
	return time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC).AddDate(0, 0, int(c.looks.Add(1)))
}

// Mail is decided while the daily chores are done: neither waits for the other.
func TestTendBesideMail(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	cfg, err := config.Parse("toutdoux.toml", fmt.Appendf(nil, tended, folder))
	if err != nil {
		t.Fatal(err)
	}
	clock := &hasty{}
	if err := association.Found(t.Context(), cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, clock.Now()); err != nil {
		t.Fatal(err)
	}
	h, err := association.Open(t.Context(), cfg, association.World{Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	const rounds = 2000
	var both sync.WaitGroup
	for _, work := range []func(){
		func() { h.Tend(t.Context()) },
		func() { h.Clerk.Work(t.Context()) },
	} {
		both.Go(func() {
			for range rounds {
				work()
			}
		})
	}
	both.Wait() // for ever where one holds what the other wants
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}
