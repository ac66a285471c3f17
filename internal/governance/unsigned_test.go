package governance

import "slices"

// checkUnsigned: of who wrote something unsigned nothing stands in the log, and
// nothing is told to anybody else.
func checkUnsigned(t failer, w *world) {
	t.Helper()
	secret := map[int64]bool{} // the mails of which nothing is kept
	for _, r := range w.log {
		if unsignedKind(r.Event) {
			secret[r.Arrival] = true
		}
	}
	once := map[string]bool{}
	for _, r := range w.log {
		if secret[r.Arrival] && r.By != 0 {
			t.Fatalf("record %d (%s) tells who wrote mail %d, by %d", r.Seq, KindOf(r.Event), r.Arrival, r.By)
		}
		mark := ""
		switch e := r.Event.(type) {
		case *Concerned:
			mark = e.Mark
		case *SurveyAnswered:
			mark = e.Mark
		}
		if mark != "" && once[mark] {
			t.Fatalf("record %d is a second one of one member", r.Seq)
		}
		once[mark] = true
	}
	for _, l := range w.sent {
		if l.Whisper && len(l.To) > 1 || !l.Whisper && secret[l.Arrival] {
			t.Fatalf("letter %s tells of mail %d", l.Kind, l.Arrival)
		}
	}
	for _, sv := range w.s.Surveys {
		if slices.Contains(sv.Asked, w.s.Action(sv.Action).Proposer) {
			t.Fatalf("the proposer of #%d is asked why they were silent", sv.Action)
		}
	}
}
