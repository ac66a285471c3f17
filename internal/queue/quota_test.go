package queue

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A provider that counts 100 mails in 24 hours never counts more, over a
// restart neither; a receipt leaves at once even when a fan-out takes all.
func TestQuota(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		options := Options{Connections: 4, PerDay: 100}
		p := open(t, folder, options)
		p.owe(announcement(members(250)...))
		p.Wake()
		pass(10 * time.Minute)
		before := len(p.tries())
		if before < 40 || before > 50 {
			t.Errorf("%d letters left at once, want what half a day's quota allows, some kept for answers", before)
		}
		p.owe(receipt(1))
		p.Wake()
		pass(2 * time.Second)
		if len(p.tries()) == before || p.tries()[before].to != "receipt 1" {
			t.Errorf("the receipt waits for the quota: %v", p.tries()[before:])
		}
		p.close()
		sent := p.tries()

		again := open(t, folder, options)
		defer again.close()
		again.Wake()
		pass(5 * 24 * time.Hour)
		shift := again.start.Sub(p.start)
		for _, s := range again.tries() {
			s.at += shift
			sent = append(sent, s)
		}
		if len(sent) != 251 {
			t.Errorf("after five days %d letters left, want 251", len(sent))
		}
		for i := 100; i < len(sent); i++ {
			if within := sent[i].at - sent[i-100].at; within < day {
				t.Fatalf("101 letters left within %v", within)
			}
		}
	})
}

// Answers first, also under a quota: a receipt that was put off is tried again
// when its time has come, with the token that is kept for it, though a fan-out
// waits for hours yet.
func TestAnswerDoesNotWaitForTheFanOutsQuota(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4, PerDay: 20})
		defer p.close()
		greylisted := false
		p.answer = func(_ context.Context, m Mail) error {
			if m.To == "receipt 1" && !greylisted {
				greylisted = true
				return said{status: "4.7.1", recipient: true}
			}
			return nil
		}
		p.owe(announcement(members(30)...))
		p.Wake()
		pass(time.Minute)
		before := len(p.tries())
		p.owe(receipt(1))
		p.Wake()
		pass(time.Minute)
		tries := p.tries()[before:]
		if before == 30 || len(tries) != 2 || tries[1].to != "receipt 1" {
			t.Fatalf("%d letters of the fan-out left; within a minute of the receipt %v", before, tries)
		}
		pass(day)
		if rest := p.count()["waiting"]; rest >= int64(30-before) {
			t.Errorf("the fan-out waits for ever: %d", rest)
		}
	})
}

// A letter whose answer was lost may have left: the provider counts it, however
// often, and so do we; over a restart it counts too, and who watches is told.
func TestQuotaCountsDoubtfulLetters(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		options := Options{Connections: 4, PerDay: 10}
		p := open(t, folder, options)
		p.answer = func(context.Context, Mail) error { return lost{} }
		p.owe(announcement(members(30)...))
		p.Wake()
		pass(day)
		tries := len(p.tries())
		if tries < 5 || tries > 10 {
			t.Errorf("%d letters left within a day, of a quota of 10", tries)
		}
		if p.Doubtful() != int64(tries) {
			t.Errorf("%d may arrive twice, counted %d", tries, p.Doubtful())
		}
		p.close()

		again := open(t, folder, options)
		defer again.close()
		again.Wake()
		pass(time.Minute)
		if n := again.Doubtful(); n == 0 || len(again.tries()) > 1 {
			t.Errorf("after a restart %d may arrive twice, and %d left at once", n, len(again.tries()))
		}
	})
}

// Whatever is asked when, never more than the quota leave in any 24 hours.
func TestQuotaHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		perDay := rapid.IntRange(2, 50).Draw(r, "per day")
		now := time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)
		b := newQuota(perDay, nil, now)
		var left []time.Time
		for range rapid.IntRange(1, 300).Draw(r, "wishes") {
			now = now.Add(time.Duration(rapid.IntRange(0, 7200).Draw(r, "seconds")) * time.Second)
			personal := rapid.Bool().Draw(r, "personal")
			if !b.take(now, personal) {
				if ready := b.ready(personal); !ready.After(now) {
					r.Fatalf("refused at %v, ready at %v", now, ready)
				}
				continue
			}
			left = append(left, now)
			if n := len(left); n > perDay && now.Sub(left[n-1-perDay]) < day {
				r.Fatalf("%d letters within %v", perDay+1, now.Sub(left[n-1-perDay]))
			}
		}
	})
}

func TestNoQuota(t *testing.T) {
	var b *quota = newQuota(0, nil, time.Time{})
	if !b.take(time.Time{}, false) {
		t.Error("no quota lets nothing leave")
	}
	b.giveBack()
}
