package daemon

import (
	"context"
	"net"
	"net/http"
)

// AskOver is Ask over a connection that is no unix socket: those do not work in
// a testing/synctest bubble.
func AskOver(ctx context.Context, dial func(context.Context, string, string) (net.Conn, error), o Order) error {
	client := &http.Client{Transport: &http.Transport{DialContext: dial}}
	defer client.CloseIdleConnections()
	return ask(ctx, client, o)
}
