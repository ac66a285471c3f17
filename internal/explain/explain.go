package explain

import (
	"context"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
)

// Answer is what is found out about a mail.
type Answer struct {
	// Request is the mail as it was read, with what would be made of it.
	Request governance.Request

	cfg      *config.Config // nil for none
	zone     *time.Location
	raw      []byte
	now      time.Time
	evidence intake.Evidence
	sender   sender
	plays    []play
	blind    error // why the register could not be looked at
}

// play is what would come of a mail whose sender's domain vouches for it, or
// does not.
type play struct {
	proven bool
	*clerk.Rehearsal
}

// Read reads a mail as the daemon of a configuration would, or, where that is
// nil, as any; zone is for the dates in it then.
func Read(cfg *config.Config, zone *time.Location, raw []byte, now time.Time) (*Answer, error) {
	reader := intake.Reader{Zone: zone, Limits: intake.DefaultLimits()}
	if cfg != nil {
		var err error
		if reader, err = association.Reader(cfg); err != nil {
			return nil, err
		}
		zone = cfg.Zone()
	}
	reading := clerk.Read(reader, raw, nil, now)
	return &Answer{
		Request: foreseen(reading.Request, raw), cfg: cfg, zone: zone, raw: raw, now: now, evidence: reading.Evidence,
	}, nil
}

// Look finds out whether the sender would be believed, and what would come of
// the mail, from the configuration and from its register, which is only read.
func (a *Answer) Look(ctx context.Context) {
	a.sender = senderOf(a.cfg, a.raw, a.now)
	if a.cfg == nil {
		return
	}
	for _, proven := range a.sender.possible(a.Request) {
		r, err := association.Rehearse(ctx, a.cfg, still{a.now}, a.raw, proven)
		if err != nil {
			a.plays, a.blind = nil, err
			return
		}
		a.plays = append(a.plays, play{proven, r})
		if r.Known != nil {
			return
		}
	}
	if len(a.plays) == 2 && governance.Fate(a.plays[0].Records) == governance.Fate(a.plays[1].Records) {
		a.plays = a.plays[1:] // whoever wrote it
	}
}

// still is a clock that stands.
type still struct{ now time.Time }

func (s still) Now() time.Time { return s.now }

// foreseen is a request with what would be made of it: a proposal whose effects
// make it extraordinary, or one of which its author is first asked what it is.
// The subject is the mail's own.
func foreseen(r governance.Request, raw []byte) governance.Request {
	if r.Kind != governance.KindUnreadable {
		r.Subject = intake.Subject(raw)
	}
	if r.Proposal == nil {
		return r
	}
	p := *r.Proposal
	if len(p.Effects) > 0 {
		p.Type = governance.Extraordinary
	}
	r.Proposal, r.Uncertain = &p, r.Uncertain || p.Unsure != ""
	if p.Unsure != "" {
		r.Proposal = nil
	}
	return r
}
