package daemon_test

import (
	"bytes"
	"database/sql"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
)

// entrust has Alice and Dave give Bob and Carol a mandate, and gives the letters
// that tell them.
func (w *world) entrust(fields string) []letter {
	w.t.Helper()
	w.send(vouched(w.from("alice", "[MANDAT] répondre au ministère", "Mandataires : Bob, Carol\nJusqu'au : 31/12/2026\n"+fields)))
	w.letters()
	w.send(vouched(w.from("alice", "POUR #1", "")))
	w.send(vouched(w.from("dave", "POUR #1", "")))
	return w.letters()
}

// at sends a mail to an address.
func at(to string, m mailtest.Mail) mailtest.Mail {
	m.To = to
	return m
}

// Mail to a mandate's address reaches its holders, with its files, and so does
// what they answer, by whichever of its marks their program kept.
func TestMailOfAMandate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol", "Dave")
		defer w.close()
		w.entrust("")
		file := filePart("Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"dossier.pdf\"", []byte("%PDF-1.4"))
		first := w.from("bob", "Le dossier", "Le voici.\n")
		first.To = "tdc+m-1@asso.test"
		if got := w.offer("bob@asso.test", mixed(first, file), first.To)[0]; !strings.HasPrefix(got, "250") {
			t.Fatal(got)
		}
		letters := w.letters()
		want(t, letters, "bob", "carol")
		if l := w.to("carol", letters); !bytes.Equal(leaves(t, l)["application/pdf dossier.pdf"], []byte("%PDF-1.4")) || l.subject != "[Picasoft] [MANDAT #1] Le dossier" || !strings.Contains(l.text, "List-Post: <mailto:tdc+m-1@asso.test>") {
			t.Errorf("Carol reads %q: %s", l.subject, l.text)
		}
		carol := w.to("carol", letters)
		reply := answer(carol, "Lu.\n")
		byID, bySubject := reply, reply
		byID.To, byID.Subject = "tdc@asso.test", "Re: le dossier"
		bySubject.To, bySubject.Header = "tdc@asso.test", nil
		for i, m := range []mailtest.Mail{reply, byID, bySubject} {
			<-time.After(time.Minute)
			m.ID, m.Date = strings.Replace(m.ID, "<", "<"+string(rune('a'+i)), 1), time.Now()
			w.send(vouched(m))
			want(t, w.letters(), "bob", "carol")
		}
		reply.ID, reply.Date, reply.Body = "<out@client.test>", time.Now(), "À : greffe@ailleurs.test\n\nBonjour, c'est non.\n"
		w.send(vouched(reply))
		sent := w.letters()
		want(t, sent, "bob", "carol", "greffe")
		if l := sent[2]; strings.Contains(l.text, "carol") || strings.Contains(l.text, "Carol") || strings.Contains(l.text, "List-") || strings.Contains(l.text, "Auto-Submitted") || l.to != "greffe@ailleurs.test" {
			t.Errorf("the greffe reads %s", l.text)
		}
		back := answer(sent[2], "Soit.\n")
		back.From = "greffe@ailleurs.test"
		w.send(back)
		want(t, w.letters(), "bob", "carol")
		own := vouched(w.from("bob", "Re: Le dossier", "J'oubliais.\n"))
		own.Header = append(own.Header, "In-Reply-To: "+first.ID, "References: "+first.ID)
		w.send(own) // to his own mail
		want(t, w.letters(), "bob", "carol")
	})
}

// reference is what differs at the foot of two letters that say the same.
var reference = regexp.MustCompile(`\d+-\s?[a-z2-7]{16}`)

// To everybody else a confidential mandate is one that does not exist: in what
// they are answered, in what is kept of it, in the digest and in the register.
// Its words stand in no event and no text of the log.
func TestAConfidentialMandate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol", "Dave")
		defer w.close()
		told := w.entrust("Confidentiel : oui\n")
		secret := "Les plaignants craignent pour leur vie"
		w.send(at("tdc+m-1@asso.test", vouched(w.from("bob", "Argumentaire", secret+".\n"))))
		letters := w.letters()
		want(t, letters, "bob", "carol")
		for _, l := range told {
			if l.to == "bob@asso.test" && strings.Contains(l.subject, "mandataire") {
				w.send(vouched(answer(l, secret+", encore.\n"))) // by the letter that told him
			}
		}
		want(t, w.letters(), "bob", "carol")

		for _, ask := range []func(to string) mailtest.Mail{
			func(to string) mailtest.Mail {
				return at(to, vouched(w.from("dave", "Où en êtes-vous ?", "Alors ?\n")))
			},
			func(to string) mailtest.Mail { return at(to, vouched(w.from("dave", "Démission", ""))) },
			func(to string) mailtest.Mail { return at(to, w.from("dave", "Alors ?", "Alors ?\n")) },
			func(to string) mailtest.Mail {
				number := strings.TrimSuffix(strings.TrimPrefix(to, "tdc+m-"), "@asso.test")
				return vouched(w.from("dave", "Re: [Picasoft] [MANDAT #"+number+"] Argumentaire", "Alors ?\n"))
			},
			func(to string) mailtest.Mail { return at(to, w.stranger("Alors ?", "Alors ?\n")) },
		} {
			<-time.After(8 * 24 * time.Hour) // each stranger and each question has its day
			w.letters()
			var answers []string
			for _, to := range []string{"tdc+m-9@asso.test", "tdc+m-1@asso.test"} {
				<-time.After(8 * 24 * time.Hour)
				w.letters()
				w.send(ask(to))
				answers = append(answers, w.said())
			}
			if answers[0] != answers[1] || answers[0] == "" {
				t.Errorf("of no mandate:\n%s\nof a confidential one:\n%s", answers[0], answers[1])
			}
		}
		w.sql(func(db *sql.DB) error {
			var kept int
			err := db.QueryRow("SELECT (SELECT count(*) FROM event WHERE instr(body, 'plaignants')) + (SELECT count(*) FROM text WHERE instr(value, 'plaignants'))").Scan(&kept)
			if kept > 0 {
				t.Errorf("%d rows of the log hold the mandate's words", kept)
			}
			return err
		})
		<-time.After(8 * 24 * time.Hour)
		w.send(vouched(w.from("dave", "REGISTRE #1", "")))
		w.send(vouched(w.from("dave", "ÉTAT", "")))
		for _, m := range w.smarthost.Mails() {
			if who := m.To[0]; who != "bob@asso.test" && who != "carol@asso.test" && strings.Contains(string(m.Raw), "plaignants") {
				t.Errorf("%s reads the mandate's words", who)
			}
		}
	})
}

// said is what the letters since the last call say, and to whom, but for the
// references at their feet.
func (w *world) said() string {
	w.t.Helper()
	var all strings.Builder
	for _, l := range w.letters() {
		text := reference.ReplaceAll(leaves(w.t, l)["text/plain"], nil)
		all.WriteString(l.to + ": " + l.subject + "\n" + string(text) + "\n")
	}
	return all.String()
}

// stranger is a mail from outside, which its domain vouches for.
func (w *world) stranger(subject, body string) mailtest.Mail {
	m := w.from("zoe", subject, body)
	m.From = "zoe@ailleurs.test"
	m.Header = []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=ailleurs.test"}
	return m
}
