package governance

import "cmp"

// post relays talk, be it a file alone.
func (d *decision) post() []Event {
	switch {
	case d.r.Words != "" || d.r.brings():
		return d.talk(d.about())
	case len(d.r.Files) > 0:
		return d.decline(d.about(), WhyLeftOut)
	}
	return d.decline(0, WhyNothingThere)
}

func (d *decision) talk(action int) []Event {
	return []Event{&Posted{
		Member: d.m.ID, Action: action, Subject: Text(d.r.Subject), Words: Text(cmp.Or(d.r.Talk, d.r.Words)), MessageID: Text(d.r.MessageID),
		Enclosed: d.enclosed(), Answers: d.above().Letter,
	}}
}

// above is the letter in whose thread a mail stands: the one that it answers,
// or the one that passed on the mail that it answers.
func (d *decision) above() Answered {
	if d.r.Answers.Letter != 0 {
		return d.r.Answers
	}
	return d.r.Follows
}

// brings tells whether the mail brings a file that is passed on.
func (r *Request) brings() bool {
	for _, f := range r.Files {
		if f.Left == "" {
			return true
		}
	}
	return false
}

// enclosed is the mail whose attachments go to all with what it says, those
// that are left out by name; 0 where it has none.
func (d *decision) enclosed() int64 {
	if len(d.r.Files) == 0 {
		return 0
	}
	return d.r.Arrival
}

// Enclosed is the mail whose attachments travel with a letter that tells of
// this event, 0 for none.
func (r Record) Enclosed() int64 {
	switch e := r.Event.(type) {
	case *Opened:
		return e.Enclosed
	case *Previewed:
		return e.Would.Enclosed
	case *Posted:
		return e.Enclosed
	case *MandateWrote:
		return e.Enclosed
	case *Concluded:
		return e.Enclosed
	case *Accepted:
		return e.Enclosed
	case *Confided:
		return e.Enclosed
	case *Paused:
		return e.Enclosed
	case *Requalified:
		return e.Enclosed
	case *Withdrawn:
		return e.Enclosed
	case *Done:
		return e.Enclosed
	case *Convened:
		return e.Enclosed
	case *AssemblyPreviewed:
		return e.Would.Enclosed
	case *AssemblyMoved:
		return e.Enclosed
	case *AssemblyCancelled:
		return e.Enclosed
	}
	return 0
}
