package realtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// story is an association of five, with what each mailbox must hold so far.
type story struct {
	*town
	*toutdoux
	t     *testing.T
	boxes map[string]*mailbox
	want  map[string][][]string // subjects, moment by moment
}

// members are the five. Frank, who joins them, has no mailbox; the owner of
// the list and a stranger have one each.
// others are the members but Carol, to whom what she did is told as hers.
var (
	members = []string{"alice", "bob", "carol", "dave", "erin"}
	others  = []string{"alice", "bob", "dave", "erin"}
)

// addresses are those of mailboxes; persons, how they write their names.
var (
	addresses = map[string]string{
		"alice": "alice@asso.test", "bob": "bob@asso.test", "carol": "carol@asso.test", "dave": "dave@asso.test",
		"erin": "erin@asso.test", "contact": "contact@asso.test", "eve": "eve@ailleurs.test",
	}
	persons = map[string]string{
		"alice": "Alice Martin <alice@asso.test>", "bob": "Bob Durand <bob@asso.test>", "carol": "Carol Petit <carol@asso.test>",
		"dave": "Dave Leroy <dave@asso.test>", "erin": "Érin Moreau <erin@asso.test>",
		"frank": "Frank Noël <frank@asso.test>", "eve": "Eve <eve@ailleurs.test>",
	}
)

// begin starts the servers and the program, and opens every mailbox: the
// founders' welcomes are there.
func begin(t *testing.T) *story {
	t.Helper()
	logins, mailboxes := []string{"frank@asso.test"}, []string{}
	for _, address := range addresses {
		logins, mailboxes = append(logins, address), append(mailboxes, address)
	}
	founders := []string{}
	for _, name := range members {
		founders = append(founders, persons[name])
	}
	w := newTown(t, logins, mailboxes)
	s := &story{town: w, toutdoux: startToutdoux(t, w, founders...), t: t, boxes: map[string]*mailbox{}, want: map[string][][]string{}}
	for name, address := range addresses {
		s.boxes[name] = w.open(t, address)
	}
	welcomes := post{}
	for _, name := range members {
		first, _, _ := strings.Cut(persons[name], " ")
		welcomes.and(name, "[Asso] Bienvenue, "+first+" !")
	}
	s.arrive("the first start", welcomes)
	return s
}

// post is who receives which subjects in a moment, in any order within it.
type post map[string][]string

// to is the same letters for several.
func to(names []string, subjects ...string) post {
	p := post{}
	for _, name := range names {
		p[name] = slices.Clone(subjects)
	}
	return p
}

// and adds somebody's own letters.
func (p post) and(name string, subjects ...string) post {
	p[name] = append(p[name], subjects...)
	return p
}

// arrive waits until the letters of a moment have arrived.
func (s *story) arrive(moment string, p post) {
	s.t.Helper()
	for name, subjects := range p {
		s.want[name] = append(s.want[name], subjects)
	}
	for name, box := range s.boxes {
		n := 0
		for _, subjects := range s.want[name] {
			n += len(subjects)
		}
		await(s.t, moment+", for "+name, func() bool {
			box.look(s.t)
			return len(box.letters) >= n
		})
	}
	s.compare(moment)
}

// compare holds each mailbox against what it must hold, no more and no less.
func (s *story) compare(moment string) {
	s.t.Helper()
	for name, box := range s.boxes {
		var got [][]string
		rest := box.subjects()
		for _, subjects := range s.want[name] {
			n := min(len(subjects), len(rest))
			got, rest = append(got, rest[:n]), rest[n:]
		}
		if len(rest) > 0 {
			got = append(got, rest)
		}
		want := [][]string{}
		for _, moments := range [][][]string{got, s.want[name]} {
			for _, subjects := range moments {
				slices.Sort(subjects)
			}
		}
		if diff := cmp.Diff(append(want, s.want[name]...), append([][]string{}, got...)); diff != "" {
			s.t.Fatalf("%s: %s's mailbox (-want +got)\n%s", moment, name, diff)
		}
	}
}

func (m *mailbox) subjects() (subjects []string) {
	for _, l := range m.letters {
		subjects = append(subjects, smooth(l.subject))
	}
	return subjects
}

// letter is the latest letter with a subject that somebody holds.
func (s *story) letter(name, subject string) letter {
	s.t.Helper()
	return s.boxes[name].find(s.t, subject)
}

// says sends a mail with its author's login.
func (s *story) says(d draft) {
	s.t.Helper()
	s.submit(s.t, d)
}

// smooth makes a text one line with plain spaces, to look for words in it.
func smooth(text string) string { return strings.Join(strings.Fields(text), " ") }
