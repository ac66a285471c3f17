package governance

import (
	"testing"
	"time"
)

// meet draws what a mail says about assemblies: a call, an answer to one, a
// point for its agenda, or another date for it.
func (d *drawn) meet(r *Request, draw func(string, int) int) {
	call := &Call{At: d.now.Add(time.Duration(draw("in", 40*86400)) * time.Second), Place: []string{"", "ici", "là"}[draw("place", 3)]}
	switch draw("meeting", 6) {
	case 0, 1:
		r.Kind, r.Call, call.Type, call.DryRun = KindAction, call, Ordinary, draw("dry", 6) == 0
	case 2:
		r.Call = call
	case 3:
		r.Verb, r.Points = VerbAgenda, [][]string{nil, {"le budget"}, {"le budget", "le local"}}[draw("points", 3)]
	case 4:
		r.Verb, r.Assembly = []Verb{VerbPresent, VerbAbsent}[draw("presence", 2)], draw("assembly", len(d.w.s.Assemblies)+2)
		r.Points = [][]string{nil, {"le budget"}}[draw("points", 2)]
	case 5:
		r.Verb, r.Argument = VerbProxy, names[draw("proxy", len(names))]+"@exemple.test"
	}
}

// An assembly is due where the last one, or the founding, lies half a year
// back, and none is called; one that was cancelled was never held.
func TestAssemblyDue(t *testing.T) {
	s, start := New(paris), utc(2026, 1, 10, 8, 0)
	Found(s, DefaultStatutes(), []Founder{{Name: "Alice", Address: "alice@exemple.test", VotesFrom: start}}, start)
	ask := func(at time.Time, r Request) {
		r.At, r.From, r.Authenticated = at, "alice@exemple.test", true
		Step(s, r)
	}
	call := func(at time.Time) Request {
		return Request{Kind: KindAction, Call: &Call{Type: Ordinary, At: at}}
	}
	check := func(at time.Time, want bool) {
		t.Helper()
		if got := s.AssemblyDue(at); got != want {
			t.Errorf("at %s: due is %t, the last was %s", at, got, s.LastAssembly(at))
		}
	}
	report := func(at, want time.Time) {
		t.Helper()
		if got := s.LastReport(at); !got.Equal(want) {
			t.Errorf("at %s: the last report was sent at %s, not at %s", at, got, want)
		}
	}
	check(utc(2026, 7, 10, 6, 59), false)
	check(utc(2026, 7, 10, 7, 0), true) // 9:00 on the clock, as on 10 January
	ask(utc(2026, 7, 11, 8, 0), call(utc(2026, 8, 1, 8, 0)))
	check(utc(2026, 7, 20, 8, 0), false)
	for due := Due(s); due.At.Before(utc(2026, 7, 26, 8, 0)); due = Due(s) {
		Step(s, Request{Kind: KindTick, At: due.At})
	}
	report(utc(2026, 7, 31, 8, 0), start)                 // it was sent, for an assembly that is to come
	report(utc(2026, 8, 1, 8, 0), utc(2026, 7, 25, 8, 0)) // seven days before
	report(utc(2027, 2, 20, 8, 0), utc(2026, 7, 25, 8, 0))
	check(utc(2026, 8, 2, 8, 0), false)
	check(utc(2027, 1, 31, 8, 0), false)
	check(utc(2027, 2, 1, 9, 0), true)
	ask(utc(2027, 2, 2, 8, 0), call(utc(2027, 3, 1, 8, 0)))
	check(utc(2027, 2, 3, 8, 0), false)
	ask(utc(2027, 2, 4, 8, 0), Request{Kind: KindReply, Verb: VerbWithdraw, Answers: Answered{Letter: 1, Kind: LetterAssembly, Member: 1, Assembly: 2}})
	check(utc(2027, 2, 5, 8, 0), true)
}

// The earliest day for an assembly is one whose every hour is late enough,
// whenever today the call is sent.
func TestEarliestDay(t *testing.T) {
	s := New(paris)
	s.Statutes = DefaultStatutes()
	for notice, want := range map[string]string{"15 days": "2026-03-30 00:00", "0 days": "2026-03-15 00:00", "36 hours": "2026-03-17 00:00", "1 month": "2026-04-15 00:00"} {
		if err := s.Statutes.Set("assembly.notice", notice); err != nil {
			t.Fatal(err)
		}
		if got := s.EarliestDay(utc(2026, 3, 14, 11, 0)).In(paris).Format("2006-01-02 15:04"); got != want {
			t.Errorf("with %s: %s, want %s", notice, got, want)
		}
	}
}

// Ten thousand answers, a hundred of them proxies, cost a mail no time that
// anybody notices: they are looked at after each.
func BenchmarkProxies(b *testing.B) {
	s, start := New(paris), utc(2026, 1, 10, 8, 0)
	a := &Assembly{Number: 1, At: start.AddDate(0, 2, 0)}
	for i := range 10_000 {
		s.Members = append(s.Members, &Member{ID: i + 1})
		x := Attendance{Member: i + 1, Presence: Present}
		if i < 100 {
			x.Presence, x.Proxy = ByProxy, 101+i
		}
		a.Attendance = append(a.Attendance, x)
	}
	s.Assemblies = append(s.Assemblies, a)
	for b.Loop() {
		if s.lostProxy(start) != nil {
			b.Fatal("a proxy is lost")
		}
	}
}
