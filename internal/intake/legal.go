package intake

import "strings"

// Lawyers, lists and scanners for viruses put paragraphs under every mail that
// it passes by. The tables hold how they begin, and what must be in them, as
// fold leaves them.

// disclaimers begin paragraphs that nobody writes to anybody.
var disclaimers = []string{
	"ce message et toutes les pieces jointes", "ce message et ses pieces jointes", "ce message et les pieces jointes", "ce message electronique et", "ce courriel et ", "ce courriel peut contenir", "avis de confidentialite", "confidentialite :", "si vous n'etes pas le destinataire", "si vous avez recu ce message par erreur", "si vous avez recu ce mail par erreur", "si vous avez recu ce courriel par erreur",
	"this message and any attachment", "this e-mail and any", "this email and any", "confidentiality notice", "disclaimer:", "disclaimer :", "confidential:", "privileged and confidential", "if you are not the intended recipient", "if you have received this", "diese e-mail enthalt vertrauliche", "this electronic message",
	"you received this message because you", "you are receiving this because", "vous recevez ce message parce que", "vous recevez ce message, car", "vous recevez ce message car", "vous avez recu ce message, car", "vous avez recu ce message car", "vous recevez cet e-mail car", "to unsubscribe from this", "to unsubscribe, ", "to unsubscribe send ", "reply to this email directly", "repondre directement a ce courriel",
}

// claimers begin such paragraphs and others, and claims are in such ones.
var (
	claimers = []string{
		"ce message ", "ce mail ", "cet e-mail", "cet email", "ce courriel", "ce courrier electronique", "cette communication ", "cette transmission ", "le contenu de ce", "l'information contenue dans ce", "les informations contenues dans ce", "avertissement :", "avertissement:", "attention :", "important :",
		"this message ", "this mail ", "this e-mail", "this email", "this communication ", "this transmission ", "the information contained", "the information transmitted", "the information in this", "the content of this", "the contents of this", "the contents of the", "notice:", "important notice", "important:", "warning:", "caution:",
		"diese e-mail", "diese nachricht", "diese mail ", "der inhalt dieser", "die information", "este mensaje", "este correo", "este e-mail", "este email", "esta mensagem", "esta comunicacao", "questo messaggio", "questa e-mail", "questa email", "questo messaggio", "le informazioni contenute", "il contenuto di quest", "dit bericht", "dit e-mailbericht", "deze e-mail", "de informatie in dit", "de informatie in deze", "denne e-mail", "denne e-post", "denne mail", "detta meddelande", "detta e-post", "denne meddelelse", "tama viesti", "niniejsza wiadomosc", "ta wiadomosc", "tato zprava", "это сообщение", "настоящее сообщение", "данное сообщение",
	}
	claims = []string{
		"confiden", "exclusi", "par erreur", "usage unique", "a l'intention", "intended ", "recipient", "addressee", "privileged", "in error", "sole use", "legally", "proprietary", "vertraulich", "irrtumlich", "vertrouwelijk", "riservat", "destinatari", "fortrolig", "konfiden", "konfidentiell", "luottamukselli", "poufn", "duvern", "конфиденциальн", "virus", "mailscanner",
	}
)

// legal tells a paragraph after which nothing is anybody's.
func (t *thread) legal(i int) bool {
	head := t.head(i)
	if beginsWith(head, disclaimers) || strings.HasPrefix(head, "__._,_.___") {
		return true
	}
	if !beginsWith(head, claimers) {
		return false
	}
	var text strings.Builder
	text.WriteString(head)
	for j := i + 1; j < len(t.lines) && j < i+4 && !t.blank(j); j++ {
		text.WriteString(" " + t.head(j))
	}
	return holdsAny(text.String(), claims)
}

// scanners begin the paragraphs of programs that look for viruses.
var scanners = []string{
	"garanti sans virus", "sans virus.", "virus-free", "l'absence de virus dans ce", "cet e-mail a ete verifie par", "ce message a ete verifie par", "ce message a ete analyse par", "aucun virus trouve", "aucun virus n'a ete", "this email has been checked for viruses", "this e-mail has been checked", "this email has been scanned", "this message has been scanned", "no virus found", "virenfrei", "diese e-mail wurde von avast", "libre de virus", "livre de virus", "mail priva di virus", "virusvrij", "virusfri", "__________ information from eset", "__________ information provenant d'eset", "__________ informations d'eset", "avast! antivirus", "scanned by ", "checked by avg", "the message was checked by", "le message a ete verifie par", "n'imprimez ce ",
}

// leavers begin what lists say of themselves.
var leavers = []string{"pour vous desabonner", "pour se desabonner", "pour vous desinscrire", "pour se desinscrire", "to unsubscribe", "se desabonner :", "se desinscrire :", "unsubscribe:", "desabonnement :"}

// trees and printings are in the lines that plead for the trees.
var (
	trees     = []string{"environ", "umwelt", "milieu", "ambiente"}
	printings = []string{"avant d'imprimer", "n'imprim", "imprimer ce", "before print", "before you print", "print this", "printing this", "mail drucken", "di stampare", "bericht print", "afdruk", "imprimir este", "imprimir esta"}
)

// scanned tells a paragraph that a program wrote, up to its end: of a scanner,
// of a list that says where to leave, or for the trees.
func (t *thread) scanned(i int) bool {
	head := t.head(i)
	switch {
	case beginsWith(head, scanners) || startsAny(head, scanners):
		return true
	case beginsWith(head, leavers):
		return holdsAny(head, []string{"@", "http", "www."})
	case len(head) > 200:
		return false
	}
	return holdsAny(head, trees) && holdsAny(head, printings) && len(strings.Fields(head)) <= 25
}
