package daemon_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/governance"
	"toutdoux/internal/mailtest"
)

// Two associations share a domain, a port and a daemon, and nothing else. The
// name of one list begins like the other's.
func TestTwoAssociations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}}
		w.add(strings.Replace(settings, `recipient_delimiter = "+"`, `recipient_delimiter = "-"`, 1), "Alice", "Bob")
		w.add(strings.NewReplacer(`"Picasoft"`, `"Chorale"`, `"tdc@asso.test"`, `"tdc-choeur@asso.test"`).Replace(settings), "Carol", "Dave")
		w.start()
		defer w.close()
		mail := w.from("carol", "[ORDINAIRE] Chanter", "Demain.\n")
		mail.To = "tdc-choeur@asso.test"
		w.send(vouched(mail))
		want(t, w.letters(), "carol", "dave")
		w.send(vouched(w.from("alice", "[ORDINAIRE] Ranger", "Demain.\n")))
		want(t, w.letters(), "alice", "bob")

		both := vouched(w.from("eve", "Bonjour", "Bonjour.\n")).Bytes()
		for i, answer := range w.offer("eve@asso.test", both, "tdc@asso.test", "nobody@asso.test", "tdc-choeur+help@asso.test", "tdc@other.test") {
			if refused := strings.HasPrefix(answer, "550 "); refused != (i%2 == 1) {
				t.Errorf("recipient %d is answered %q", i, answer)
			}
		}
		for house, wanted := range []string{`["tdc@asso.test"]`, `["tdc-choeur+help@asso.test"]`} {
			register := w.register(house)
			mails, err := register.Waiting(t.Context(), 10)
			head, headErr := register.Head(t.Context())
			register.Close()
			if err != nil || headErr != nil || len(mails) > 0 || head.Seq == 0 {
				t.Errorf("%d mails wait, %d events; %v %v", len(mails), head.Seq, err, headErr)
			}
			if house == 0 && w.number("SELECT count(*) FROM mail WHERE recipients = '"+wanted+"'") != 2 {
				t.Error("the first association's register names other recipients than its own")
			}
		}
	})
}

// A list that two associations claim is refused.
func TestSameListTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := found(t, "Alice")
		w.add(settings, "Bob")
		w.start()
		if err := <-w.done; err == nil || !strings.Contains(err.Error(), "tdc@asso.test") {
			t.Errorf("it starts with one list for two: %v", err)
		}
		w.smarthost.Close()
	})
}

// What a daemon starts from is what the one before it ended with.
func TestStateFromTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		w.send(vouched(answer(w.to("bob", announced), "Pour.")))
		w.send(answer(w.to("carol", announced), "Contre, trop cher."))
		w.send(vouched(w.from("dave", "VACANCES jusqu'au 31/08/2030", "")))
		w.send(w.from("erin", "Re: #1", "Blanc."))
		w.send(w.from("frank", "INSCRIPTION", ""))
		w.close()

		states := make([]string, 2)
		for i := range states {
			h, err := association.OpenWithoutPost(t.Context(), w.configs[0], association.World{Clock: daemon.Wall{}, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			states[i] = written(h)
			if i == 0 { // while it is open, one more mail: what is live is what is read
				if err := h.Receive(t.Context(), association.Arriving{Source: "lmtp", To: []string{"tdc@asso.test"}, Raw: vouched(w.from("erin", "NOM Érine", "")).Bytes()}); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				states[0] = written(h)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(states[0], states[1]); diff != "" || !strings.Contains(states[1], "Érine") {
			t.Errorf("the state read from the log differs from the live one: %s", diff)
		}
	})
}

func written(h *association.Association) string {
	var text []byte
	h.Clerk.View(func(s *governance.State) { text, _ = json.MarshalIndent(s, "", " ") })
	return string(text)
}

// Statutes that the members did not choose are refused, with the key's name.
func TestStatutesDiffer(t *testing.T) {
	for key, value := range map[string]string{"voting_delay": "3 days", "extraordinary.adopt": "> 75%", "ordinary.cost_limit": "1000.00 EUR"} {
		synctest.Test(t, func(t *testing.T) {
			w := found(t, "Alice")
			folder := w.configs[0].Organisation.Data
			w.configs = []*config.Config{parse(t, fmt.Sprintf(settings, folder)+fmt.Sprintf("[statutes]\n%s = %q\n", key, value))}
			w.start()
			err := <-w.done
			if err == nil || !strings.Contains(err.Error(), "statutes."+key) || !strings.Contains(err.Error(), value) {
				t.Errorf("%s = %s: %v", key, value, err)
			}
			w.smarthost.Close()
		})
	}
}

// Without a daemon an order finds nobody, and is carried out all the same.
func TestNobodyRuns(t *testing.T) {
	w := found(t, "Alice", "Bob")
	retry := daemon.Order{Retry: 7}
	if err := daemon.Ask(t.Context(), w.configs[0], retry); !errors.Is(err, daemon.ErrNotRunning) {
		t.Errorf("asking nobody gives %v", err)
	}
	if err := daemon.CarryOut(t.Context(), w.configs[0], retry, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "mail 7") {
		t.Errorf("running again a mail that is not there gives %v", err)
	}
	world := daemon.World{
		Clock: daemon.Wall{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Listen: func(network, address string) (net.Listener, error) {
			if network == "tcp" {
				address = "127.0.0.1:0"
			}
			return daemon.Listen(network, address)
		},
	}
	ready := make(chan string, 1)
	world.Ready = func(line string) { ready <- line }
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- daemon.New(w.configs, world).Run(ctx) }()
	select {
	case line := <-ready:
		if line != "toutdoux listens: lmtp 127.0.0.1:2424" {
			t.Errorf("it says %q", line)
		}
	case err := <-done:
		t.Fatal(err)
	}
	if err := daemon.Ask(t.Context(), w.configs[0], daemon.Order{AcceptClock: true}); err != nil {
		t.Errorf("the running daemon answers %v", err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := daemon.Ask(t.Context(), w.configs[0], retry); !errors.Is(err, daemon.ErrNotRunning) {
		t.Errorf("asking whoever has ended gives %v", err)
	}
}

// Two daemons do not serve one association.
func TestSecondDaemon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice")
		defer w.close()
		second := *w
		second.start()
		if err := <-second.done; err == nil {
			t.Error("a second daemon serves the same association")
		}
		<-time.After(time.Minute)
		w.send(vouched(w.from("alice", "AIDE", "")))
	})
}
