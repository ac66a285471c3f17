package daemon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/store"
)

// CarryOut has an order carried out: by the running daemon of an association,
// or by its clerk here where none runs; the letters that this makes due leave
// with the next daemon. It returns a *clerk.Refused where the rules do not
// allow it, and clerk.ErrWaits for what is kept and has its turn later.
func CarryOut(ctx context.Context, cfg *config.Config, o Order, log *slog.Logger) error {
	err := Ask(ctx, cfg, o)
	if !errors.Is(err, ErrNotRunning) {
		return err
	}
	h, err := association.OpenWithoutPost(ctx, cfg, association.World{Clock: Wall{}, Log: log})
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("%w; it just starts or stops: try again in a moment", err)
	}
	if err != nil {
		return err
	}
	return errors.Join(obey(ctx, h, o), h.Close())
}

func ask(ctx context.Context, client *http.Client, o Order) error {
	body, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://daemon/order", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	response, err := client.Do(request)
	var unreachable *net.OpError
	if errors.As(err, &unreachable) && unreachable.Op == "dial" {
		return ErrNotRunning
	}
	if err != nil {
		return fmt.Errorf("ask the running daemon: %w", err)
	}
	defer response.Body.Close()
	var answer reply
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("read the daemon's answer: %w", err)
	}
	return answer.err()
}
