package intake

import (
	"strings"

	"toutdoux/internal/address"
)

// A client may repeat our letter with no sign of quoting at all. Its lines are
// known: they are what we write. These tables hold them as fold leaves them.
// What they do not know is only asked about, for the foot of a letter alone
// makes all above it uncertain.

// openings are in the first lines of our letters.
var openings = []string{
	"propose une action ordinaire", "propose une action extraordinaire", "proposes an ordinary action", "proposes an extraordinary action", "proposition porte le numero", "your proposal is number",
	"s'en occupe, et vous previent", "s'en occupe, et te previent", "is taking care of this, and lets you know", "on peut maintenant voter sur cette action", "voting can now begin on this action",
	"demande une pause sur «", "asks for a pause on “", "s'oppose a «", "s'oppose a \"", "is against “", "opposes “", "is opposed to “", "vous vous opposez a «", "tu t'opposes a «",
	"c'est note :", "c'est garde :", "noted: ", "kept: ", "vous avez ecrit : «", "tu as ecrit : «", "you wrote: “", "message a ete transmis a tout le monde", "message was passed on to everyone", "message est transmis a tout le monde :", "your message went to everyone:",
	"deux votes differents", "two different votes", "un vote ecrit avant celui", "an older vote", "a vote written before", "il manque le numero de l'action", "the action's number is missing", "pour confirmer le message arrive", "to confirm the message that came",
	"un message est arrive a votre nom", "un message est arrive a ton nom", "a message came in your name", "a message has come in your name", "on a repondu a l'un de", "somebody replied to one of", "a demande a rejoindre", "asked to join",
	"il est encore temps de donner", "there is still time to say", "pas encore exprime", "personne ne s'y oppose :", "nobody is against it", "pas de majorite contre :", "sont pour :", "est pour :", "rend cette action extraordinaire", "action devient extraordinaire", "makes this action extraordinary", "your action becomes extraordinary",
	"c'etait un essai : rien n'est ouvert", "this was a dry run", "it was a dry run", "voici ce que le secretariat comprend", "here is what the secretary understands", "bienvenue a ", "welcome to ", "etes-vous toujours la", "es-tu toujours la", "on n'a pas eu de tes nouvelles", "on n'a pas eu de vos nouvelles", "we have had no news of",
	"on n'a pas de nouvelles d", "on se permet de redemander", "we take the liberty to ask again", "merci d'avoir repondu : rien ne change", "thank you for answering: nothing changes", "merci de vous en occuper", "merci de t'en occuper", "thank you for asking: the name",
	"attend votre avis.", "attend ton avis.", "attendent votre avis.", "attendent ton avis.", "awaits your vote.", "await your vote.", "voici la semaine.", "here is the week.",
	"t'ecrit, a toi seul", "vous ecrit, a vous seul", "writes to you alone", "personne d'autre n'a ce message", "nobody else has this message",
	"ont decide cette semaine", "decided this week", "a demande a suivre", "has asked to follow",
	"qui n'est pas membre, ecrit", "who is not a member, writes", "who is not a member, sends",
	"vous comptez de nouveau dans les decisions", "tu comptes de nouveau dans les decisions", "you count in decisions again",
	"convie tout le monde a une assemblee", "invites everyone to an", "une assemblee est prevue, a l'appel", "assembly is to be held, called by", "deplace l'assemblee qui etait prevue", "moves the assembly that was to be held", "precise ou et jusqu'a quand", "says where and until when the assembly",
	"voici l'ordre du jour complet", "here is the whole agenda", "ne viendra pas a «", "is not coming to “", "avait confie son pouvoir pour", "had given you their proxy", "ne pourra pas parler pour", "cannot speak for you", "c'est ajoute a l'ordre du jour", "it is added to the agenda", "pour dire si vous venez", "pour dire si tu viens", "to say whether you are coming", "plusieurs assemblees sont prevues", "several assemblies are to be held",
	"ecrit, pour le mandat", "writes, for the mandate", "message est transmis aux mandataires", "message is passed on to the holders", "aucun mandat ne peut etre joint", "no mandate can be reached in this", "prend fin bientot", "ends soon, on", "est arrive a sa date", "has come to its date", "conclut le mandat", "concludes the mandate", "est alle aux mandataires", "went to the holders, and to", "mandats attendent votre conclusion", "mandats attendent ta conclusion", "mandates await your conclusion", "n'attend de conclusion de", "awaits a conclusion of yours", "il manque la conclusion du mandat", "the conclusion of the mandate", "a pris fin le", "est conclu.", "is concluded.",
	"confient le role", "confient le mandat", "entrust you with the", "rend le role", "rendez le role", "rends le role", "which is now vacant.", "est vacant.", "role is vacant.", "everyone reads it: you give back", "noted: you give back", "rend le mandat", "rendez le mandat", "rends le mandat", "tenait le mandat", "tenez plusieurs roles ou mandats", "tiens plusieurs roles ou mandats", "you hold several roles or mandates",
	"il manque la date de l'assemblee", "the date of the assembly is missing", "il manque l'heure de l'assemblee", "the hour of the assembly is missing", "une assemblee se prepare :", "an assembly takes preparing:", "aucune assemblee n'est prevue", "no assembly is planned", "a convoque «", "called “", "il manque le point a ajouter", "the point to add to the agenda",
	"on n'a pas de nouvelles d", "on se permet de redemander", "we take the liberty to ask again", "merci d'avoir repondu : rien ne change", "thank you for answering: nothing changes", "s'inquiete, a propos de «", "is concerned about “", "sans que beaucoup d'entre nous aient donne leur avis", "without many of us having said", "ne s'etaient pas prononcees sur", "who had not said what they thought of",
	"reponse est comptee, sans", "answer is counted, without", "c'est transmis a tout le monde, sans", "was passed on to everyone, without", "un message a transmettre ou a compter sans nom", "a message to pass on or to count without",
	"les reserves sans nom ne sont pas transmises", "unsigned concerns are not passed on", "transmettre ce message sans", "to be passed on without your name", "il manque le texte a transmettre", "the text to pass on about", "une reserve par personne", "one concern for each person", "repondait a un mot adresse", "answered a word to you alone",
	"merci de vous en occuper", "merci de t'en occuper", "thank you for asking: the name",
}

// menus are how the lines begin that say what to answer.
var menus = []string{
	"votre avis, en repondant a ce message", "ton avis, en repondant a ce message", "what do you think? reply to this message", "repondez ici", "reponds ici", "reply here",
	"en prive en tete d'une reponse", "in private at the head of a reply", "pour je suis d'accord", "blanc je n'ai pas d'avis", "contre je m'y oppose", "for i agree", "blank i have no opinion", "against i am opposed", "oui je suis la", "oui c'est bien moi", "oui c'est moi ;", "non ce n'est pas moi", "yes this was me", "no this was not me",
	"present je viens", "absent je ne viens pas", "pouvoir a je ne viens pas", "pouvoir a suivi d'un nom", "present i am coming", "absent i am not coming", "proxy to i am not coming", "proxy to followed by", "votre reponse, par un seul mot", "ta reponse, par un seul mot", "your answer, by a single word",
	"vacances je m'absente", "depart je prefere partir", "yes i am here", "vacation i am away", "leave i would rather leave", "pas au courant je ne savais pas", "pas sur je ne savais pas", "contre sans oser j'etais contre", "pas mon domaine je m'en remets", "autre autre chose", "did not know i had not heard", "not sure i did not know", "against but did not dare i was against", "not my field i leave it", "other something else",
	"rien n'est garde qui dise", "nothing is kept that tells", "une inquietude, sans vouloir voter contre", "a concern, without voting against",
	"votre nom est ici", "ton nom est ici", "your name is here",
	"vous pouvez ajouter une explication a la suite", "tu peux ajouter une explication a la suite", "you can add an explanation", "vous pouvez changer d'avis jusqu", "tu peux changer d'avis jusqu", "you can change your mind until",
	"rien a faire si cela", "nothing to do if this is fine", "pour proposer d'arreter,", "to propose stopping it", "ce n'etait pas vous ? repondez contester", "ce n'etait pas toi ? reponds contester", "was this not you? reply contest",
	"pour en discuter, repondez librement", "pour en discuter, reponds librement", "to talk about it, just reply", "sans majorite contre, l'action sera adoptee", "s'il s'agissait aussi d'un vote", "if it was a vote too",
}

// feet are in the last line of our letters.
var feet = []string{"· secretariat automatique ·", "· automatic secretary ·", "· automated secretary ·"}

// letters drops copies of our letters that nothing else marked as quoted. It
// tells whether some of their lines are there with nothing to show where the
// letter begins.
func (t *thread) letters() (unsure bool) {
	c := t.copied()
	switch {
	case c.known == 0:
		return false
	case c.foot < 0 && c.known == 1:
		return true // one line: somebody may have written it
	case c.foot < 0:
		c.foot = len(t.lines) - 1
	}
	for i := c.first; i <= c.foot; i++ {
		t.drop[i] = true
	}
	return !c.opened
}

// copied is where a copy of our letters stands.
type copied struct {
	first, foot int // lines; foot is -1 where it was cut away
	opened      bool
	known       int // how many lines only we write
}

func (t *thread) copied() copied {
	c := copied{first: -1, foot: -1}
	relayed := -1
	for i, l := range t.lines {
		if t.drop[i] || t.blank(i) || len(l.text) > maxHead {
			continue
		}
		folded := strings.Join(strings.Fields(t.head(i)), " ")
		begins := holdsAny(folded, openings)
		foot := holdsAny(folded, feet) || len(l.text) > 20 && len(address.FindProofs(l.text)) > 0
		if relayed < 0 && introduces(folded) {
			relayed = i
		}
		if !begins && !foot && !startsAny(folded, menus) {
			continue
		}
		c.known++
		if c.first < 0 {
			c.first, c.opened = i, begins
		}
		if foot {
			c.foot = i
		}
	}
	if c.foot >= 0 && relayed >= 0 && relayed < c.first {
		c.first, c.opened = relayed, true
	}
	return c
}

// introduces tells the line above a post that we relay: "Bob Durand écrit :".
func introduces(folded string) bool {
	return len(strings.Fields(folded)) <= 6 && (strings.HasSuffix(folded, " ecrit :") || strings.HasSuffix(folded, " writes:"))
}

func holdsAny(s string, table []string) bool {
	for _, part := range table {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

func startsAny(s string, table []string) bool {
	for _, start := range table {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}
