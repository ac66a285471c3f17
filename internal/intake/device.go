package intake

import (
	"slices"
	"strings"
	"unicode"
)

// Telephones and mail programs write a line of their own under every mail:
// "Envoyé de mon iPhone". It is told by a word for sending, a thing to send
// with, and how short it is.

// gadgets are what mail is sent from, as fold leaves them.
var gadgets = []string{"phone", "mobil", "ipad", "ipod", "android", "galaxy", "samsung", "huawei", "device", "cell", "tablet", "appareil", "portable", "blackberry", "mail", "outlook", "app ", "yahoo", "手机", "휴대폰", "почт", "смартфон", "www."}

// sendings begin such lines, as fold leaves them.
var sendings = []string{
	"envoye de ", "envoye d'", "envoye du ", "envoye depuis ", "envoye a partir ", "envoye avec ", "envoye via ", "envoye par ", "envoye grace a ", "message envoye de", "mail envoye de", "courriel envoye de", "ce message a ete envoye de", "ce mail a ete envoye de", "provenance : courrier", "provenance: courrier",
	"sent from ", "sent via ", "sent with ", "sent using ", "sent by ", "sent through ", "(sent from ", "<<sent by ", "from my ", "secured with ", "outlook for ", "yahoo mail:", "yahoo mail :",
	"von meine", "gesendet von ", "gesendet mit ", "gesendet uber ", "diese nachricht wurde von ", "diese nachricht wurde mit ", "enviado desde ", "enviado de ", "enviado do ", "enviado da ", "enviado via ", "enviado con ", "enviado com ", "enviada do ", "enviat des ", "inviato da ", "inviato dal ", "inviato con ",
	"verstuurd van", "verzonden van", "verzonden met ", "verstuurd met ", "verstuurd via ", "sendt fra ", "sendt via ", "sendt med ", "skickat fran ", "skickat via ", "lahetetty ", "wysłane z ", "wysłano z ", "wyslane z ", "wyslano z ", "wysłane przy ", "odeslano z ", "odoslane z ", "poslano s ", "poslano z ",
	"отправлено с ", "отправлено со ", "отправлено из ", "надіслано з ", "изпратено от ", "trimis de ", "trimis din ", "σταλθηκε απο ", "發自", "发自", "發自我", "從我的", "从我的", "나의 ", "내 ", "đa gui tu ", "dikirim dari ",
}

// sent end such lines, and hold no other end.
var sent = []string{" gesendet", " gesendet.", " kuldve", " gonderildi", "から送信", " 傳送", "에서 보냄", "さんから送信"}

// apps are what such lines offer, and systems what they offer it for.
var (
	apps    = []string{"outlook", "bluemail", "typeapp", "yahoo mail", "proton mail", "spark"}
	systems = []string{"ios", "android", "mac", "windows"}
)

// device tells such a line. One that names no gadget must stand apart, at the
// end of what was written.
func (t *thread) device(i int) bool {
	text, head := t.lines[i].text, strings.Trim(t.head(i), " \t*_-–[")
	if len(text) > 160 || strings.HasSuffix(head, "?") {
		return false
	}
	switch {
	case startsAny(head, sendings) && !sentenced(head):
		capital := strings.IndexFunc(strings.TrimSpace(text)[1:], unicode.IsUpper) >= 0
		return holdsAny(head, gadgets) || capital && fewWords(head) && t.last(i)
	case endsAny(head, sent):
		return fewWords(head) && holdsAny(head, gadgets)
	case len(head) <= 80 && holdsAny(head, apps) && holdsAny(head, systems):
		return fewWords(head) && !sentential[firstLetters(head)] && t.last(i)
	}
	return t.pocketed(i)
}

// fewWords tells a line of at most eight words.
func fewWords(text string) bool { return len(strings.Fields(text)) <= 8 }

// firstLetters are the letters that a text begins with.
func firstLetters(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return s
	}
	return s[:end]
}

// last tells whether line i stands apart and ends what was written, but for
// more of the kind.
func (t *thread) last(i int) bool {
	if !t.begins(i) {
		return false
	}
	next := t.nextText(i + 1)
	return next == len(t.lines) || t.drop[next] || beginsWith(t.head(next), sendings) || bareLink(t.lines[next].text)
}

// linked drops line i and the links under it, and gives the last.
func (t *thread) linked(i int) int {
	t.drop[i] = true
	for i+1 < len(t.lines) && bareLink(t.lines[i+1].text) && !t.drop[i+1] {
		i++
		t.drop[i] = true
	}
	return i
}

// bareLink tells a line that is one link and no more.
func bareLink(text string) bool {
	text = strings.Trim(text, " \t<>")
	return startsAny(text, []string{"http://", "https://", "www."}) && !strings.Contains(text, " ")
}

// sentenced tells a sentence that only begins as a telephone's signature does:
// "Sent from my desk, it is easier than my telephone."
func sentenced(folded string) bool {
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
	if len(t.lines[i].text) > 40 || !t.begins(i) {
		return false
	}
	said := strings.FieldsFunc(t.head(i), func(r rune) bool { return !unicode.IsLetter(r) })
	if n := len(said); n < 2 || n > 4 || !slices.Contains(pockets, said[n-1]) || !places[said[n-2]] || t.speaks(i) {
		return false
	}
	next := t.nextText(i + 1)
	return next == len(t.lines) || t.drop[next] || beginsWith(t.head(next), sendings)
}
