package clerk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// knot is one letter of a thread. Every reader has a copy with a Message-ID of
// its own; whoever wrote the mail that it passed on also has that mail.
type knot struct {
	letter    int64
	author    int
	messageID string // of the author's mail, "" where it had none
}

// deepest is how many posts that answer each other are followed: more hold no
// thread together that these do not.
const deepest = 20

// thread is what stands above a letter, the oldest first: the announcement of
// its action or the call to its assembly, the letter that a post answers, and the one that that answered.
func (c *Clerk) thread(ctx context.Context, order compose.Order) ([]knot, error) {
	var knots []knot
	answered := answeredBy(order.Event)
	for answered != 0 && len(knots) < deepest {
		letter, err := c.Store.Letter(ctx, answered)
		alone := letter.Why == governance.WhyAlone && letter.Kind == governance.LetterPost
		if errors.Is(err, store.ErrNotFound) || err == nil && letter.Personal && !alone {
			break // nobody else has it
		}
		var event governance.Record
		if err == nil {
			event, err = c.event(ctx, letter.Event)
		}
		if err != nil {
			return nil, err
		}
		above := knotOf(answered, event)
		if request, gone := c.request(ctx, letter.Arrival); alone && gone == nil {
			above.author, above.messageID = letter.Member, request.MessageID
		}
		knots = append(knots, above)
		answered = answeredBy(event)
	}
	_, _, kind := beginning(order.Opening)
	if kind == "" {
		slices.Reverse(knots)
		return knots, nil
	}
	announcement, err := c.Store.LetterOf(ctx, order.Opening.Seq, kind)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if above := knotOf(announcement, order.Opening); len(knots) == 0 || knots[len(knots)-1] != above {
		knots = append(knots, above)
	}
	slices.Reverse(knots)
	return knots, nil
}

// answeredBy is the letter that an event's mail answered, 0 for none.
func answeredBy(r governance.Record) int64 {
	switch e := r.Event.(type) {
	case *governance.Posted:
		return e.Answers
	case *governance.MandateWrote:
		return e.Answers
	case *governance.Confided:
		return e.Answers
	}
	return 0
}

func knotOf(letter int64, r governance.Record) knot {
	author, messageID, _ := beginning(r)
	switch e := r.Event.(type) {
	case *governance.Posted:
		author, messageID = e.Member, e.MessageID
	case *governance.MandateWrote:
		author, messageID = e.Member, e.MessageID
	}
	return knot{letter, author, string(messageID)}
}

// references is the thread that a copy belongs to in its reader's client: their
// copies of what stands above it, the mails that they wrote themselves, and the
// one of theirs that it passes on or answers. Nothing of a stranger's is
// reflected.
func (c *Clerk) references(d store.Delivery, order compose.Order, thread []knot) []string {
	var ids []string
	add := func(id string) {
		if strings.HasPrefix(id, "<") {
			ids = append(ids, id)
		}
	}
	self := knotOf(d.Letter, order.Event)
	for _, k := range append(slices.Clip(thread), self) {
		if k.author == d.Member {
			add(k.messageID)
		}
		if k.letter != 0 && k.letter != d.Letter {
			add(c.List.MessageID(k.letter, c.Keys.Proof(address.Reply, k.letter, int64(d.Member))))
		}
	}
	if order.Letter.Personal && order.Letter.Kind != governance.LetterPost && d.Member != store.Stranger && order.Request != nil {
		add(order.Request.MessageID)
	}
	return slices.Compact(ids)
}
