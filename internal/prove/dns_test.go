package prove

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/trust"
)

// A name that is never answered holds the mail, in a bounded time, and is
// asked for again soon after.
func TestSilentDNSHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		mail := w.sign(t, written)
		for _, name := range []string{"rsa._domainkey.exemple.test", "_dmarc.exemple.test"} {
			w.fresh(t)
			w.slow[name] = true
			begun := time.Now()
			want(t, name, w.prove(t, mail), "the DNS of exemple.test did not answer")
			if took := time.Since(begun); took != patience {
				t.Errorf("%s: took %v", name, took)
			}
			delete(w.slow, name)
			want(t, name+", right after", w.prove(t, mail), "did not answer")
			<-time.After(forgiven)
			want(t, name+", later", w.prove(t, mail), "")
		}
	})
}

// All answers of one mail together take no longer than allowed.
func TestSlowDNSEndsInAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		chain := []string{"v=spf1"}
		for i := range 9 {
			name := fmt.Sprintf("s%d.test", i)
			chain, w.slow[name] = append(chain, "exists:"+name, "include:"+name), true
		}
		w.texts["exemple.test"] = []string{strings.Join(append(chain, "+all"), " ")}
		w.slow["_dmarc.exemple.test"] = true
		mail := w.sign(t, w.sign(t, written), w.edwardian)
		begun := time.Now()
		v := w.prover.Prove(t.Context(), trust.Evidence{Raw: []byte(mail), At: noon, From: "alice@exemple.test", Arrival: trust.Arrival{Accepted: noon, Peer: smtpPeer}})
		if took := time.Since(begun); v.Authenticated || took > Longest {
			t.Errorf("%+v after %v", v, took)
		}
	})
}

// More mails than can be asked about at once wait their turn, and are held
// where it does not come in time; the sender's server is answered all the same.
func TestCrowdWaitsItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		mails := make([]string, 10*atOnce)
		for i := range mails {
			domain := fmt.Sprintf("d%d.test", i)
			w.slow["rsa._domainkey."+domain] = true
			mails[i] = w.sign(t, strings.Replace(written, "exemple.test", domain, 1), by(domain))
		}
		var all sync.WaitGroup
		begun := time.Now()
		for i, mail := range mails {
			all.Go(func() { want(t, fmt.Sprint(i), w.prove(t, mail), "DNS") })
		}
		all.Wait()
		if took := time.Since(begun); took > Longest {
			t.Errorf("took %v", took)
		}
	})
}

// A flood of forged signatures asks few questions, and does not keep the
// victim's own mails from being proven.
func TestFloodAsksLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		mail := w.sign(t, written)
		want(t, "before", w.prove(t, mail), "")
		for i := range 1000 {
			forged := strings.Replace(mail, "s=rsa", fmt.Sprintf("s=x%d", i), 1)
			if v := w.prove(t, forged); v.Authenticated {
				t.Fatal(v)
			}
		}
		if n := w.questions(); n > burst {
			t.Errorf("%d questions", n)
		}
		want(t, "during, remembered", w.prove(t, mail), "")
		<-time.After(remembered)
		for i := range 100 {
			w.prove(t, strings.Replace(mail, "s=rsa", fmt.Sprintf("s=y%d", i), 1))
		}
		want(t, "during, from an old answer", w.prove(t, mail), "")
		want(t, "of others", w.prove(t, w.sign(t, strings.Replace(written, "exemple", "evil", 1), by("evil.test"))), "")
	})
}

// Nobody but the sender's own organisation is asked about a mail's signatures.
func TestOnlyTheSenderIsAskedAbout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		w.prove(t, w.others(t, written, 4))
		if n := w.questions(); n != 0 {
			t.Errorf("asked %q", w.asked)
		}
	})
}

// A client that goes away in the middle leaves nothing behind that would hold
// the next mail.
func TestGoneClientIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		mail := w.sign(t, written)
		ctx, cancel := context.WithCancel(t.Context())
		w.slow["rsa._domainkey.exemple.test"] = true
		time.AfterFunc(time.Second, cancel)
		w.prover.Prove(ctx, trust.Evidence{Raw: []byte(mail), At: noon, Arrival: trust.Arrival{Accepted: noon, LMTP: true}})
		delete(w.slow, "rsa._domainkey.exemple.test")
		want(t, "the next", w.prove(t, mail), "")
	})
}

// What is remembered has a bound.
func TestMemoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDirectory(nil)
		for i := range 3 * mostKnown {
			name := fmt.Sprint(i)
			d.recall(name, name)
			d.remember(name, nil, nil)
		}
		if len(d.answers) > mostKnown || len(d.asked) > mostKnown {
			t.Errorf("%d answers, %d askers", len(d.answers), len(d.asked))
		}
	})
}
