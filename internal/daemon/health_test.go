package daemon_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"toutdoux/internal/association"
	"toutdoux/internal/daemon"
	"toutdoux/internal/mailtest"
)

// monitored asks what those ask who watch over the daemon.
func (w *world) monitored(path string) (status int, body string) {
	w.t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: w.lmtp.Dial, DisableKeepAlives: true}} // the one that listens by TCP
	answer, err := client.Get("http://daemon" + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// A mailbox that lets nobody in, or is out of reach for long, is no good health.
func TestHealthOfTheMailbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}, provider: new(atomic.Pointer[mailtest.Listener])}
		w.add(strings.Replace(withMailbox, `listen = ""`, `listen = "127.0.0.1:9424"`, 1), "Alice")
		m := &mailbox{User: imapmemserver.NewUser("tdc@asso.test", "changed"), t: t}
		m.open(w)
		w.start()
		defer w.close()
		health := func(status int, words string, read int64) {
			t.Helper()
			if got, body := w.monitored("/healthz"); got != status || !strings.Contains(body, words) {
				t.Errorf("/healthz is %d %q, want %d %q", got, body, status, words)
			}
			gauge := fmt.Sprintf("toutdoux_mailbox_read_timestamp_seconds{list=\"tdc@asso.test\"} %v\n", float64(read))
			if _, body := w.monitored("/metrics"); !strings.Contains(body, gauge) {
				t.Errorf("/metrics does not say %s; it says\n%s", gauge, body)
			}
			err := daemon.AskOver(t.Context(), w.control.Dial, daemon.Order{Works: true})
			if errors.Is(err, association.ErrUnread) != (status != http.StatusOK) {
				t.Errorf("a command is told %v", err)
			}
		}
		health(http.StatusServiceUnavailable, "tdc@asso.test: the mailbox is not read: it refuses the login", 0)

		m.server.Close()
		m.User = imapmemserver.NewUser("tdc@asso.test", "secret")
		if err := m.Create("INBOX", nil); err != nil {
			t.Fatal(err)
		}
		m.open(w)
		<-time.After(20 * time.Minute)
		read := time.Now()
		m.shut(w)
		<-time.After(10 * time.Minute)
		_, body := w.monitored("/metrics")
		_, value, _ := strings.Cut(body, "toutdoux_mailbox_read_timestamp_seconds{list=\"tdc@asso.test\"} ")
		var last float64
		fmt.Sscan(value, &last)
		if age := read.Unix() - int64(last); age < 0 || age > 300 {
			t.Errorf("read %d s before it was lost", age)
		}
		health(http.StatusOK, "ok", int64(last))
		<-time.After(time.Hour)
		health(http.StatusServiceUnavailable, "the mailbox is not read: it is out of reach", int64(last))
	})
}
