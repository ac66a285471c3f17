package governance

import (
	"slices"
	"time"
)

// owedByAssembly is what the events of an assembly owe.
func (s *State) owedByAssembly(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Convened:
		return []Letter{s.assemblyLetter(e.Assembly, e.Convener)}
	case *AssemblyPreviewed:
		return answer(LetterDryRun, e.Member, 0, "", r)
	case *AssemblyMoved:
		return []Letter{s.assemblyLetter(e.Assembly, e.Member)}
	case *AssemblyCancelled:
		return []Letter{s.assemblyLetter(e.Assembly, e.Member)}
	case *AgendaClosed:
		return []Letter{s.assemblyLetter(e.Assembly, 0)}
	case *AgendaAdded:
		return inAssembly(e.Assembly, answer(LetterReceipt, e.Member, 0, "", r))
	case *AttendanceTold:
		letters := answer(LetterReceipt, e.Member, 0, "", r)
		letters = append(letters, s.toProxy(e.Proxy, WhyProxy, e.Member)...)
		letters = append(letters, s.toProxy(e.Freed, WhyProxyEnded, e.Member)...)
		return inAssembly(e.Assembly, letters)
	case *ProxyLost:
		l := Letter{Kind: LetterAssembly, To: []int{e.Member}, Why: WhyProxyLost, Member: e.Proxy, Personal: true}
		return inAssembly(e.Assembly, []Letter{l})
	}
	return nil
}

// assemblyLetter is a letter to all about an assembly, and to the member who acts even
// on leave.
func (s *State) assemblyLetter(assembly, member int) Letter {
	l := s.about(LetterAssembly, 0, member)
	l.Assembly = assembly
	return l
}

func inAssembly(number int, letters []Letter) []Letter {
	for i := range letters {
		letters[i].Assembly = number
	}
	return letters
}

// toProxy tells who speaks for a member, 0 for nobody, that they do, or no
// longer do.
func (s *State) toProxy(holder int, why Why, giver int) []Letter {
	if m := s.Member(holder); m == nil || !m.hears() {
		return nil
	}
	return []Letter{{Kind: LetterAssembly, To: []int{holder}, Why: why, Member: giver, Personal: true}}
}

// invitations are for who begins to hear of things in an instant: what was
// said meanwhile of the assemblies that are to come.
func (s *State) invitations(member int, at time.Time) []Letter {
	var letters []Letter
	m := s.Member(member)
	for _, a := range s.Assemblies {
		if !a.At.After(at) || !m.hears() || !m.Joined.After(a.ToldAt) && m.presentAt(a.ToldAt) {
			continue
		}
		l := Letter{Kind: LetterAssembly, To: []int{member}, Why: WhyInvited, Member: a.Convener, Assembly: a.Number}
		if !a.CancelledAt.IsZero() {
			if !m.heard(a) {
				continue
			}
			l.Why = WhyCalledOff
		}
		letters = append(letters, l)
	}
	return letters
}

// heard tells whether a member was there at some time between the call to an
// assembly and its cancelling.
func (m *Member) heard(a *Assembly) bool {
	missed := slices.ContainsFunc(m.Away, func(away Away) bool {
		return !away.From.After(a.CalledAt) && (away.To.IsZero() || away.To.After(a.CancelledAt))
	})
	return !missed && !m.Joined.After(a.CancelledAt)
}
