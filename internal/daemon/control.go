package daemon

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
)

// Order is what an operator's command asks of a running daemon, over a socket
// in the data folder that only the daemon's own user can open.
type Order struct {
	Intervene   *governance.Request `json:"intervene,omitempty"`
	Retry       int64               `json:"retry,omitempty"` // arrival number of a mail set aside
	AcceptClock bool                `json:"accept_clock,omitempty"`
	Works       bool                `json:"works,omitempty"` // only say what keeps it from its work, if anything
}

// reply is its answer.
type reply struct {
	Refused governance.Why `json:"refused,omitempty"`
	Waits   bool           `json:"waits,omitempty"`
	Unread  bool           `json:"unread,omitempty"`
	Problem string         `json:"problem,omitempty"`
}

func replyFor(err error) reply {
	var refused *clerk.Refused
	switch {
	case errors.As(err, &refused):
		return reply{Refused: refused.Why}
	case errors.Is(err, clerk.ErrWaits):
		return reply{Waits: true}
	case errors.Is(err, association.ErrUnread):
		return reply{Unread: true}
	case err != nil:
		return reply{Problem: err.Error()}
	}
	return reply{}
}

// err is the error that replyFor put into a reply.
func (r reply) err() error {
	switch {
	case r.Refused != "":
		return &clerk.Refused{Why: r.Refused}
	case r.Waits:
		return clerk.ErrWaits
	case r.Unread:
		return association.ErrUnread
	case r.Problem != "":
		return errors.New(r.Problem)
	}
	return nil
}

// obey carries an order out on an open association.
func obey(ctx context.Context, h *association.Association, o Order) error {
	switch {
	case o.Intervene != nil:
		return h.Clerk.Intervene(ctx, *o.Intervene)
	case o.Retry != 0:
		return h.Clerk.Retry(ctx, o.Retry)
	case o.AcceptClock:
		return h.Clerk.AcceptClock(ctx)
	case o.Works:
		_, _, unread := h.MailboxRead()
		return cmp.Or(h.Works(), unread)
	}
	return nil
}

// control serves the orders of one association. What has been begun is ended,
// whether or not somebody still waits for the answer.
func (d *Daemon) control(h *association.Association) server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /order", func(w http.ResponseWriter, r *http.Request) {
		var o Order
		err := json.NewDecoder(r.Body).Decode(&o)
		if err == nil {
			err = obey(context.WithoutCancel(r.Context()), h, o)
		}
		json.NewEncoder(w).Encode(replyFor(err))
	})
	return &http.Server{Handler: mux, ReadTimeout: time.Minute}
}

// ErrNotRunning is returned by Ask when no daemon serves the association.
var ErrNotRunning = errors.New("no daemon runs")

// Ask has the running daemon of an association carry an order out.
func Ask(ctx context.Context, cfg *config.Config, o Order) error {
	var dialer net.Dialer
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", ControlPath(cfg))
		},
	}}
	defer client.CloseIdleConnections()
	return ask(ctx, client, o)
}
