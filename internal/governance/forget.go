package governance

import "time"

// Forgetting is what must not be kept of mails once they are decided, so that
// nothing tells who wrote something unsigned.
type Forgetting struct {
	Mails []int64   // of which nothing stays but that they came, and a hash
	Raw   bool      // of the mail that is decided its bytes go: they quote what nobody may know
	At    time.Time // when the mail that is decided goes too, zero for never
}

// Author tells whether it must not be known who wrote the mail that is decided.
func (f Forgetting) Author() bool { return len(f.Mails) > 0 || !f.At.IsZero() }

// Forget tells what to forget once these records are written, and gives the
// request as it may be written: nothing in it tells that its author once wrote
// something unsigned. A mail whose author is asked whether they wrote it
// stays until they answer, or can no more.
func Forget(r Request, records []Record) (Request, Forgetting) {
	if len(records) == 0 || !unsignedKind(records[0].Event) {
		whisper := r.Answers.Whisper
		if whisper {
			r.Answers, r.Subject = Answered{}, ""
		}
		return r, Forgetting{Raw: whisper}
	}
	e, _ := records[0].Event.(*Whispered)
	if e != nil && e.Held != 0 && e.Held == r.Arrival {
		return r, Forgetting{At: records[0].At.Add(confirmation)}
	}
	f := Forgetting{Mails: []int64{r.Arrival}}
	settled := e == nil || e.Why != WhyUnclearYes && e.Why != WhyUnproven
	if r.Answers.Kind == LetterConfirm && r.Held != nil && settled {
		f.Mails = append(f.Mails, r.Answers.Arrival)
	}
	return Request{Kind: r.Kind, Arrival: r.Arrival, At: r.At, Verb: r.Verb}, f
}
