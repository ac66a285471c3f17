package governance

// dissolved answers whatever comes once the list is closed: a person kindly,
// and once; nothing else happens any more (rules.md, Effects).
func (d *decision) dissolved() []Event {
	if events := d.afterwards(); events != nil {
		return events
	}
	switch {
	case d.r.Kind == KindTick:
		return d.erasures()
	case d.r.Kind == KindIntervention:
		return []Event{&Declined{Why: WhyDissolved}}
	case d.r.Kind == KindFault:
		return []Event{&Faulted{Why: d.r.Fault, Mail: d.r.Answers.Arrival}}
	case !d.r.Human() || d.r.From == "":
		return []Event{&Ignored{WhyDissolved}}
	case d.r.Verb == VerbOwner:
		return []Event{&WroteOwner{After: d.turn()}}
	case d.answersSince(d.Dissolved) > 0:
		return []Event{&Ignored{WhyDissolved}}
	}
	d.m = d.ByAddress(d.r.From)
	if d.m == nil && !d.r.Authenticated {
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyUnproven}}
	}
	return []Event{&StrangerWrote{Stranger: d.r.Stranger, Letter: LetterRefusal, Why: WhyDissolved, After: d.turn()}}
}
