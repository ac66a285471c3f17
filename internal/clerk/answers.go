package clerk

import (
	"context"
	"errors"
	"slices"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// answered finds the letter of ours that a mail answers: the first of the
// candidates, which intake gives in the order of their strength, that is a
// proof of ours and was made for what it is used for. Where an answer has
// candidates that the register never heard of, and no other, its letter is lost.
func (c *Clerk) answered(ctx context.Context, reading intake.Reading) (governance.Answered, error) {
	lost := len(reading.Proofs) > 0 && (reading.InReplyTo || reading.Button != "")
	for _, candidate := range reading.Proofs {
		found, known, err := c.Store.FindProof(ctx, candidate.Proof)
		if err != nil {
			return governance.Answered{}, err
		}
		lost = lost && !known
		if !known || !c.valid(candidate, found) {
			continue
		}
		a := governance.Answered{
			Letter: found.Letter, Kind: found.Body.Kind, Member: found.Member, Action: found.Body.Action,
			Assembly: found.Body.Assembly, Mandate: found.Body.Mandate, Arrival: found.Body.Arrival, SentAt: found.Body.At, Button: candidate.Proof == reading.Button,
		}
		a.Author, a.Alone = found.Body.Author()
		if found.Body.Kind == governance.LetterReceipt {
			a.Ballot = found.Body.Event
		}
		return a, nil
	}
	whisper := c.whispered(reading)
	return governance.Answered{Whisper: whisper, Lost: lost && !whisper}, nil
}

// whispered tells whether a mail answers a letter of which nothing is kept: it
// carries what only such letters to its author carry.
func (c *Clerk) whispered(reading intake.Reading) bool {
	m := c.state.ByAddress(reading.Request.From)
	return m != nil && slices.ContainsFunc(reading.Proofs, func(candidate address.Found) bool {
		return c.Keys.Valid(candidate.Proof, address.Whisper, 0, int64(m.ID))
	})
}

// passedOn finds the letter that passed on one of some mails, by Message-ID.
type passedOn func(messageIDs []string) (letter int64, body governance.Letter, err error)

// followed finds the letter that passed on the mail that a mail answers, where
// no proof says which: whoever answers their own mail, or one that came to them
// directly, has no letter of ours before them.
func followed(reading intake.Reading, find passedOn) (governance.Answered, error) {
	id, letter, err := find(reading.Thread)
	if id == 0 || err != nil {
		return governance.Answered{}, err
	}
	a := governance.Answered{Letter: id, Kind: letter.Kind, Action: letter.Action, Assembly: letter.Assembly, Mandate: letter.Mandate}
	if a.Author, a.Alone = letter.Author(); a.Alone {
		a.Member = letter.To[0]
	}
	return a, nil
}

// valid checks a proof once more against the keys, in constant time, and that
// a bounce's proof is not used for an answer.
func (c *Clerk) valid(candidate address.Found, found store.Found) bool {
	purpose := address.Purpose(found.Purpose)
	carried := candidate.Purpose
	if carried == address.ToAuthor { // the alias of a letter's author bears the letter's own proof
		carried = address.Reply
	}
	return carried == purpose &&
		c.Keys.Valid(candidate.Proof, purpose, found.Letter, int64(found.Member))
}

// fillHeld gives a request the earlier one that it lets through: a
// confirmation that of the mail which waits for it, ACCEPTER a stranger's, the
// answer to a question that of the mail it was about.
func (c *Clerk) fillHeld(ctx context.Context, r *governance.Request) error {
	arrival := c.state.Earlier(r)
	if arrival == 0 {
		return nil
	}
	held, err := c.request(ctx, arrival)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrGone) {
		return nil // the rules answer that it is too late
	}
	if err != nil {
		return err
	}
	r.Held = &held
	if r.Answers.Kind != governance.LetterConfirm {
		return nil // a stranger's own ACCEPTER is but words
	}
	return c.fillHeld(ctx, r.Held)
}
