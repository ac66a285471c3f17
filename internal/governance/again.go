package governance

// Again decides a request once more, as Step did, and goes by the log: whatever
// would come of it now, the state is then what its records made of it. It tells
// whether they are what comes of it; same compares the i-th of them, where there
// are as many, with what would be written now.
func Again(s *State, r Request, logged []Record, same func(i int, now Record) bool) bool {
	at, by, done := latest(s.At, r.At), 0, 0
	follow := func(events []Event) bool {
		for _, e := range events {
			now := Record{Seq: s.Seq + 1, At: at, Arrival: r.Arrival, By: by, Event: e}
			if !same(done, now) || done == len(logged) {
				return false
			}
			s.Apply(logged[done])
			done++
		}
		return true
	}
	events := Decide(s, r)
	by = s.author(&r, events)
	agree := follow(events)
	for agree && r.Kind != KindFault {
		events := Consequences(s, at)
		if len(events) == 0 {
			break
		}
		agree = follow(events)
	}
	agree = agree && done == len(logged)
	s.Apply(logged[done:]...)
	return agree
}
