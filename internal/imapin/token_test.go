package imapin

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

// byToken is a session that takes one token, and no password.
type byToken struct{ imapserver.Session }

func (byToken) AuthenticateMechanisms() []string { return []string{"XOAUTH2"} }

func (s byToken) Authenticate(string) (sasl.Server, error) { return &tokens{s: s}, nil }

// tokens refuses as the large providers do: its reasons first.
type tokens struct {
	s       byToken
	refused bool
}

func (t *tokens) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case t.refused:
		return nil, true, &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeAuthenticationFailed, Text: "Invalid credentials"}
	case response == nil:
		return nil, false, nil
	case string(response) == "user=tdc@asso.test\x01auth=Bearer ya29-good\x01\x01":
		return nil, true, t.s.Session.Login("tdc@asso.test", "secret")
	}
	t.refused = true
	return []byte(`{"status":"401","scope":"https://mail.test/"}`), false, nil
}

func TestToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := serve(t, offer(), func(s imapserver.Session) imapserver.Session { return byToken{s} })
		login := func(token string) error {
			look, err := Open(t.Context(), Config{
				Address: "127.0.0.1:1143", Username: "tdc@asso.test", Dial: p.dial, Log: slog.New(slog.DiscardHandler),
				Secret: func(context.Context) (string, bool, error) { return token, true, nil },
			})
			if err == nil {
				look.Close()
			}
			return err
		}
		if err := login("ya29-good"); err != nil {
			t.Errorf("the token is refused: %v", err)
		}
		refused, ok := errors.AsType[*Refusal](login("ya29-expired"))
		want := Refusal{User: "tdc@asso.test", Said: "Invalid credentials (status 401, scope https://mail.test/)", Token: true, Tokens: true}
		if !ok || refused.Said != want.Said || !refused.Token || !refused.Tokens {
			t.Errorf("refused %+v, want %+v", refused, want)
		}
		if text := "log in as tdc@asso.test: the server refuses the token; try [receive.imap] token_command by hand (" + want.Said + ")"; ok && refused.Error() != text {
			t.Errorf("it says\n%s, want\n%s", refused, text)
		}
	})
}
