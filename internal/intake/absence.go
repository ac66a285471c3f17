package intake

import (
	"cmp"
	"strings"
)

// The tables of automatic replies hold what they write as fold leaves it.

// absences begin the subjects of automatic replies, as fold leaves them.
var absences = []string{
	"automatic reply", "automatic response", "automatic message", "autorespond", "auto reply", "autoreply", "auto-reply", "autorespons", "auto response", "auto-response", "automated reply", "automated response",
	"out of office", "out of the office", "out-of-office", "i am out of the office", "away from my mail", "vacation reply", "vacation message", "vacation response", "vacation notification", "on vacation:", "ooo:", "ooo re:", "i'm out of the office", "away from the office", "absence notice",
	"reponse automatique", "reponse auto", "reponse d'absence", "message automatique", "message d'absence", "notification d'absence", "notification automatique d'absence", "avis d'absence", "absence du bureau", "absent du bureau", "absente du bureau", "absent(e) du bureau", "absent(e) :", "message de reponse automatique", "accuse de reception automatique", "courriel automatique", "mail automatique", "repondeur automatique", "gestionnaire d'absence",
	"abwesenheitsnotiz", "abwesenheitsnachricht", "abwesenheitsbenachrichtigung", "abwesenheitsmeldung", "automatische abwesenheit", "automatische antwort", "automatische ruckmeldung", "automatische nachricht", "autoantwort", "auto-antwort", "urlaubsbenachrichtigung", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "risposta automatica", "fuori sede", "fuori ufficio", "resposta automatica", "fora do escritorio", "ausencia temporaria", "mensaje automatico", "autorespuesta", "mensagem automatica", "messaggio automatico", "risponditore automatico",
	"automatisch antwoord", "automatisch bericht", "automatische beantwoording", "automatische reactie", "afwezigheidsbericht", "afwezigheidsmelding", "niet aanwezig:", "franvaromeddelande", "fravaersmelding", "fraværsmelding", "fravaersbesked", "fraværsbesked", "poissaoloilmoitus", "autoodpowiedz", "automatski odgovor", "samodejni odgovor", "automatska poruka", "autosvar", "automatiskt svar", "automatisk svar", "automaattinen vastaus", "odpowiedz automatyczna", "automatyczna odpowiedz", "nieobecnosc", "automaticka odpoved", "automatikus valasz", "raspuns automat", "otomatik yanit", "otomatik yanıt", "автоматична відповідь", "αυτοματη απαντηση", "tra loi tu đong",
	"автоответ", "автоматическии ответ", "自动回复", "自動回覆", "自動返信", "自動応答", "不在通知", "자동 회신", "자동응답", "자동 응답", "부재중",
}

// absentees are in the subjects by which Domino and others name who is away.
var absentees = []string{
	"is out of the office", "is out of office", "est absent du bureau", "est absente du bureau", "est absent(e)", "ist ausser haus", "ist außer haus", "ist nicht im buro", "esta fuera de la oficina", "e fuori ufficio", "is afwezig",
	"(automatic reply", "(auto-reply", "(autoreply", "(reponse automatique", "(message automatique", "[autoreply", "[auto-reply", "[reponse automatique",
}

// hints begin the subjects of automatic replies, and of people's mails about
// their absence or their car: they prove nothing alone.
var hints = []string{
	"absence", "absent", "conge", "en conge", "vacances", "en vacances", "je suis absent", "je suis en ", "je suis actuellement", "actuellement", "repondeur", "en mon absence", "hors du bureau", "fermeture", "indisponib", "retour le", "deplacement", "en deplacement", "auto:", "auto :", "votre message", "votre mail", "merci pour votre message", "bien recu",
	"away", "on leave", "on vacation", "on holiday", "holiday", "vacation", "out until", "i am away", "i'm away", "annual leave", "thank you for your", "your message", "abwesen", "urlaub", "nicht im buro", "ausser haus", "außer haus", "ausente", "ausencia", "vacaciones", "assenza", "assente", "ferie", "afwezig", "niet aanwezig", "vakantie", "franvaro", "fravaer", "ikke til stede", "ferias", "poissa", "urlop",
}

// aways are how people tell machines to say that they are not there.
var aways = []string{
	"votre correspondant est absent", "votre correspondante est absente", "n'est plus consulte", "estarei ausente", "saro assente", "je conduis actuellement", "i am driving",
	"je suis absent", "suis actuellement absent", "actuellement absent", "absent(e) du", "absent(e) jusqu", "absent jusqu", "absente jusqu", "absent du", "absente du", "je suis en conge", "suis actuellement en", "actuellement en conge", "en conge jusqu", "en conges jusqu", "en conges du", "en conge du", "en vacances jusqu", "en vacances du", "je suis en vacances", "je suis en deplacement", "je suis en arret", "je suis indisponible", "actuellement indisponible", "hors du bureau", "ne suis pas au bureau", "ne suis pas disponible", "conge maternite", "conge parental", "bureaux sont fermes", "bureau est ferme", "secretariat est ferme", "sommes fermes", "sera absent", "serai absent", "ne travaille pas le", "ne travaille plus", "ne fait plus partie", "ne fais plus partie", "a quitte l", "ai quitte l", "ne sera plus", "n'est plus active", "n'est plus valide", "n'est plus relevee", "est desactivee", "fermeture annuelle", "arret maladie", "conge paternite", "en formation jusqu", "en formation du", "peu disponible", "peu joignable", "pas joignable", "injoignable", "suis absent", "ne serai pas disponible", "ne serai pas joignable", "hors de france", "a l'etranger", "ne consulte pas", "ne lis pas mes", "ne peux pas repondre", "ne pourrai pas repondre", "quitte l'association", "n'utilise plus cette adresse", "adresse n'est plus consultee", "n'est plus utilisee",
	"will be traveling", "will be travelling", "i'm traveling", "i'm travelling", "be out until", "will be out of", "parental leave", "paternity leave", "sick leave", "on sabbatical", "on a business trip", "on pto", "am unavailable", "be unavailable", "not be available", "away from my desk", "away from the office", "be away from", "not be reading my mail", "not reading my mail", "not in my office", "no longer with", "no longer in use", "no longer used", "no longer monitored", "no longer active", "not monitored", "is unattended", "has left the", "left the company", "left the organi", "offices are closed", "we are closed", "we will be closed",
	"out of the office", "out of office", "i am currently away", "i am away", "i'm away", "currently away", "on vacation", "on holiday", "on leave", "annual leave", "maternity leave", "i am travelling", "i am traveling", "not in the office", "i am currently out", "office is closed", "no longer work",
	"pa semester", "pa ferie", "ikke pa kontoret", "inte pa kontoret", "tjanstledig", "foraldraledig", "barselsorlov", "lomalla", "poissa toimistolta", "na urlopie", "poza biurem", "na dovolene", "mimo kancelar", "szabadsagon", "in concediu", "na godisnjem", "на отпуск", "в отпуске", "отсутств", "izinde", "休假", "外出中", "不在に", "休暇", "휴가", "auf dienstreise", "in elternzeit", "nicht erreichbar", "ausser haus", "außer haus", "no estare disponible", "de vacaciones", "baja maternal", "fuera del pais", "sono fuori", "in vacanza", "in maternita", "sono in viaggio", "afwezig tot", "op vakantie", "met verlof", "zwangerschapsverlof", "em viagem", "licenca maternidade",
	"nicht im buro", "nicht im haus", "abwesend", "im urlaub", "fuera de la oficina", "estoy de vacaciones", "estare ausente", "fuori ufficio", "sono assente", "in ferie", "ben ik afwezig", "ik ben afwezig", "niet op kantoor", "met vakantie", "estou ausente", "fora do escritorio", "de ferias",
}

// promises are what they have them promise.
var promises = []string{
	"ne consulterai pas", "ne consulte pas", "lira votre message", "lire votre message", "merci d'utiliser", "repondrai plus tard", "contacte con", "contactar con", "scrivere a", "pilnych sprawach", "responderei",
	"a mon retour", "mon retour", "des que possible", "des que je", "dans les meilleurs delais", "sous huit jours", "sous quelques jours", "en mon absence", "pendant mon absence", "durant mon absence", "pendant cette periode", "vous adresser a", "ecrire a", "ecrire au", "joignable au", "transferez", "renvoyez", "a notre retour", "repondrai", "repondra", "repondrons", "reponse rapide", "en cas d'urgence", "pour toute urgence", "toute demande urgente", "demandes urgentes", "si c'est urgent", "si urgent", "question urgente", "pouvez contacter", "pouvez me contacter", "peux contacter", "contactez", "veuillez contacter", "merci de contacter", "pouvez joindre", "pouvez vous adresser", "adressez-vous", "merci d'ecrire", "ecrivez a", "acces limite", "acces limitee", "acces a mes", "acces a ma", "prendrai connaissance", "traiterai", "traite a", "serai de retour", "de retour le", "de retour a partir", "reviens le", "reprendrai", "reviendrai vers", "nouvelle adresse", "desormais",
	"respond to your", "reply to your", "respond as", "reply as", "at my earliest", "immediate assistance", "immediate attention", "urgent matter", "matter is urgent", "message is urgent", "is urgent", "in my absence", "during my absence", "in my place", "intermittent access", "limited email", "not have access", "check my email", "checking email", "checking my", "be read when", "when i am back", "when i'm back", "when i come back", "until i return", "contact us", "contact someone",
	"when i return", "upon my return", "on my return", "when i get back", "limited access", "no access", "for urgent", "if urgent", "if this is urgent", "in case of emergency", "in urgent cases", "please contact", "get back to you", "will be back", "be back on", "will return", "will respond", "will reply", "returning on", "as soon as", "not be able to",
	"svarer nar", "svarar nar", "tilbage", "tillbaka", "palaan", "takaisin", "po powrocie", "wracam", "po navratu", "visszaterek", "la intoarcere", "по возвращении", "回来", "復帰", "戻り", "복귀", "melde mich", "antworte ihnen", "nach meiner", "ab dem", "wieder im buro", "wieder da", "responder", "regreso el", "volvere", "a mi retorno", "torno il", "risponder", "rientro", "neem dan contact", "neemt u contact", "na mijn", "ben ik weer", "voltarei", "responderei", "retorno dia",
	"meiner ruckkehr", "in dringenden", "wenden sie sich", "wieder erreichbar", "a mi regreso", "a mi vuelta", "en caso de urgencia", "al mio rientro", "per urgenze", "in caso di urgenza", "terug op", "mijn terugkomst", "in dringende gevallen", "no meu regresso", "em caso de urgencia",
}

// avowals are how machines say that they are.
var avowals = []string{
	"ceci est une reponse automatique", "ceci est un message automatique", "cette reponse est automatique", "ce message est une reponse automatique", "ce message est automatique", "ce message est envoye automatiquement", "ce message a ete envoye automatiquement", "(reponse automatique)", "(message automatique)", "[reponse automatique]", "*** reponse automatique", "genere automatiquement", "genere par un automate", "generee automatiquement", "envoye par un automate", "envoye automatiquement", ". reponse automatique", ". automatic reply",
	"merci de ne pas y repondre", "merci de ne pas repondre a ce m", "ne pas repondre a ce message",
	"please do not reply to this", "do not respond to this",
	"this is an automatic", "this is an automated", "this is an auto", "automatically generated", "auto-generated", "automatisch generiert", "automatisch erstellt", "dies ist eine automatische", "este es un mensaje automatico", "este mensaje es automatico", "questo e un messaggio automatico", "dit is een automatisch", "esta e uma resposta automatica",
}

// headings are what machines write above the words that people gave them;
// people speak of such replies too.
var headings = []string{
	"reponse automatique", "repondeur automatique", "automated response", "automated reply", "automated message", "automatic response", "automatic reply from", "respuesta automatica", "risposta automatica",
}

// registrars are how programs write that keep the requests of customers.
var registrars = []string{
	"demande a ete enregistree sous", "demande a bien ete enregistree", "demande a bien ete prise en compte", "prise en compte sous la reference", "prise en compte sous le numero", "un ticket a ete cree", "request has been received and", "a ticket has been created", "your ticket number is", "has been assigned the ticket",
}

// absence tells the subjects of holiday notices. A member who answers one
// keeps its subject behind "Re:".
func (m *mail) absence() string {
	if subject := m.bareSubject(); !startsAny(subject, absences) && (m.heading.reply || !holdsAny(subject, absentees)) {
		return ""
	}
	return m.head.written("subject")
}

func (m *mail) bareSubject() string {
	return strings.TrimLeft(fold(m.head.text("subject")), " *[(\"'<【")
}

// maxNotice is how many lines of a mail are looked at for a notice.
const maxNotice = 30

// notice tells an automatic reply that no header marks, by what it says: that
// nobody is there and what to do instead, with nothing quoted below. Somebody
// who votes is there, and so is who wrote with a mail program.
func (m *mail) notice() string {
	subject := m.bareSubject()
	hint := startsAny(subject, hints) || m.head.has("x-auto-response-suppress")
	mailer := strings.ToLower(m.head.get("x-mailer"))
	if len(m.found.wishes) > 0 || m.found.doubt || m.own.answering() || m.head.has("user-agent") || mailer != "" && !m.head.has("x-auto-response-suppress") && !startsAny(mailer, serverMailers) {
		return ""
	}
	var b strings.Builder
	var avowed, headed bool
	for i, l := range m.lines {
		if i >= maxNotice || l.mark == quoted || l.mark == edge || strings.HasPrefix(l.text, ">") {
			return ""
		}
		folded := fold(l.text[:min(len(l.text), maxHead)])
		begin := strings.TrimLeft(folded, " *[(")
		avowed = avowed || startsAny(begin, avowals)
		headed = headed || startsAny(begin, headings)
		b.WriteString(folded)
		b.WriteByte(' ')
	}
	text, known := b.String(), hint || m.inThread()
	away := known && holdsAny(text, aways)
	if avowed || known && !m.asks() && (headed || holdsAny(text, avowals) || holdsAny(text, registrars)) || away && !m.asks() && (holdsAny(text, promises) || hint && m.repeated(subject)) {
		return cmp.Or(m.lineThat(m.lines, avowals, aways, headings, registrars), m.head.written("subject"))
	}
	return ""
}

// asks tells words that end with a question: no machine waits for an answer.
func (m *mail) asks() bool {
	b := newPaper(m.own, m.setting())
	if b.first > b.last {
		return false
	}
	tokens := b.lines[b.last].tokens
	return len(tokens) > 0 && tokens[len(tokens)-1].text == "?"
}

// serverMailers are the X-Mailer of programs that answer for people.
var serverMailers = []string{"internet mail service", "lotus domino", "microsoft cdo", "exchange", "phpmailer", "communigate"}

// repeated tells whether a subject goes on with that of a letter of ours.
func (m *mail) repeated(subject string) bool {
	return m.heading.number != 0 || strings.Contains(subject, "re:") || strings.Contains(subject, "re :")
}
