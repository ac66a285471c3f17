// Package specimen is an association that never was, and one of every letter
// that it owes: what somebody proposed, voted or asked, and who must be told. By
// it letters are looked at before there is anything to tell.
//
// It makes the letters happen, by the rules; to write them is compose's.
package specimen

import (
	"fmt"
	"time"

	g "toutdoux/internal/governance"
)

// Scene is one letter, and what makes it owed.
type Scene struct {
	Kind g.LetterKind
	Name string // in a few words: "adopted by majority, to its proposer"
	owed func() Owed
}

// Scenes are every letter that is owed, by what makes it owed. The refusals and
// the questions, whose reasons are many, are added from the table of reasons.
func Scenes() []Scene {
	var all []Scene
	for _, some := range [][]Scene{
		announcementScenes(), effectScenes(), receiptScenes(), discussionScenes(), reminderScenes(), outcomeScenes(), newcomerScenes(), memberScenes(), ghostScenes(), UnsignedScenes(),
		confirmScenes(), answerScenes(), ownerScenes(), questionScenes(), refusalScenes(), fieldScenes(), digestScenes(), privateScenes(),
		assemblyScenes(), meetingScenes(), chargeScenes(),
	} {
		all = append(all, some...)
	}
	return all
}

// Owed lets the scene happen. Its letter is numbered as if it were written at a
// fixed hour, so that nothing but the letter differs from one to the next.
func (s Scene) Owed() (Owed, error) {
	o := s.owed()
	if o.State == nil {
		return Owed{}, fmt.Errorf("play the scene %q: no letter %s is owed", s.Name, s.Kind)
	}
	o.Number, o.Date = 42, o.Letter.At.Add(5*time.Second)
	return o, nil
}
