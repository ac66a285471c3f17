package explain

import (
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// then tells what would come of the mail, or what came of it.
func (t *teller) then() {
	switch {
	case len(t.plays) == 0 || t.Request.Mandate != 0: // of a confidential one nobody else may guess anything
		t.title("then")
		t.under(phrase(t, thens, t.general()))
	case t.plays[0].Known != nil:
		t.known(t.plays[0])
	case len(t.plays) == 2:
		for i, key := range []string{"if", "else"} {
			t.title(key)
			t.outcome(t.plays[i])
		}
	default:
		t.title("then")
		t.outcome(t.plays[0])
	}
}

func (t *teller) title(key string, args ...any) {
	t.lines = append(t.lines, phrase(t, thens, key, args...))
}

// general is what comes of such a mail, where no register tells.
func (t *teller) general() string {
	r := &t.Request
	switch {
	case r.Kind == governance.KindBounce:
		return "would note"
	case !r.Human() && r.Kind != governance.KindUnreadable, r.From == "":
		return "would ignore"
	case r.Kind == governance.KindUnreadable:
		return "would refuse"
	case r.Alone:
		return "would confide"
	case r.Problem == "encrypted":
		return "would encrypted"
	case r.Call != nil && r.Kind == governance.KindAction:
		return "would convene"
	case r.Kind == governance.KindAction && r.Proposal == nil:
		return "would ask tag"
	case r.Mandate != 0:
		return "would mandate"
	case r.Verb == governance.VerbConcern:
		if r.Uncertain {
			return "would not say"
		}
		return "would say"
	case r.Uncertain:
		return "would ask"
	case r.Proposal != nil && r.Proposal.Problem != "":
		return "would mend"
	case r.Proposal != nil && r.Proposal.DryRun:
		return "would preview"
	case r.Proposal != nil:
		return "would open"
	case len(r.Votes) > 0:
		return "would vote"
	case r.Verb == governance.VerbJoin:
		return "would join"
	case r.Verb == governance.VerbFollow:
		return "would follow"
	case r.Verb == governance.VerbHelp:
		return "would help"
	case r.Verb != "":
		return "would do"
	case r.Answer != "":
		return "would tell why"
	}
	return "would relay"
}

// known tells what came of a mail that is here already.
func (t *teller) known(p play) {
	t.title("known", t.speech.Instant(p.Known.At, t.now), p.Known.Number)
	switch p.Known.State {
	case store.MailWaiting:
		t.under(phrase(t, thens, "waiting"))
	case store.MailAside:
		t.under(phrase(t, thens, "aside", p.Known.Number))
	default:
		t.records(p)
	}
}

func (t *teller) outcome(p play) {
	t.records(p)
	if len(p.Letters) == 0 {
		t.under(phrase(t, thens, "no letter"))
	}
	for _, l := range p.Letters {
		subject := phrase(t, letterKinds, l.Kind)
		if l.Subject != "" {
			subject = t.quote(l.Subject)
		}
		t.under(phrase(t, thens, "letter", t.recipients(p.After, l.Letter), subject))
	}
}

// recipients names one reader, and counts several.
func (t *teller) recipients(s *governance.State, l governance.Letter) string {
	switch {
	case l.Owner:
		return phrase(t, thens, "owner")
	case len(l.To) == 0:
		return phrase(t, thens, "writer")
	case len(l.To) == 1:
		return s.Display(l.To[0])
	}
	return t.counted("members", len(l.To))
}

func (t *teller) records(p play) {
	told := false
	for _, r := range p.Records {
		if line := t.event(p, r); line != "" {
			t.under(line)
			told = true
		}
	}
	if !told {
		t.under(phrase(t, thens, "nothing"))
	}
}

// event says what one event is, "" for nothing worth telling.
func (t *teller) event(p play, r governance.Record) string {
	kind := governance.KindOf(r.Event)
	switch e := r.Event.(type) {
	case *governance.Authenticated:
		return ""
	case *governance.Opened:
		return t.opened(e)
	case *governance.Voted:
		return t.voted(p, r.Seq, e)
	case *governance.Held:
		if e.Silent {
			kind = "held silent"
		}
	case *governance.Confirmed:
		if e.Dropped {
			kind = "dropped"
		}
		return phrase(t, events, kind, e.Held)
	case *governance.Declined:
		if e.Action != 0 {
			return phrase(t, events, "declined on", e.Action)
		}
	case *governance.StrangerWrote:
		if e.Letter == "" && e.Why != "" {
			return phrase(t, words, "because", phrase(t, events, kind), phrase(t, ignoredFor, e.Why))
		}
	case *governance.Whispered:
		if e.Held != 0 {
			kind = "whispered held"
		}
	case *governance.Ignored:
		return phrase(t, words, "because", phrase(t, events, kind), phrase(t, ignoredFor, e.Why))
	default:
		return t.about(p, kind, r.Event)
	}
	return phrase(t, events, kind)
}

// about says what an event does to an action or a person.
func (t *teller) about(p play, kind string, event governance.Event) string {
	name := p.After.Display
	var args []any
	switch e := event.(type) {
	case *governance.BallotVoided:
		args = []any{e.Action}
	case *governance.Paused:
		args = []any{e.Action, t.speech.Instant(e.Deadline, t.now)}
	case *governance.Countered:
		args = []any{e.Action}
	case *governance.Requalified:
		args = []any{e.Action}
	case *governance.Withdrawn:
		args = []any{e.Action}
	case *governance.Done:
		args = []any{e.Action}
	case *governance.Closed:
		args = []any{e.Action, phrase(t, words, string(e.Outcome))}
	case *governance.Contested:
		args = []any{e.Action}
	case *governance.WindowStarted:
		args = []any{e.Action}
	case *governance.Joined:
		args = []any{string(e.Name)}
	case *governance.Departed:
		args = []any{name(e.Member)}
	case *governance.ErasureBegan:
		args = []any{name(e.Member), t.speech.Instant(e.At, t.now)}
	case *governance.LeaveBegan:
		args = []any{name(e.Member)}
	case *governance.LeaveEnded:
		args = []any{name(e.Member)}
	case *governance.AddressAdded:
		args = []any{name(e.Member), string(e.Address)}
	case *governance.Renamed:
		args = []any{string(e.Name)}
	case *governance.Confided:
		args = []any{name(e.To)}
	case *governance.Followed:
		args = []any{string(e.Address)}
	case *governance.Bounced:
		args = []any{name(e.Member)}
	case *governance.BecameUnreachable:
		args = []any{name(e.Member)}
	case *governance.BecameReachable:
		args = []any{name(e.Member)}
	case *governance.Convened:
		args = []any{e.Assembly, t.speech.Instant(e.At, t.now)}
	case *governance.AssemblyMoved:
		args = []any{e.Assembly, t.speech.Instant(e.At, t.now)}
	case *governance.AssemblyCancelled:
		args = []any{e.Assembly}
	case *governance.AgendaAdded:
		args = []any{e.Assembly}
	case *governance.AttendanceTold:
		args = []any{e.Assembly}
	case *governance.Concerned:
		args = []any{e.Action}
	case *governance.SurveyAnswered:
		args = []any{e.Action}
	case *governance.StillHere:
		args = []any{name(e.Member)}
	case *governance.ChargeLeft:
		args = []any{name(e.Member)}
	case *governance.Concluded:
		args = []any{name(e.Member), e.Mandate}
	case *governance.MandateWrote:
		args = []any{e.Mandate}
	}
	if _, known := events[kind]; !known {
		return phrase(t, events, "other", kind)
	}
	return phrase(t, events, kind, args...)
}

// opened tells of which type an action is, and why.
func (t *teller) opened(e *governance.Opened) string {
	sort := phrase(t, events, string(e.Type))
	if e.Because != "" {
		sort = phrase(t, events, "for "+e.Because)
	}
	if e.Deadline.IsZero() {
		return phrase(t, events, "opened", e.Action, sort)
	}
	return phrase(t, events, "opened until", e.Action, sort, t.speech.Instant(e.Deadline, t.now))
}

// voted tells whether a vote counts at once.
func (t *teller) voted(p play, seq int64, e *governance.Voted) string {
	key := "voted"
	if a, m := p.After.Action(e.Action), p.After.Member(e.Member); a != nil && m != nil {
		b := a.Ballot(e.Member)
		switch {
		case m.OnLeave:
			key = "voted away"
		case b == nil || b.Seq != seq && b.Rank.After(e.Rank):
			key = "voted before"
		}
	}
	return phrase(t, events, key, t.speech.Choice(e.Choice), e.Action)
}
