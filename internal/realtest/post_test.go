package realtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// submit sends a mail as members do: with a login.
func (w *town) submit(t *testing.T, d draft) {
	t.Helper()
	if err := send(w.submission, d, d.from); err != nil {
		t.Fatalf("submit: %v", err)
	}
}

// inject brings a mail from outside, where nobody logs in and anybody may
// claim to be anyone.
func (w *town) inject(t *testing.T, d draft) {
	t.Helper()
	if err := send(w.smtp, d, ""); err != nil {
		t.Fatalf("inject: %v", err)
	}
}

// send hands a mail to Postfix, after a login where one is given.
func send(at string, d draft, login string) error {
	client, err := smtp.Dial(at)
	if err != nil {
		return err
	}
	defer client.Close()
	if login != "" {
		if err := client.Auth(sasl.NewPlainClient("", login, password)); err != nil {
			return fmt.Errorf("log in as %s: %w", login, err)
		}
	}
	if err := client.SendMail(d.from, []string{d.to}, strings.NewReader(d.raw)); err != nil {
		return err
	}
	return client.Quit()
}
