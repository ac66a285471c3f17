package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/governance"
)

// A list shows what became of each mail, and a daemon may go on beside it.
func TestMailsAreListed(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder)
	voted(t, s, "oui")
	receive1(t, s, arrival("poison"))
	receive1(t, s, Arrival{Source: Command, At: noon, Accepted: noon, Raw: []byte("{}")})
	must(t, setAside(t, s, 2, "it hurts"))

	beside, err := Open(folder, Options{ReadOnly: true})
	must(t, err)
	t.Cleanup(func() { must(t, beside.Close()) })
	vote := Entry{Number: 1, At: noon, Source: LMTP, Size: 4, State: MailHandled, Outcome: "counted"}
	poison := Entry{Number: 2, At: noon, Source: LMTP, Size: 6, State: MailAside, Problem: "it hurts"}
	command := Entry{Number: 3, At: noon, Source: Command, Size: 2, State: MailWaiting}
	for aside, want := range map[bool][]Entry{false: {vote, poison, command}, true: {poison}} {
		var got []Entry
		must(t, beside.Mails(t.Context(), aside, func(e Entry) error {
			got = append(got, e)
			return nil
		}))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("set aside alone: %t (-want +got)\n%s", aside, diff)
		}
	}
	one, err := beside.Entry(t.Context(), 2)
	if must(t, err); one != poison {
		t.Errorf("got %+v", one)
	}
	if _, err := beside.Entry(t.Context(), 4); !errors.Is(err, ErrNotFound) {
		t.Errorf("mail 4: got %v", err)
	}
}

// A list that its reader does not want to see the end of ends.
func TestListIsCutShort(t *testing.T) {
	s := open(t, t.TempDir())
	receive1(t, s, arrival("a"))
	receive1(t, s, arrival("b"))
	enough, n := errors.New("enough"), 0
	err := s.Mails(t.Context(), false, func(Entry) error {
		n++
		return enough
	})
	if n != 1 || !errors.Is(err, enough) {
		t.Errorf("got %d mails and %v", n, err)
	}
}

func TestLogOfOneMail(t *testing.T) {
	s := open(t, t.TempDir())
	first, second := receive1(t, s, arrival("a")), receive1(t, s, arrival("b"))
	must(t, decideAll(s, t, vote(1, first, "oui"), tick(2, 3), vote(5, second, "non")))
	var got []int64
	must(t, s.LogOf(t.Context(), second, func(r *Row) error {
		if r.Hash == [32]byte{} || len(r.Texts) != 1 || r.Texts[0].Value != "non" {
			t.Errorf("event %d came without its hash or its words: %+v", r.Seq, r)
		}
		got = append(got, r.Seq)
		return nil
	}))
	none := func(r *Row) error {
		t.Errorf("event %d of a mail that caused none", r.Seq)
		return nil
	}
	must(t, s.LogOf(t.Context(), 99, none))
	if diff := cmp.Diff([]int64{5}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var kinds []string
	must(t, s.Caused(t.Context(), first, func(r governance.Record) { kinds = append(kinds, governance.KindOf(r.Event)) }))
	if diff := cmp.Diff([]string{"voted"}, kinds); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
