package compose

import (
	"testing"

	"toutdoux/internal/address"
	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

var paris = specimen.Paris()

func testList(t testing.TB, delimiter string) address.List {
	t.Helper()
	l, err := address.ParseListAddress("tdc@picasoft.test", delimiter)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func newComposer(t testing.TB, locale, form string) *Composer {
	t.Helper()
	c, err := New(House{
		Name: "Picasoft", Locale: locale, AddressForm: form, List: testList(t, "+"),
		Discussion: "asso@picasoft.test", Owner: "contact@picasoft.test", Zone: paris,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const testProof = sampleProof

// scene is one letter that the goldens show.
type scene struct {
	kind g.LetterKind
	name string
	specimen.Scene
}

func scenes() []scene { return scenesOf(specimen.Scenes()) }

func scenesOf(some []specimen.Scene) (all []scene) {
	for _, s := range some {
		all = append(all, scene{s.Kind, s.Name, s})
	}
	return all
}

func (s scene) order(t *testing.T) Order {
	t.Helper()
	owed, err := s.Owed()
	if err != nil {
		t.Fatal(err)
	}
	return sampleOrder(owed)
}

// world is the sample association, whose letters are composed.
type world struct {
	t     testing.TB
	state *g.State
	*specimen.World
}

func worldOf(t testing.TB, w *specimen.World) *world { return &world{t, w.State, w} }

func (w *world) ask(when string, r g.Request) *world {
	w.Ask(when, r)
	return w
}

func (w *world) through(when string) *world {
	w.Through(when)
	return w
}

// letter is the order of that kind to a member, 0 for strangers and the owner.
func (w *world) letter(kind g.LetterKind, member int) Order {
	w.t.Helper()
	owed := w.Letter(kind, member)
	if owed.State == nil {
		w.t.Fatalf("no letter %s to %d is owed", kind, member)
	}
	return sampleOrder(owed)
}

func newWorld(t testing.TB) *world     { return worldOf(t, specimen.New()) }
func withExtra(t testing.TB) *world    { return worldOf(t, specimen.WithExtra()) }
func withOrdinary(t testing.TB) *world { return worldOf(t, specimen.WithOrdinary()) }

const (
	alice, bob, claire, dave, erin = specimen.Alice, specimen.Bob, specimen.Claire, specimen.Dave, specimen.Erin
	day1, day2, day3               = specimen.Day1, specimen.Day2, specimen.Day3
)

var (
	at, from, vote, verb, command, propose = specimen.At, specimen.From, specimen.Vote, specimen.Verb, specimen.Command, specimen.Propose
	stranger, people                       = specimen.Stranger, specimen.People
)
