package governance

import (
	"slices"
	"time"
)

// Concerned is an unsigned concern, relayed to all. Nothing is kept of its
// author but the keyed hash Mark.
type Concerned struct {
	Action int    `json:"action"`
	Words  Text   `json:"words"`
	Mark   string `json:"mark"`
	To     int    `json:"-"` // its author, told now where the letter to all does not reach them
}

// Surveyed asks those who did not vote why.
type Surveyed struct {
	Action  int       `json:"action"`
	Members []int     `json:"members,omitempty"`
	Until   time.Time `json:"until"`
}

// SurveyAnswered is one of their answers, which is erased once the totals are
// told. Nothing is kept of its author but the keyed hash Mark.
type SurveyAnswered struct {
	Action int    `json:"action"`
	Answer Text   `json:"answer"`
	Mark   string `json:"mark"`
	To     int    `json:"-"` // its author, thanked now
}

// SurveyClosed tells the totals, none where fewer than three answered. The
// answers stand behind event Since.
type SurveyClosed struct {
	Action   int            `json:"action"`
	Since    int64          `json:"since"`
	Asked    int            `json:"asked"`
	Answered int            `json:"answered"`
	Totals   map[Answer]int `json:"totals,omitempty"`
}

// Whispered answers the author of an unsigned mail, of whom nothing is kept.
// Where they are asked whether they wrote it, Mark stops a second question.
type Whispered struct {
	Action int    `json:"action,omitempty"`
	Why    Why    `json:"why"`
	Mark   string `json:"mark,omitempty"`
	To     int    `json:"-"`
	Held   int64  `json:"-"` // the mail that is asked about
}

func (*Concerned) kind() string     { return "concerned" }
func (e *Concerned) texts() []*Text { return []*Text{&e.Words} }
func (e *Concerned) apply(s *State, r Record) {
	s.remember("concern", e.Action, e.Mark, r.At)
}

func (*Surveyed) kind() string   { return "surveyed" }
func (*Surveyed) texts() []*Text { return nil }
func (e *Surveyed) apply(s *State, r Record) {
	s.Surveys = slices.DeleteFunc(s.Surveys, func(sv *Survey) bool { return sv.Action == e.Action })
	if len(e.Members) == 0 {
		return
	}
	s.Surveys = append(s.Surveys, &Survey{Action: e.Action, Asked: e.Members, Ask: r.At, Until: e.Until, Since: r.Seq})
	for _, member := range e.Members {
		m := s.Members[member-1]
		m.SurveyedAt = r.At
		s.write(m, r)
	}
}

func (*SurveyAnswered) kind() string     { return "survey_answered" }
func (e *SurveyAnswered) texts() []*Text { return []*Text{&e.Answer} }
func (e *SurveyAnswered) apply(s *State, r Record) {
	s.remember("survey", e.Action, e.Mark, r.At)
	sv := s.survey(e.Action)
	if sv == nil {
		return
	}
	if sv.Answered++; sv.Totals == nil {
		sv.Totals = map[Answer]int{}
	}
	sv.Totals[Answer(e.Answer)]++
}

func (*SurveyClosed) kind() string   { return "survey_closed" }
func (*SurveyClosed) texts() []*Text { return nil }
func (e *SurveyClosed) apply(s *State, _ Record) {
	s.Surveys = slices.DeleteFunc(s.Surveys, func(sv *Survey) bool { return sv.Action == e.Action })
}

func (*Whispered) kind() string   { return "whispered" }
func (*Whispered) texts() []*Text { return nil }
func (e *Whispered) apply(s *State, r Record) {
	s.remember("confirm", e.Action, e.Mark, r.At)
}

// unsignedKind tells an event that came of a mail of whose author nothing may be
// kept.
func unsignedKind(e Event) bool {
	switch e.(type) {
	case *Concerned, *SurveyAnswered, *Whispered:
		return true
	}
	return false
}

// owedUnsigned is what the unsigned owes: what is relayed to all, and a word to
// its author, which is forgotten once it is sent.
func (s *State) owedUnsigned(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Concerned:
		all := s.toAll(LetterConcern, e.Action)
		if e.To == 0 || slices.Contains(all.To, e.To) {
			return []Letter{all}
		}
		return []Letter{all, whisper(LetterReceipt, e.To, e.Action, WhyConcernSent)}
	case *Surveyed:
		return []Letter{{Kind: LetterSurvey, To: e.Members, Action: e.Action}}
	case *SurveyAnswered:
		return []Letter{whisper(LetterReceipt, e.To, e.Action, WhySurvey)}
	case *SurveyClosed:
		if e.Totals != nil {
			return []Letter{s.toAll(LetterSurveyResult, e.Action)}
		}
	case *Whispered:
		return []Letter{s.whispered(e)}
	}
	return nil
}

func (s *State) whispered(e *Whispered) Letter {
	switch e.Why {
	case WhyUnproven, WhyUnclearYes:
		l := whisper(LetterConfirm, e.To, e.Action, WhyUnsigned)
		l.Arrival = e.Held
		return l
	case WhyDropped:
		return whisper(LetterReceipt, e.To, e.Action, e.Why)
	}
	return whisper(LetterRefusal, e.To, e.Action, e.Why)
}

// whisper is a letter to one member of which nothing is kept once it is sent;
// to nobody where there is nobody to tell.
func whisper(kind LetterKind, to, action int, why Why) Letter {
	l := Letter{Kind: kind, Why: why, Personal: true, Whisper: true, Action: action}
	if to != 0 {
		l.To = []int{to}
	}
	return l
}
