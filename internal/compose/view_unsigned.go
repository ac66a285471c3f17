package compose

import "toutdoux/internal/governance"

// Worries are the unsigned concerns since the last digest.
func (v *view) Worries() facts {
	return told(v, func(e *governance.Concerned) fact { return v.fact(e.Action, 0, e.Words) })
}

// Surveys are the surveys whose totals came out since the last digest, each as a
// view of its action.
func (v *view) Surveys() []*view {
	var surveys []*view
	for _, r := range v.records() {
		if e, is := r.Event.(*governance.SurveyClosed); is && e.Totals != nil {
			on := v.on(v.o.State.Action(e.Action))
			on.event = e
			surveys = append(surveys, on)
		}
	}
	return surveys
}

// silence is a reason why people did not vote, and how many had it.
type silence struct {
	Answer governance.Answer
	Count  int
}

// Silences are the totals of a survey, in the order of its question.
func (v *view) Silences() []silence {
	e, is := v.event.(*governance.SurveyClosed)
	if !is {
		return nil
	}
	var silences []silence
	for _, answer := range governance.Answers() {
		silences = append(silences, silence{answer, e.Totals[answer]})
	}
	return silences
}

// SurveyAsked is how many were asked why they did not vote.
func (v *view) SurveyAsked() int {
	if e, is := v.event.(*governance.SurveyClosed); is {
		return e.Asked
	}
	return 0
}

// SurveyAnswered is how many of them said why.
func (v *view) SurveyAnswered() int {
	if e, is := v.event.(*governance.SurveyClosed); is {
		return e.Answered
	}
	return 0
}

// Concerns tells whether members may send an unsigned concern.
func (v *view) Concerns() bool { return v.o.State.Statutes.Concerns }
