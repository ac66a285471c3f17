package clerk_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
)

// Somebody is erased while letters are being composed without end: neither waits
// for the other for ever, and no letter composed afterwards has their name.
func TestErasedWhileLettersAreComposed(t *testing.T) {
	s := newSecretary(t)
	s.wording()
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	s.writes("alice", "[EXTRA] Louer", "Coût : 90 €\n", true)
	s.writes("alice", "EFFACER", "", true)
	s.writes("alice", "OUI ("+s.proof()+")", "", true)
	s.clock.now = s.clock.now.Add(25 * time.Hour)

	letters := s.announcements() // in turn, so that none is composed from what is kept of the one before
	stop := s.composing(letters)
	s.Work(t.Context())
	stop()
	for _, d := range letters {
		mail, err := s.Compose(t.Context(), d)
		if err != nil || strings.Contains(mail.Text+string(mail.Raw), "alice") {
			t.Errorf("%v, and the letter is\n%s", err, mail.Raw)
		}
	}
	s.View(func(state *governance.State) {
		if name := state.Member(1).Name; name != "" {
			t.Errorf("%q was not erased", name)
		}
	})
}

// Letters may be composed at any time, also while the past is decided.
func TestPastIsDecidedWhileLettersAreComposed(t *testing.T) {
	s := newSecretary(t)
	s.wording()
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	s.writes("alice", "[EXTRA] Louer", "Coût : 90 €\n", true)
	s.Past = true
	var mails []clerk.Past
	for n := range 50 {
		raw := mailtest.Mail{From: "bobby@asso.test", To: "tdc@asso.test", Subject: "Re: #1", ID: fmt.Sprintf("<p%d@bobby.test>", n), Body: "Pour.\n"}
		mails = append(mails, clerk.Past{At: s.clock.now, Raw: raw.Bytes()})
	}
	if err := s.KeepPast(t.Context(), mails); err != nil {
		t.Fatal(err)
	}
	stop := s.composing(s.announcements())
	s.Work(t.Context())
	stop()
	if left, err := s.Store.Waiting(t.Context(), 1); err != nil || len(left) > 0 {
		t.Errorf("not all is decided: %v", err)
	}
}

// composing has letters composed over and over, by several at once, until stop.
func (s *secretary) composing(letters []store.Delivery) (stop func()) {
	over := make(chan struct{})
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				default:
				}
				if _, _, err := s.Subject(s.t.Context(), letters[i%len(letters)]); err != nil {
					s.t.Error(err)
				}
			}
		})
	}
	return func() {
		close(over)
		writers.Wait()
	}
}

// announcements are Carol's copies of the announcements of all actions.
func (s *secretary) announcements() (list []store.Delivery) {
	s.t.Helper()
	for letter := int64(1); ; letter++ {
		body, err := s.Store.Letter(s.t.Context(), letter)
		if errors.Is(err, store.ErrNotFound) {
			return list
		}
		if err != nil {
			s.t.Fatal(err)
		}
		if body.Kind == governance.LetterAnnouncement {
			list = append(list, store.Delivery{Letter: letter, Member: 3, Body: body, Proof: s.keys.Proof(address.Reply, letter, 3)})
		}
	}
}

// wording gives the clerk what words letters.
func (s *secretary) wording() {
	s.t.Helper()
	composer, err := compose.New(compose.House{Name: "Asso", Locale: "fr", List: s.List, Zone: time.UTC})
	if err != nil {
		s.t.Fatal(err)
	}
	s.Composer = composer
}
