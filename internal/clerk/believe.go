package clerk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// believed is the operator's word on the clock: it was right at At, though the
// last event then bore the instant Last. It is kept, since an association may
// start often with nothing happening, and since a clock that ran ahead leaves
// an event before which the right one stands for long.
type believed struct {
	At   time.Time `json:"at"`
	Last time.Time `json:"last"`
}

// clockSetting is where the operator's word on the clock is kept.
const clockSetting = "clock_believed"

// believed is what the operator said last of the clock, zero for nothing.
func (c *Clerk) believed(ctx context.Context) (word believed, err error) {
	text, err := c.Store.Setting(ctx, clockSetting)
	if err == nil && text != "" {
		err = json.Unmarshal([]byte(text), &word)
	}
	if err != nil {
		return word, fmt.Errorf("read what was said of the clock: %w", err)
	}
	return word, nil
}

// believe keeps the operator's word on the clock, and then goes by it.
func (c *Clerk) believe(ctx context.Context) error {
	c.desk.Lock()
	defer c.desk.Unlock()
	now := c.Clock.Now()
	text, err := json.Marshal(believed{now.UTC().Truncate(time.Second), c.state.At})
	if err != nil {
		return fmt.Errorf("write what was said of the clock: %w", err)
	}
	if err := c.Store.SetSetting(ctx, clockSetting, string(text)); err != nil {
		return err
	}
	c.watch.accept(now, c.state.At)
	c.counter.Lock()
	c.since = now
	c.counter.Unlock()
	return nil
}

// recall goes by what the operator said before this start: where nothing has
// happened since, the clock is judged by that instant and not by the last
// event.
func (w *watch) recall(now, last time.Time, word believed) {
	w.known = word.Last
	if last.Equal(word.Last) || word.At.After(last) {
		w.jumped = now.Sub(word.At) > gap || word.At.Sub(now) > jump
	}
}
