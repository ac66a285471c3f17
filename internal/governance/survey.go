package governance

import (
	"slices"
	"time"
)

// Answer is why somebody did not vote.
type Answer string

// The answers to the question put to the silent (rules.md, Both).
const (
	DidNotKnow  Answer = "did_not_know"
	NotSure     Answer = "not_sure"
	DidNotDare  Answer = "did_not_dare" // against, but did not dare
	NotMyField  Answer = "not_my_field"
	OtherReason Answer = "other"
)

// Answers are they, in the order in which they are asked and told.
func Answers() []Answer { return []Answer{DidNotKnow, NotSure, DidNotDare, NotMyField, OtherReason} }

// Survey asks those who did not vote why, once an action was adopted by a
// silence of more than half.
type Survey struct {
	Action   int            `json:"action"`
	Asked    []int          `json:"asked"` // who is to be asked, and then who was
	Ask      time.Time      `json:"ask"`
	Until    time.Time      `json:"until,omitzero"` // zero before they are asked
	Since    int64          `json:"since,omitempty"`
	Answered int            `json:"answered,omitempty"`
	Totals   map[Answer]int `json:"totals,omitempty"`
}

const (
	surveyDays   = 10 // how long the question stays open
	surveyMonths = 1  // how long nobody is asked again
	surveyFewest = 3  // answers, so that nobody's can be told
)

// survey is the one about that action whose question is open, nil for none.
func (s *State) survey(action int) *Survey {
	for _, sv := range s.Surveys {
		if sv.Action == action && !sv.Until.IsZero() {
			return sv
		}
	}
	return nil
}

// asked tells whether a member was asked.
func (sv *Survey) asked(member int) bool {
	return sv != nil && slices.Contains(sv.Asked, member)
}

// puzzle has those asked who did not vote on an action that has just been
// adopted by silence, where they are more than half.
func (s *State) puzzle(a *Action, at time.Time) {
	t := a.Final
	if a.How != BySilence || 2*(t.For+t.Blank+t.Against) >= t.Electorate {
		return
	}
	sv := &Survey{Action: a.Number, Ask: at}
	voted := map[int]bool{a.Proposer: true}
	for _, b := range a.Ballots {
		voted[b.Member] = voted[b.Member] || b.Counted
	}
	for _, id := range a.Electors {
		if !voted[id] && s.rested(id, at) {
			sv.Asked = append(sv.Asked, id)
		}
	}
	if len(sv.Asked) == 0 {
		return
	}
	if s.busy(at) || slices.ContainsFunc(sv.Asked, func(id int) bool { return !s.free(s.Member(id), at) }) {
		sv.Ask = s.nextMorning(at)
	}
	s.Surveys = append(s.Surveys, sv)
}

// rested tells whether a member was asked nothing of that sort for a month.
func (s *State) rested(member int, at time.Time) bool {
	last := s.Member(member).SurveyedAt
	return last.IsZero() || !Delay{surveyMonths, Months}.After(last, s.zone).After(at)
}

// putAt is when a question can be put: it waits for a calm day.
func (s *State) putAt(sv *Survey) time.Time { return s.calm(sv.Ask) }

// dueSurveys tells when a question is to be put, and when it ends.
func (s *State) dueSurveys(add func(time.Time, bool)) {
	for _, sv := range s.Surveys {
		if sv.Until.IsZero() {
			add(s.putAt(sv), false)
		} else {
			add(sv.Until, true)
		}
	}
}

// surveys does what is due of them, one at a time.
func (d *decision) surveys() []Event {
	for _, sv := range d.Surveys {
		switch {
		case sv.Until.IsZero() && !d.putAt(sv).After(d.r.At):
			return []Event{d.put(sv)}
		case !sv.Until.IsZero() && !sv.Until.After(d.r.At):
			return []Event{sv.close()}
		}
	}
	return nil
}

// put asks those who had no such letter that day, and were not asked meanwhile
// about another action.
func (d *decision) put(sv *Survey) Event {
	e := &Surveyed{Action: sv.Action, Until: Delay{surveyDays, Days}.After(d.at, d.zone)}
	for _, id := range sv.Asked {
		if d.free(d.Member(id), d.at) && d.rested(id, d.at) {
			e.Members = append(e.Members, id)
		}
	}
	return e
}

// close tells the totals of a survey, where so many answered that nobody's
// answer can be told.
func (sv *Survey) close() Event {
	e := &SurveyClosed{Action: sv.Action, Since: sv.Since, Asked: len(sv.Asked), Answered: sv.Answered}
	if sv.Answered >= surveyFewest {
		e.Totals = sv.Totals
	}
	return e
}

// questions are the actions of which the mail may say why a member was silent:
// that of the question it answers, that of its thread or, where it is about
// nothing, those of which they are being asked.
func (d *decision) questions(member int) []int {
	if d.r.Answers.Kind == LetterSurvey {
		return []int{d.r.Answers.Action}
	}
	var actions []int
	for _, sv := range d.Surveys {
		if !sv.Until.IsZero() && sv.asked(member) && (sv.Action == d.about() || d.aside()) {
			actions = append(actions, sv.Action)
		}
	}
	return actions
}

// answerSurvey takes an answer to the question.
func (d *decision) answerSurvey() []Event {
	actions := d.questions(d.m.ID)
	if len(actions) != 1 || d.r.Answer == "" {
		return d.whisper(0, WhySurveyUnclear)
	}
	number := actions[0]
	mark := d.mark("survey", number, d.m.ID)
	if !d.survey(number).asked(d.m.ID) {
		return d.whisper(number, WhySurveyOver)
	}
	if _, twice := d.marks("survey", number)[mark]; twice {
		return d.whisper(number, WhySurveyTwice)
	}
	return []Event{&SurveyAnswered{Action: number, Answer: Text(d.r.Answer), Mark: mark, To: d.m.ID}}
}
