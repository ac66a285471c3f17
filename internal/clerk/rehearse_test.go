package clerk_test

import (
	"slices"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// kindsOf names events.
func kindsOf(records []governance.Record) (kinds []string) {
	for _, r := range records {
		kinds = append(kinds, governance.KindOf(r.Event))
	}
	return kinds
}

// What is rehearsed is what happens then, to the event, and the rehearsal
// leaves nothing behind; afterwards the mail is known.
func TestRehearsalIsWhatHappens(t *testing.T) {
	o := open(t)
	beside, err := store.Open(o.folder, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	composer, err := compose.New(compose.House{Name: "Asso", Locale: "fr", List: list, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	office := clerk.Office{
		Store: beside, Reader: intake.Reader{Lists: []address.List{list}}, Keys: address.Keys{Current: address.Key{1}}, Zone: time.UTC, Clock: wall{},
		Composer: composer, List: list,
	}
	for i, c := range []struct {
		who, subject, body string
		fate, letter       string
	}{
		{"alice", "[EXTRA] Adhérer", "Coût : 60 €\n", "proposed", "[Asso] [EXTRA #1] Adhérer"},
		{"bob", "Re: [EXTRA #1] Adhérer", "Pour.\n", "counted", "[Asso] #1\u00a0: votre vote POUR est enregistré"},
		{"carol", "Re: [EXTRA #1] Adhérer", "Pour ma part ça va.\n", "asked", "Re: [Asso] [EXTRA #1] Adhérer"},
		{"carol", "Re: [EXTRA #1] Adhérer", "Contre.\n", "counted", "[Asso] #1\u00a0: votre vote CONTRE est enregistré"},
		{"carol", "Re: [EXTRA #7] Rien", "Contre.\n", "refused", "[Asso] #7\u00a0: action inconnue"},
		{"zoe", "Bonjour", "Qui êtes-vous ?\n", "refused", "[Asso] Votre message à Asso"},
		{"bob", "DÉPART", "", "done", "[Asso] Au revoir, bob"},
		{"bob", "Re: [EXTRA #1] Adhérer", "Contre.\n", "refused", "[Asso] Votre message à Asso"},
	} {
		m := post(i, c.who, c.subject, c.body)
		r, err := clerk.Rehearse(t.Context(), office, m.Raw, true)
		if err != nil || r.Known != nil {
			t.Fatalf("%s: %+v, %v", c.subject, r, err)
		}
		if fate := governance.Fate(r.Records); fate != c.fate {
			t.Errorf("%s, %s: rehearsed, it is %s, want %s", c.who, c.body, fate, c.fate)
		}
		if c.letter == "" != (len(r.Letters) == 0) || c.letter != "" && r.Letters[0].Subject != c.letter {
			t.Errorf("%s, %s: rehearsed, it owes %+v, want %q", c.who, c.body, r.Letters, c.letter)
		}
		before := r.Before.Seq
		if err := o.clerk.Receive(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		o.clerk.Work(t.Context())
		then, err := clerk.Rehearse(t.Context(), office, m.Raw, false)
		if err != nil || then.Known == nil {
			t.Fatalf("%s: it is not known: %v", c.subject, err)
		}
		if got, want := kindsOf(then.Records), kindsOf(r.Records); !slices.Equal(got, want) || len(got) == 0 || then.Records[0].Seq != before+1 {
			t.Errorf("%s, %s: %v came of it, rehearsed %v", c.who, c.body, got, want)
		}
		if !then.Known.Proven || then.Known.Grounds != "DMARC passes for asso.test" || then.Known.Outcome != c.fate {
			t.Errorf("%s: %+v", c.subject, then.Known)
		}
	}
}
