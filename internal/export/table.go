package export

import (
	"iter"
	"strconv"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// instant is as programs read it (RFC 3339), "" for none.
func instant(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// memberRows are in the columns of `replay --members`; who has left is here too.
func memberRows(s *governance.State, now time.Time) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if !yield([]string{"email", "name", "joined", "votes_from", "state"}, nil) {
			return
		}
		for _, m := range s.Members {
			if !yield([]string{m.Primary(), string(m.Name), instant(m.Joined), instant(m.VotesFrom), m.Standing(now)}, nil) {
				return
			}
		}
	}
}

func actionRows(s *governance.State) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		header := []string{"number", "type", "title", "proposer", "state", "how", "opened_at", "deadline", "closed_at", "done_at", "electorate", "for", "blank", "against"}
		if !yield(header, nil) {
			return
		}
		for _, a := range s.Actions {
			t := s.Tally(a)
			row := []string{
				strconv.Itoa(a.Number), string(a.Type), string(a.Title), s.Member(a.Proposer).Primary(), string(a.State), string(a.How),
				instant(a.OpenedAt), instant(a.Deadline), instant(a.ClosedAt), instant(a.DoneAt),
				strconv.Itoa(t.Electorate), strconv.Itoa(t.For), strconv.Itoa(t.Blank), strconv.Itoa(t.Against),
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func ballotRows(s *governance.State) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if !yield([]string{"action", "member", "choice", "at", "reason", "counted"}, nil) {
			return
		}
		for _, a := range s.Actions {
			for i := range a.Ballots {
				b := &a.Ballots[i]
				m := s.Member(b.Member)
				row := []string{strconv.Itoa(a.Number), m.Primary(), string(b.Choice), instant(b.Rank), string(b.Reason), strconv.FormatBool(counts(a, m, b))}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// counts tells whether a ballot counts: at closing, or now while it is open.
func counts(a *governance.Action, m *governance.Member, b *governance.Ballot) bool {
	return b.Counted || a.IsOpen() && a.Ballot(m.ID) == b && a.InElectorate(m)
}

func mailRows(story store.Story) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if !yield([]string{"number", "at", "source", "size", "state", "outcome", "proven", "grounds"}, nil) {
			return
		}
		stopped := false
		err := story.Mails(func(e store.Entry) error {
			row := []string{strconv.FormatInt(e.Number, 10), instant(e.At), string(e.Source), strconv.FormatInt(e.Size, 10), string(e.State), e.Outcome, strconv.FormatBool(e.Proven), e.Grounds}
			if !stopped {
				stopped = !yield(row, nil)
			}
			return nil
		})
		if err != nil && !stopped {
			yield(nil, err)
		}
	}
}
