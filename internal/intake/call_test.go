package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/governance"
)

// toTheList is a mail of Alice's to the list, with more of a header where that
// is given.
func toTheList(subject, header, body string) []byte {
	return []byte("Message-ID: <1@exemple.test>\r\nDate: Mon, 02 Feb 2026 10:00:00 +0100\r\nFrom: Alice Martin <alice@exemple.test>\r\nTo: tdc@picasoft.test\r\n" +
		"Subject: " + subject + "\r\n" + header + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n"))
}

const inReply = "In-Reply-To: <12.k7f3qzm2xwp4r6ta@picasoft.test>\r\n"

func TestCalls(t *testing.T) {
	reader := picasoft(t)
	march := time.Date(2026, 3, 14, 13, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, subject, header, body string
		want                        *governance.Call
	}{
		{"fields at the top", "[AG] Assemblée de printemps", "", "Date : samedi 14 mars 2026 à 14 h\nLieu : 12 rue des Lilas\nDurée : 3 h\n\nOrdre du jour :\n1. les comptes\n2. le pot\n",
			&governance.Call{Type: "ordinary", Title: "Assemblée de printemps", At: march, Minutes: 180, Place: "12 rue des Lilas", Text: "Ordre du jour :\n1. les comptes\n2. le pot"}},
		{"in English", "[agm] Spring meeting", "", "Hello all,\n\nDate: Saturday 14 March 2026, 2 pm\nPlace: https://meet.example/spring\nLength: 2 hours\n\nAccounts, then cake.\n",
			&governance.Call{Type: "ordinary", Title: "Spring meeting", At: march, Minutes: 120, Place: "https://meet.example/spring", Text: "Hello all,\n\nAccounts, then cake."}},
		{"an introduction first", "[Picasoft] [AGE] Statuts", "", "Bonjour à toutes et tous,\n\nJe vous propose de nous réunir.\n\n- **Date** : 14 mars, 14 h - 16 h\n- **Lieu** : chez Bob\n\nOn parlera des statuts.\nDate de la suivante : à voir.\n",
			&governance.Call{Type: "extraordinary", Title: "Statuts", At: march, Minutes: 120, Place: "chez Bob", Text: "Bonjour à toutes et tous,\n\nJe vous propose de nous réunir.\n\nOn parlera des statuts.\nDate de la suivante : à voir."}},
		{"the hour apart, no title", "[Assemblée générale]", "", "Date : 14/03/2026\nHeure : 14 h\n", &governance.Call{Type: "ordinary", At: march}},
		{"a dry run, urgent", "[ESSAI] [AG] [URGENT] Vite", "", "Date : 14/03/2026 14:00\n", &governance.Call{Type: "ordinary", Title: "Vite", DryRun: true, Urgent: true, At: march}},
		{"a bad length", "[AG] Vite", "", "Date : 14/03/2026 14:00\nDurée : longtemps\n", &governance.Call{Type: "ordinary", Title: "Vite", At: march, Problem: "bad_length"}},
		{"another day of the week", "[AG] Vite", "", "Date : vendredi 14 mars 2026 à 14 h\n", &governance.Call{Type: "ordinary", Title: "Vite", Problem: "weekday"}},
		{"a place and no date", "[AG] Vite", "", "Lieu : ici\n", &governance.Call{Type: "ordinary", Title: "Vite", Place: "ici", Problem: "no_date"}},
		{"no field", "[AG] Vite", "", "On en parle ?\n", &governance.Call{Type: "ordinary", Title: "Vite", Text: "On en parle ?", Problem: "no_date"}},
		{"passed on, with its fields", "Fwd: [AG] Vite", "", "Date : 14/03/2026 14:00\n", &governance.Call{Type: "ordinary", Title: "Vite", At: march}},
		{"an answer whose In-Reply-To was lost", "Re: [AG] Vite", "", "PRÉSENT\n", nil},
		{"talk about one", "Photos de l'AG", "", "Date : 14/03/2026 14:00\n", nil},

		{"another date", "Re: [Picasoft] [AG] Vite", inReply, "Bonjour,\n\nDate : 14 mars à 14 h\n\nLa salle est prise.\n", &governance.Call{At: march, Text: "Bonjour,\n\nLa salle est prise."}},
		{"another place", "Re: [Picasoft] [AG] Vite", inReply, "Lieu : salle C\n\n> Lieu : salle B\n", &governance.Call{Place: "salle C"}},
		{"a proposal among talk", "Re: [Picasoft] [AG] Vite", inReply, "On pourrait dire :\nDate : 14 mars à 14 h\n", nil},
	} {
		got := reader.Read(toTheList(c.subject, c.header, c.body), nil, corpusTime).Request
		if got.Call != nil {
			got.Call.Field = ""
		}
		if diff := cmp.Diff(c.want, got.Call); diff != "" {
			t.Errorf("%s (-want +got): %s\n%s", c.name, got.Why, diff)
		}
		if got.Proposal != nil || got.Uncertain {
			t.Errorf("%s: %+v", c.name, got)
		}
		if (c.header == "" && c.want != nil) != (got.Kind == governance.KindAction) {
			t.Errorf("%s is of the kind %s", c.name, got.Kind)
		}
	}
}

// What says two things, or answers something, is asked about.
func TestCallsThatAreUnsure(t *testing.T) {
	for _, c := range []struct{ subject, header, unsure string }{
		{"[AG] [EXTRA] Déménager", "", "AG] [EXTRA"},
		{"[AG] [MANDAT] Déménager", "", "AG] [MANDAT"},
		{"[AG] Déménager", inReply, "AG"},
		{"Compte rendu de l'[AG]", "", "AG"},
	} {
		q := picasoft(t).Read(toTheList(c.subject, c.header, "Date : 14/03/2026 14:00\n"), nil, corpusTime).Request
		if q.Call != nil || q.Proposal == nil || q.Proposal.Unsure != c.unsure {
			t.Errorf("%s: %+v, %+v", c.subject, q.Call, q.Proposal)
		}
	}
}

// attended is what a request says about an assembly.
func attended(q governance.Request) string {
	var said strings.Builder
	said.WriteString(string(q.Verb))
	if q.Uncertain {
		said.WriteString(" unsure")
	}
	for _, part := range append([]string{q.Argument, q.Reason}, q.Points...) {
		said.WriteString(" | " + strings.ReplaceAll(part, "\n", "/"))
	}
	if q.MayAttend {
		said.WriteString(" | may attend")
	}
	return strings.TrimRight(said.String(), " |")
}

func TestAttendance(t *testing.T) {
	reader := picasoft(t)
	for body, want := range map[string]string{
		"PRÉSENT":                                       "present",
		"Présente !":                                    "present",
		"Bonjour,\n\nPrésent.\n\nMerci,\nAlice":         "present",
		"Présent, j'arriverai à 15 h":                   "present |  | j'arriverai à 15 h",
		"Présent\n\nJ'apporte le café.":                 "present |  | J'apporte le café.",
		"ABSENT : je travaille":                         "absent |  | je travaille",
		"Absente, désolée\nBises\nAlice":                "absent |  | désolée",
		"POUVOIR À bob@exemple.test":                    "proxy | bob@exemple.test",
		"Pouvoir à Bob Durand":                          "proxy | Bob Durand",
		"Je donne pouvoir à Bob.":                       "proxy | Bob.",
		"Absent, je donne pouvoir à Bob":                "proxy | Bob",
		"ABSENT\nPOUVOIR À Bob":                         "proxy | Bob",
		"POUVOIR À":                                     "proxy",
		"ORDRE DU JOUR : le pot":                        "agenda |  |  | le pot",
		"Ordre du jour : le pot\n- chips\n- jus":        "agenda |  |  | le pot/- chips/- jus",
		"AGENDA: cake\nAGENDA: tea":                     "agenda |  |  | cake | tea",
		"PRÉSENT\nORDRE DU JOUR : le pot":               "present |  |  | le pot",
		"ORDRE DU JOUR : le pot\nABSENT\nPOUVOIR À Bob": "proxy | Bob |  | le pot",
		"ORDRE DU JOUR":                                 "agenda",
		"PRÉSENT\nABSENT":                               " unsure",
		"PROXY TO Bob\nPRESENT":                         " unsure",
		"Présent ?":                                     " |  |  | may attend",
		"Je serai présente":                             " |  |  | may attend",
		"I'll be there, with Zoé":                       " |  |  | may attend",
		"Présent pour moi":                              " unsure |  |  | may attend",
		"Ordre du jour de samedi ?":                     "",
		"Qui apporte le café ?":                         "",
		"> PRÉSENT\n\nMerci de ta réponse, Bob.":        "",
	} {
		q := reader.Read(toTheList("Re: [Picasoft] [AG] Vite", inReply, body+"\n"), nil, corpusTime).Request
		if got := attended(q); got != want {
			t.Errorf("%q: got %q, want %q (%s)", body, got, want, q.Why)
		}
	}
}

// Buttons open a new mail: its subject is the answer, and its text what goes
// with it. Without the button's proof, who wrote more is asked.
func TestAttendanceByButton(t *testing.T) {
	reader := picasoft(t)
	for _, c := range []struct{ subject, body, want string }{
		{"PRESENT (k7f3qzm2xwp4r6ta)", "", "present"},
		{"PRESENT (k7f3qzm2xwp4r6ta)", "J'arrive à 15 h", "present |  | J'arrive à 15 h"},
		{"PRESENT (k7f3qzm2xwp4r6ta)", "ABSENT", " unsure"},
		{"PRESENT (k7f3qzm2xwp4r6ta)", "PRÉSENT, à bientôt", "present |  | à bientôt"},
		{"POUVOIR A (k7f3qzm2xwp4r6ta)", "Bob Durand", "proxy | Bob Durand"},
		{"POUVOIR A (k7f3qzm2xwp4r6ta)", "POUVOIR À Bob", "proxy | Bob"},
		{"POUVOIR A (k7f3qzm2xwp4r6ta)", "", "proxy"},
		{"ORDRE DU JOUR (k7f3qzm2xwp4r6ta)", "le pot\nle local", "agenda |  |  | le pot/le local"},
		{"ORDRE DU JOUR (k7f3qzm2xwp4r6ta)", "ORDRE DU JOUR : le pot", "agenda |  |  | le pot"},
		{"ABSENT", "", "absent"},
		{"Absent", "Je ne serai pas au bar demain", "absent unsure"},
	} {
		q := reader.Read(toTheList(c.subject, "", c.body+"\n"), nil, corpusTime).Request
		if got := attended(q); got != c.want {
			t.Errorf("%s, %q: got %q, want %q (%s)", c.subject, c.body, got, c.want, q.Why)
		}
	}
}

// The answers of calendars, as Google and Outlook write them.
func TestCalendarAnswers(t *testing.T) {
	reader := picasoft(t)
	const ours = "assembly-2-20260202T080000Z-tdc@picasoft.test"
	answer := func(header, ics string) governance.Request {
		body := strings.ReplaceAll(ics, "\n", "\r\n")
		raw := string(toTheList("Accepté : [AG] Assemblée de printemps", header, ""))
		raw = strings.Replace(raw, "text/plain; charset=utf-8", "multipart/mixed; boundary=b", 1)
		return reader.Read([]byte(raw+"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAlice Martin a accepté cette invitation. Pour\r\n--b\r\n"+
			"Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\n\r\n"+body+"\r\n--b--\r\n"), nil, corpusTime).Request
	}
	vevent := func(uid, partstat, more string) string {
		return "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20260314T130000Z\n" +
			"ORGANIZER;CN=Picasoft:mailto:tdc@picasoft.test\nUID:" + uid + "\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + partstat +
			";CN=Ali\n ce;X-NUM-GUESTS=0:mailto:alice@exemple.test\n" + more + "SEQUENCE:0\nSTATUS:CONFIRMED\nEND:VEVENT\nEND:VCALENDAR"
	}
	google := "Auto-Submitted: auto-generated\r\nSender: Google Calendar <calendar-notification@google.com>\r\n"
	for _, c := range []struct {
		name, header, ics string
		kind              governance.Kind
		want              string
		assembly          int
	}{
		{"yes", google, vevent(ours, "ACCEPTED", ""), governance.KindReply, "present", 2},
		{"no, with a word", "", vevent(strings.ToUpper(ours), "DECLINED", "COMMENT:Désolée\\, je\n  travaille\\nce jour-là\n"), governance.KindReply, "absent |  | Désolée, je travaille/ce jour-là", 2},
		{"maybe", google, vevent(ours, "TENTATIVE", ""), governance.KindAutoReply, "", 0},
		{"to another invitation", google, vevent("7kukuqrfedlm2f9t42rci@google.com", "ACCEPTED", ""), governance.KindAutoReply, "", 0},
		{"without a UID", inReply, strings.Replace(vevent("x", "ACCEPTED", ""), "UID:x\n", "", 1), governance.KindReply, "present", 0},
	} {
		q := answer(c.header, c.ics)
		if got := attended(q); q.Kind != c.kind || got != c.want || q.Assembly != c.assembly {
			t.Errorf("%s: got %s, %q, assembly %d (%s)", c.name, q.Kind, got, q.Assembly, q.Why)
		}
	}
}

// Two tags that contradict each other open nothing: they are asked about, as one
// that nearly matches is. Two of one kind, and a mandate's with another, agree.
func TestTagsThatDiffer(t *testing.T) {
	for subject, unsure := range map[string]string{
		"[EXTRA][ORDINAIRE] Repeindre":           "EXTRA] [ORDINAIRE",
		"[ORDINAIRE] [EXTRA] Repeindre":          "ORDINAIRE] [EXTRA",
		"[Picasoft] [URGENT] [ord] [extra] Jour": "URGENT] [ord] [extra",
		"[ESSAI] [ORDINARY] [EXTRA] Repeindre":   "ESSAI] [ORDINARY] [EXTRA",
		"[ORDINAIRE] [EXTAR] Repeindre":          "EXTAR",
		"[EXTRA] [EXTRAORDINAIRE] Repeindre":     "",
		"[ORD][ORDINAIRE] Repeindre":             "",
		"[MANDAT][ORDINAIRE] Refaire le site":    "",
		"[ORDINAIRE][MANDAT] Refaire le site":    "",
	} {
		q := picasoft(t).Read(toTheList(subject, "", "Un texte.\n"), nil, corpusTime).Request
		if q.Proposal == nil || q.Proposal.Unsure != unsure {
			t.Errorf("%s: %+v", subject, q.Proposal)
		}
	}
}
