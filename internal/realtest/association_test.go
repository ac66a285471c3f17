package realtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Subjects of the letters, as members read them.
const (
	join      = "[Asso] [EXTRA #1] Adhérer à Framasoft"
	direct    = "[Asso] [ORDINAIRE #2] Activer le direct sur PeerTube"
	voted     = "[Asso] #1 : votre vote POUR est enregistré"
	votedOff  = "[Asso] #2 : votre vote CONTRE est enregistré"
	dropped   = "[Asso] Ce message est écarté"
	unproven1 = "[Asso] #1 : était-ce bien vous ?"
	unproven2 = "[Asso] #2 : était-ce bien vous ?"
)

// TestAssociationOfFive plays an association through Postfix and Dovecot, and
// looks at what each mailbox holds.
func TestAssociationOfFive(t *testing.T) {
	needReal(t)
	s := begin(t)
	s.openExtraordinary()
	s.disturb()
	s.adopt()
	s.pauseOrdinary()
	s.stopOrdinary()
	s.end()
	s.checkThreads()
	s.checkAddresses()
	s.checkOutcomes()
	s.checkActions()
	s.checkLog()
}

// openExtraordinary: Frank, who has no mailbox, joins; Alice proposes.
func (s *story) openExtraordinary() {
	s.says(compose(persons["frank"], "tdc@asso.test", "INSCRIPTION", plain("Bonjour !\n")))
	s.returned(1)
	s.says(compose(persons["alice"], "tdc@asso.test", "[EXTRA] Adhérer à Framasoft",
		plain("Coût : 60 €\n\nL’adhésion soutient leurs services, et nous donne une voix.\n")))
	s.arrive("the announcement", to(members, join))
	s.returned(2)
}

// returned waits until so many letters to Frank have come back.
func (s *story) returned(n int) {
	s.t.Helper()
	await(s.t, "what comes back from Frank", func() bool { return len(s.events(s.t, "bounced")) == n })
}

// disturb: what strangers, machines and forgers send changes nothing. Only Bob
// hears of a vote in his name.
func (s *story) disturb() {
	theirs := s.letter("dave", join)
	s.inject(s.t, compose(persons["eve"], "tdc@asso.test", "Re: "+join, plain("Contre.\n")))
	s.inject(s.t, compose(persons["eve"], "tdc@asso.test", "[EXTRA] Tout donner à Eve", plain("Coût : 6000 €\n")))
	s.says(outOfOffice(persons["dave"], theirs, "Auto-Submitted: auto-replied"))
	s.says(compose(persons["erin"], theirs.header.Get("From"), "Absence du bureau : "+join, plain("Je suis absente jusqu'au 2 mars.\n\nPOUR\n")))
	s.inject(s.t, compose(persons["bob"], "tdc@asso.test", "Re: "+join, plain("Contre, et c’est bien Bob qui l’écrit.\n")))
	s.arrive("the question to Bob", to([]string{"bob"}, unproven1))
	s.says(thunderbird(persons["bob"], s.letter("bob", unproven1), "NON"))
	s.arrive("the answer to Bob", to([]string{"bob"}, dropped))
}

// adopt: four vote, each with another mail program, and the third for is half
// of five.
func (s *story) adopt() {
	s.says(thunderbird(persons["erin"], s.letter("erin", join), "Blanc, je m’en remets à vous."))
	s.arrive("Erin’s receipt", to([]string{"erin"}, strings.Replace(voted, "POUR", "BLANC", 1)))
	s.says(gmail(persons["bob"], s.letter("bob", join), "Pour, on leur doit bien ça."))
	s.arrive("Bob’s receipt", to([]string{"bob"}, voted))
	s.says(outlook(persons["carol"], s.letter("carol", join), "Je suis pour."))
	s.arrive("Carol’s receipt", to([]string{"carol"}, voted))
	s.says(press(s.t, persons["dave"], s.letter("dave", join), "POUR"))
	s.arrive("the adoption", to(members, join+" : adoptée").and("dave", voted))
}

// pauseOrdinary: Bob announces, Carol asks to talk, Alice does.
func (s *story) pauseOrdinary() {
	s.says(compose(persons["bob"], "tdc@asso.test", "[Ordinaire] Activer le direct sur PeerTube",
		plain("Un bouton à cliquer ; on pourra toujours le désactiver.\n")))
	s.arrive("the second announcement", to(members, direct))
	s.returned(4)
	s.says(outlook(persons["carol"], s.letter("carol", direct), "Pause, je ne suis pas sûre pour la bande passante."))
	const paused = "[Asso] #2 : Carol aimerait qu’on en parle"
	s.arrive("the pause", to(others, paused).and("carol", "[Asso] #2 : vous aimeriez qu’on en parle"))
	s.says(gmail(persons["alice"], s.letter("alice", paused), "Venez, on en parle mardi."))
	s.arrive("Alice’s post", to(members, "Re: [Asso] [ORDINAIRE #2] Activer le direct sur PeerTube"))
}

// stopOrdinary: three of five are against. A forger who got hold of Bob’s own
// letter is no fourth.
func (s *story) stopOrdinary() {
	s.says(thunderbird(persons["carol"], s.letter("carol", direct), "Contre : cela couperait tout le reste."))
	s.arrive("the counter-vote", to(others, "[Asso] #2 : Carol n’est pas d’accord, parlons-en").and("carol", votedOff, "[Asso] #2 : vous n’êtes pas d’accord, parlons-en"))
	s.inject(s.t, thunderbird(persons["bob"], s.letter("bob", direct), "Contre."))
	s.arrive("the second question to Bob", to([]string{"bob"}, unproven2))
	s.says(gmail(persons["dave"], s.letter("dave", "[Asso] #2 : Carol aimerait qu’on en parle"), "Je vote contre."))
	s.arrive("Dave’s receipt", to([]string{"dave"}, votedOff))
	s.says(press(s.t, persons["erin"], s.letter("erin", direct), "CONTRE"))
	s.arrive("the stop", to(members, direct+" : arrêtée").and("erin", votedOff))
}

// end stops the program once nothing is under way, so that no mailbox can
// change any more.
func (s *story) end() {
	s.returned(8)
	await(s.t, "an empty queue", func() bool { return s.underWay(s.t) == 0 })
	s.stop(s.t)
	await(s.t, "an empty queue", func() bool { return s.underWay(s.t) == 0 })
	s.arrive("the end", post{})
}

// checkThreads wants every letter on an action to stand in the thread that its
// recipient’s announcement began.
func (s *story) checkThreads() {
	for _, name := range members {
		for number, opening := range map[string]string{"#1": join, "#2": direct} {
			first := s.letter(name, opening).header.Get("Message-ID")
			for _, l := range s.boxes[name].letters {
				if strings.Contains(l.subject, number) && l.subject != opening &&
					!slices.Contains(strings.Fields(l.header.Get("References")), first) {
					s.t.Errorf("%q to %s refers to %q, not to %s", l.subject, name, l.header.Get("References"), first)
				}
			}
		}
	}
}

// checkAddresses wants that nobody learns another’s address.
func (s *story) checkAddresses() {
	for _, name := range members {
		for _, l := range s.boxes[name].letters {
			for _, other := range members {
				if other != name && strings.Contains(strings.ToLower(l.raw), addresses[other]) {
					s.t.Errorf("%q tells %s the address of %s:\n%s", l.subject, name, other, l.raw)
				}
			}
		}
	}
}

// checkOutcomes wants what the letters tell every member.
func (s *story) checkOutcomes() {
	for subject, words := range map[string][]string{
		join + " : adoptée":   {"3 pour · 1 blanc · 0 contre · 1 sans réponse", "L’annonce est arrivée chez 5 membres sur 6."},
		direct + " : arrêtée": {"0 pour · 0 blanc · 3 contre · 2 sans réponse", "L’annonce est arrivée chez 5 membres sur 6."},
	} {
		for _, name := range members {
			text := smooth(s.letter(name, subject).text)
			for _, want := range words {
				if !strings.Contains(text, want) {
					s.t.Errorf("%q does not tell %s %q:\n%s", subject, name, want, text)
				}
			}
		}
	}
}

// checkActions wants what programs are told of the two actions: the ballots of
// those who voted, with the words they wrote and no others.
func (s *story) checkActions() {
	want := []action{
		{
			Number: 1, Type: "extraordinary", Title: "Adhérer à Framasoft", Proposer: "alice@asso.test", State: "adopted", How: "majority",
			Electorate: 5, For: 3, Blank: 1, Ballots: []ballot{
				{"erin@asso.test", "blank", "je m’en remets à vous.", true},
				{"bob@asso.test", "for", "on leur doit bien ça.", true},
				{"carol@asso.test", "for", "", true},
				{"dave@asso.test", "for", "", true},
			},
		},
		{
			Number: 2, Type: "ordinary", Title: "Activer le direct sur PeerTube", Proposer: "bob@asso.test", State: "stopped",
			Electorate: 5, Against: 3, Ballots: []ballot{
				{"carol@asso.test", "against", "cela couperait tout le reste.", true},
				{"dave@asso.test", "against", "", true},
				{"erin@asso.test", "against", "", true},
			},
		},
	}
	if diff := cmp.Diff(want, s.actions(s.t)); diff != "" {
		s.t.Errorf("action --json (-want +got)\n%s", diff)
	}
}

// checkLog wants a trace of each mail that changed nothing, and Frank’s
// letters noted as returned: nobody else’s.
func (s *story) checkLog() {
	count := map[string]int{}
	for _, e := range s.events(s.t, "ignored", "stranger_wrote", "held", "confirmed", "bounced", "became_unreachable") {
		count[fmt.Sprintf("%s of %d %s%s", e.Kind, e.Body.Member, e.Body.Why, e.Body.Status)]++
	}
	want := map[string]int{
		"ignored of 0 automatic": 2, "stranger_wrote of 0 unproven": 2, "held of 2 ": 2, "confirmed of 2 ": 1,
		"bounced of 6 5.1.1": 8,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		s.t.Errorf("log --json (-want +got)\n%s", diff)
	}
}
