package intake

import (
	"cmp"
	"strings"
)

// The tables of automatic replies hold what they write as fold leaves it.

// absences begin the subjects of automatic replies, as fold leaves them.
var absences = []string{
	"automatic reply", "auto reply", "autoreply", "auto-reply", "autorespons", "auto response", "auto-response", "automated reply", "automated response",
	"out of office", "out of the office", "out-of-office", "i am out of the office", "away from my mail", "vacation reply", "vacation message", "vacation response", "on vacation:", "ooo:",
	"reponse automatique", "reponse auto", "reponse d'absence", "message automatique", "message d'absence", "notification d'absence", "notification automatique d'absence", "avis d'absence", "absence du bureau", "absent du bureau", "absente du bureau", "absent(e) du bureau", "absent(e) :", "message de reponse automatique", "accuse de reception automatique",
	"abwesenheitsnotiz", "automatische antwort", "automatische ruckmeldung", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "risposta automatica", "fuori sede", "fuori ufficio", "resposta automatica", "fora do escritorio", "ausencia temporaria",
	"automatisch antwoord", "automatische beantwoording", "autosvar", "automatiskt svar", "automatisk svar", "automaattinen vastaus", "odpowiedz automatyczna", "automatyczna odpowiedz", "nieobecnosc", "automaticka odpoved", "automatikus valasz", "raspuns automat", "otomatik yanit",
	"автоответ", "автоматическии ответ", "自动回复", "自動回覆", "自動返信", "自動応答", "不在通知", "자동 회신", "부재중",
}

// hints begin the subjects of automatic replies, and of people's mails about
// their absence or their car: they prove nothing alone.
var hints = []string{
	"absence", "absent", "conge", "en conge", "vacances", "en vacances", "je suis absent", "je suis en ", "je suis actuellement", "actuellement", "repondeur", "en mon absence", "hors du bureau", "fermeture", "indisponib", "retour le", "deplacement", "en deplacement", "auto:", "auto :", "votre message", "votre mail", "merci pour votre message", "bien recu",
	"away", "on leave", "on vacation", "on holiday", "holiday", "vacation", "out until", "i am away", "i'm away", "annual leave", "thank you for your", "your message", "abwesen", "urlaub", "nicht im buro", "ausser haus", "außer haus", "ausente", "ausencia", "vacaciones", "assenza", "assente", "ferie", "afwezig", "niet aanwezig", "vakantie", "franvaro", "fravaer", "ikke til stede", "ferias", "poissa", "urlop",
}

// aways are how people tell machines to say that they are not there.
var aways = []string{
	"je suis absent", "suis actuellement absent", "actuellement absent", "absent(e) du", "absent(e) jusqu", "absent jusqu", "absente jusqu", "absent du", "absente du", "je suis en conge", "suis actuellement en", "actuellement en conge", "en conge jusqu", "en conges jusqu", "en conges du", "en conge du", "en vacances jusqu", "en vacances du", "je suis en vacances", "je suis en deplacement", "je suis en arret", "je suis indisponible", "actuellement indisponible", "hors du bureau", "ne suis pas au bureau", "ne suis pas disponible", "conge maternite", "conge parental", "bureaux sont fermes", "bureau est ferme", "secretariat est ferme", "sommes fermes", "sera absent", "serai absent", "ne consulte pas", "ne lis pas mes", "ne peux pas repondre", "ne pourrai pas repondre", "quitte l'association", "n'utilise plus cette adresse", "adresse n'est plus consultee", "n'est plus utilisee",
	"out of the office", "out of office", "i am currently away", "i am away", "i'm away", "currently away", "on vacation", "on holiday", "on leave", "annual leave", "maternity leave", "i am travelling", "i am traveling", "not in the office", "i am currently out", "office is closed", "no longer work",
	"nicht im buro", "nicht im haus", "abwesend", "im urlaub", "fuera de la oficina", "estoy de vacaciones", "estare ausente", "fuori ufficio", "sono assente", "in ferie", "ben ik afwezig", "ik ben afwezig", "niet op kantoor", "met vakantie", "estou ausente", "fora do escritorio", "de ferias",
}

// promises are what they have them promise.
var promises = []string{
	"a mon retour", "mon retour", "a notre retour", "repondrai", "repondra", "repondrons", "reponse rapide", "en cas d'urgence", "pour toute urgence", "toute demande urgente", "demandes urgentes", "si c'est urgent", "si urgent", "question urgente", "pouvez contacter", "pouvez me contacter", "peux contacter", "contactez", "veuillez contacter", "merci de contacter", "pouvez joindre", "pouvez vous adresser", "adressez-vous", "merci d'ecrire", "ecrivez a", "acces limite", "acces limitee", "acces a mes", "acces a ma", "prendrai connaissance", "traiterai", "traite a", "serai de retour", "de retour le", "de retour a partir", "reviens le", "reprendrai", "reviendrai vers", "nouvelle adresse", "desormais",
	"when i return", "upon my return", "on my return", "when i get back", "limited access", "no access", "for urgent", "if urgent", "if this is urgent", "in case of emergency", "in urgent cases", "please contact", "get back to you", "will be back", "be back on", "will return", "will respond", "will reply", "returning on", "as soon as", "not be able to",
	"meiner ruckkehr", "in dringenden", "wenden sie sich", "wieder erreichbar", "a mi regreso", "a mi vuelta", "en caso de urgencia", "al mio rientro", "per urgenze", "in caso di urgenza", "terug op", "mijn terugkomst", "in dringende gevallen", "no meu regresso", "em caso de urgencia",
}

// avowals are how machines say that they are.
var avowals = []string{
	"ceci est une reponse automatique", "ceci est un message automatique", "cette reponse est automatique", "ce message est une reponse automatique", "ce message est automatique", "ce message est envoye automatiquement", "ce message a ete envoye automatiquement", "(reponse automatique)", "(message automatique)", "[reponse automatique]", "*** reponse automatique", "genere automatiquement", "genere par un automate", "generee automatiquement", "reponse automatique de", "repondeur automatique", "envoye par un automate",
	"this is an automatic", "this is an automated", "this is an auto", "automatically generated", "automatic reply from", "auto-generated", "automatisch generiert", "automatisch erstellt", "dies ist eine automatische", "este es un mensaje automatico", "este mensaje es automatico", "respuesta automatica", "questo e un messaggio automatico", "risposta automatica", "dit is een automatisch", "esta e uma resposta automatica",
}

// absence tells the subjects of holiday notices. A member who answers one
// keeps its subject behind "Re:".
func (m *mail) absence() string {
	if !startsAny(m.bareSubject(), absences) {
		return ""
	}
	return m.head.written("subject")
}

func (m *mail) bareSubject() string {
	return strings.TrimLeft(fold(m.head.text("subject")), " *[(\"'<")
}

// maxNotice is how many lines of a mail are looked at for a notice.
const maxNotice = 30

// notice tells an automatic reply that no header marks, by what it says: that
// nobody is there and what to do instead, with nothing quoted below. Somebody
// who votes is there, and so is who wrote with a mail program.
func (m *mail) notice() string {
	subject := m.bareSubject()
	hint := startsAny(subject, hints)
	if !hint && !m.inThread() || len(m.found.wishes) > 0 || m.head.has("x-mailer") || m.head.has("user-agent") {
		return ""
	}
	var b strings.Builder
	for i, l := range m.lines {
		if i >= maxNotice || l.mark == quoted || l.mark == edge || strings.HasPrefix(l.text, ">") {
			return ""
		}
		b.WriteString(fold(l.text[:min(len(l.text), maxHead)]))
		b.WriteByte(' ')
	}
	text := b.String()
	away := holdsAny(text, aways)
	if holdsAny(text, avowals) || away && holdsAny(text, promises) || hint && away && m.repeated(subject) {
		return cmp.Or(m.lineThat(m.lines, avowals, aways), m.head.written("subject"))
	}
	return ""
}

// repeated tells whether a subject goes on with that of a letter of ours.
func (m *mail) repeated(subject string) bool {
	return m.heading.number != 0 || strings.Contains(subject, "re:") || strings.Contains(subject, "re :")
}
