package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// devices are how the lines begin that telephones and mail programs write
// under every mail, as fold leaves them.
var devices = []string{
	"envoye de mon ", "envoye depuis ", "envoye a partir de ", "envoye a partir d'", "envoye avec ", "envoye via ", "envoye par bluemail", "telecharger outlook pour", "telechargez outlook pour", "obtenez outlook pour", "obtenir outlook pour",
	"get outlook for", "get [outlook for", "sent from my ", "sent from a ", "sent from mail", "sent from yahoo", "sent from gmail", "sent from windows", "sent from outlook", "sent from proton", "sent from typeapp", "sent from [",
	"sent from bluemail", "sent from nine", "sent from samsung", "sent from mobile", "sent from iphone", "sent from the ", "(sent from", "<<sent by", "sent by galaxy", "sent via ", "sent with ", "sent using ",
	"from my iphone", "from my ipad", "von meinem ", "gesendet von ", "gesendet mit ", "diese nachricht wurde von meinem", "enviado desde ", "enviado do meu ", "enviado de mi ", "inviato da ", "inviato dal ",
	"verstuurd vanaf ", "verzonden vanaf ", "verzonden met ", "verzonden vanuit ", "sendt fra ", "skickat fran ", "wyslane z ", "wyslano z ", "lahetetty ", "отправлено с ", "отправлено из ", "odeslano z ", "odoslane z ",
	"從我的", "从我的", "发自我的", "发自", "發自", "나의 ", "내 iphone", "iphoneから", "provenance : courrier", "provenance: courrier", "outlook for ", "yahoo mail:", "yahoo mail :", "garanti sans virus", "virus-free",
	"l'absence de virus dans ce courrier", "cet e-mail a ete verifie par", "sans virus.", "this email has been checked for viruses", "this e-mail has been checked",
}

// disclaimers are how paragraphs begin that lawyers put under every mail.
var disclaimers = []string{
	"ce message et toutes les pieces jointes", "ce message et ses pieces jointes", "ce message et les pieces jointes", "ce message electronique et", "ce courriel et ", "ce courriel peut contenir", "ce message est confidentiel", "ce mail est confidentiel",
	"les informations contenues dans ce message", "les informations contenues dans ce courriel", "avis de confidentialite", "confidentialite :", "si vous n'etes pas le destinataire", "pensez a l'environnement", "avant d'imprimer", "n'imprimez ce message", "p pensez a l'environnement",
	"this message and any attachment", "this e-mail and any", "this email and any", "this message is confidential", "this e-mail is confidential", "this email is confidential", "this message contains confidential", "this communication is confidential", "the information contained in this", "the information in this e-mail", "the information in this email",
	"the content of this email is confidential", "the contents of this email", "the contents of this e-mail", "confidentiality notice", "disclaimer:", "disclaimer :", "if you are not the intended recipient", "please consider the environment", "diese e-mail enthalt vertrauliche", "this electronic message",
	"you received this message because you", "you are receiving this because", "vous recevez ce message parce que", "vous recevez ce message, car", "vous recevez ce message car", "vous avez recu ce message, car", "to unsubscribe from this", "reply to this email directly",
}

// signatures drops what programs, people and lawyers put under every mail. A
// signature ends where quoted lines begin again.
func (t *thread) signatures() {
	fenced := false
	for i := 0; i < len(t.lines); i++ {
		text := t.lines[i].text
		if strings.HasPrefix(text, "```") {
			fenced = !fenced
		}
		if t.drop[i] || fenced || len(text) > 1500 {
			continue
		}
		switch {
		case t.lines[i].text == "-- " || strings.TrimRight(text, " \t\u00a0") == "--", t.footer(i):
			i = t.block(i)
		case beginsWith(t.head(i), disclaimers) && (i == 0 || t.blank(i-1) || t.drop[i-1] || ruled(t.lines[i-1].text)):
			i = t.block(i)
		case len(text) <= 160 && beginsWith(t.head(i), devices) && !sentenced(t.head(i)), t.dashed(i), t.pocketed(i):
			t.drop[i] = true
		}
	}
}

// gadgets are what mail is sent from, as fold leaves them.
var gadgets = []string{"phone", "mobile", "pad", "pod", "android", "galaxy", "samsung", "device", "cell", "tablet", "appareil", "mail", "outlook", "app"}

// sentenced tells a sentence that only begins as a telephone's signature does:
// "Sent from my desk, it is easier than my telephone.", "Sent from the bus".
func sentenced(folded string) bool {
	if startsAny(folded, []string{"sent from a ", "sent from the "}) && !holdsAny(folded, gadgets) {
		return true
	}
	start, rest, ok := strings.Cut(folded, ", ")
	return ok && strings.HasSuffix(rest, ".") && len(strings.Fields(rest)) > 4 && !holdsAny(start, gadgets)
}

// pockets are what people say they write on, as fold leaves them.
var pockets = []string{"mobile", "phone", "iphone", "ipad", "android", "tablet", "smartphone", "telephone", "portable", "tablette", "blackberry"}

// places stand before them.
var places = map[string]bool{"from": true, "via": true, "depuis": true, "mon": true, "my": true, "un": true, "a": true}

// pocketed tells a line of somebody's own making in place of a telephone's
// signature, alone under what was written: "Alice, from mobile".
func (t *thread) pocketed(i int) bool {
	if len(t.lines[i].text) > 40 || i > 0 && !t.blank(i-1) && !t.drop[i-1] {
		return false
	}
	said := strings.FieldsFunc(t.head(i), func(r rune) bool { return !unicode.IsLetter(r) })
	if n := len(said); n < 2 || n > 4 || !slices.Contains(pockets, said[n-1]) || !places[said[n-2]] || t.speaks(i) {
		return false
	}
	next := t.nextText(i + 1)
	return next == len(t.lines) || t.drop[next] || beginsWith(t.head(next), devices)
}

// block drops lines from i up to what is dropped already, and gives the last.
func (t *thread) block(i int) int {
	for i < len(t.lines) && (!t.drop[i] || t.lines[i].mark == signature) {
		t.drop[i] = true
		i++
	}
	return i - 1
}

// dashed tells a name behind a hyphen that ends somebody's words: "-Alice". The
// long dash begins speech too.
func (t *thread) dashed(i int) bool {
	name, ok := strings.CutPrefix(strings.TrimSpace(t.lines[i].text), "-")
	name = strings.TrimPrefix(name, "-")
	if !ok || len(name) > 40 || i == 0 || !t.blank(i-1) || strings.HasPrefix(name, " ") {
		return false
	}
	for w := range strings.FieldsSeq(name) {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) || strings.ToUpper(w) == w && len(w) > 2 {
			return false
		}
	}
	if _, known := phrases[fold(name)]; known || name == "" {
		return false
	}
	next := t.nextText(i + 1)
	return next == len(t.lines) || t.drop[next] || ruled(t.lines[next].text)
}

// footer tells the rule above what a list writes under each mail: a long one
// with few lines below it.
func (t *thread) footer(i int) bool {
	text := strings.TrimSpace(t.lines[i].text)
	if len(text) < 10 || strings.Trim(text, "_") != "" {
		return false
	}
	below := 0
	for j := i + 1; j < len(t.lines) && below <= 8; j++ {
		if !t.blank(j) && !t.drop[j] {
			below++
		}
	}
	return below <= 8
}

func beginsWith(folded string, table []string) bool {
	return startsAny(strings.TrimLeft(folded, " \t*_-–"), table)
}
