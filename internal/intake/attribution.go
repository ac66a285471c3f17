package intake

import (
	"slices"
	"strings"
)

// verbs are the words by which mail programs say who wrote what follows, as
// fold leaves them.
var verbs = []string{
	"a ecrit", "ecrivait", "wrote", "writes", "schrieb", "geschrieben", "escribio", "escreveu", "ha scritto",
	"scrive", "schreef", "geschreven", "skrev", "kirjoitti", "napisał", "napisal", "napsal", "pisze",
	"napisao", "irta", "yazdi", "yazmis", "a scris", "написал", "пишет", "пише", "написав", "εγραψε",
	"のメール", "書きました", "のメッセージ", "写道", "寫道", "작성", "đa viet", "ha escrit", "va escriure", "idatzi", "gmt",
}

// likeness is how much some lines look like an attribution.
type likeness int

const (
	hardly likeness = iota
	maybe           // a name or an address, and a verb
	surely          // a date too
)

// attribution tells whether some joined lines say who wrote what follows: one
// of the verbs with a date or an address, at the end or before a colon. Where
// quoted lines follow, a name is enough.
func attribution(joined string, followed bool) likeness {
	joined = strings.Trim(joined, "- *_\t")
	if gmailDate(joined, followed) {
		return surely
	}
	colon := strings.HasSuffix(joined, ":") || strings.HasSuffix(joined, "：")
	stem := strings.TrimRight(joined, ":： ")
	dated := strings.ContainsAny(stem, "0123456789") && startsLikeDate(stem)
	named := strings.ContainsAny(stem, "@<") && startsLikeName(stem)
	best := hardly
	if followed && unsaid(joined) {
		best = maybe
	}
	for _, verb := range verbs {
		at := strings.LastIndex(stem, verb)
		if at < 0 || verb == "gmt" || !wordStarts(stem, at) {
			continue
		}
		after := len(stem) - at - len(verb)
		last := after <= len("(a)")
		switch {
		case dated && (last || colon && after < 200):
			return surely
		case colon && (named && after < 200 || followed && len(stem) < 80 && (last || strings.ContainsAny(stem[at:], "0123456789"))):
			best = maybe
		}
	}
	return best
}

// wordStarts tells whether no letter of the same word stands before a place.
// The scripts without spaces need none.
func wordStarts(s string, at int) bool {
	if at == 0 || s[at] >= 0x80 {
		return true
	}
	before := s[at-1]
	return before < 0x80 && (before|0x20 < 'a' || before|0x20 > 'z')
}

// starts are the words that an attribution with a date begins with.
var starts = []string{"le ", "on ", "am ", "el ", "il ", "em ", "op ", "den ", "dnia ", "in data ", "il giorno ", "pe ", "в ", "w dniu ", "at ", "a ", "vao ", "pa ", "dne ", "dana ", "ngay ", "στις "}

// startsLikeDate tells whether a text begins as the dates of attributions do:
// "on mon, 3 feb", "le 3 février", "2026/02/03".
func startsLikeDate(s string) bool {
	for _, start := range starts {
		if rest, ok := strings.CutPrefix(s, start); ok {
			return strings.ContainsAny(rest[:min(len(rest), 24)], "0123456789")
		}
	}
	rest := strings.TrimLeft(s, "0123456789")
	figures := len(s) - len(rest)
	return figures >= 1 && figures <= 4 && rest != "" && (rest[0] < 'a' || rest[0] > 'z')
}

// quoters begin attributions that have no verb.
var quoters = []string{"quoting ", "zitat von ", "citando ", "citation de ", "citat fran ", "citat ", "citiere ", "cytowanie "}

// unsaid tells an attribution without a verb, above quoted lines: a date and
// an address before a colon, or an address behind a date.
func unsaid(joined string) bool {
	if startsAny(joined, quoters) {
		return strings.HasSuffix(joined, ":") && len(joined) < 120
	}
	if len(joined) > 200 || !strings.Contains(joined, "@") {
		return false
	}
	digits, _ := counts(joined)
	return strings.HasSuffix(joined, ":") && digits >= 5 || strings.HasSuffix(joined, ">") && digits >= 5 && startsLikeDate(joined)
}

// startsLikeName tells whether a name and an address begin a text: few words
// stand before the address.
func startsLikeName(s string) bool {
	at := strings.IndexAny(s, "@<")
	return at >= 0 && len(strings.Fields(s[:at])) <= 4
}

// gmailDate tells the form "2016-03-03 17:21 GMT+01:00 Some One <a@b>:".
func gmailDate(s string, followed bool) bool {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || !strings.Contains(s[:min(len(s), 40)], "gmt") {
		return false
	}
	return strings.HasSuffix(s, ":") && (followed || strings.HasSuffix(s, ">:")) || !strings.HasSuffix(s, ".") && len(s) < 60
}

// originals are the words that stand between dashes above a mail that is
// answered.
var originals = map[string]bool{
	"original message": true, "message d'origine": true, "message original": true, "mail original": true,
	"message initial": true, "courriel original": true, "e-mail d'origine": true, "original email": true, "original mail": true,
	"ursprungliche nachricht": true, "originalnachricht": true, "original-nachricht": true, "mensaje original": true,
	"messaggio originale": true, "mensagem original": true, "oorspronkelijk bericht": true, "origineel bericht": true,
	"oprindelig besked": true, "oprindelig meddelelse": true, "original meddelelse": true, "ursprungligt meddelande": true,
	"opprinnelig melding": true, "alkuperainen viesti": true, "wiadomosc oryginalna": true, "oryginalna wiadomosc": true, "puvodni zprava": true,
	"исходное сообщение": true, "оригинальное сообщение": true, "eredeti uzenet": true,
	"原始邮件": true, "原始郵件": true, "原始信件": true, "원본 메시지": true, "original appointment": true,

	"reply message": true, "message de": true,
	"mesaj original": true, "mesajul original": true, "originalna poruka": true, "izvirno sporocilo": true, "izvorna poruka": true, "povodna sprava": true, "puvodni e-mail": true, "oryginalny e-mail": true, "αρχικο μηνυμα": true,
	"元のメッセージ": true, "orijinal mesaj": true,
}

// forwards are those above a mail that is passed on.
var forwards = map[string]bool{
	"forwarded message": true, "message transfere": true, "message transmis": true, "message reexpedie": true, "weitergeleitete nachricht": true, "mensaje reenviado": true, "mensagem encaminhada": true, "doorgestuurd bericht": true, "vidarebefordrat meddelande": true, "videresendt melding": true, "videresendt besked": true, "begin forwarded message": true,
	"messaggio inoltrato": true, "пересылаемое сообщение": true, "пересланное сообщение": true, "转发邮件信息": true, "转发的邮件": true, "轉寄郵件": true, "転送メッセージ": true, "전달된 메시지": true, "preposlana zprava": true, "przekazana wiadomosc": true, "wiadomosc przekazana": true, "valitetty viesti": true, "iletilen mesaj": true,
	"message reachemine": true, "courriel transfere": true, "fwd": true, "mail transfere": true, "ursprunglich weitergeleitete nachricht": true, "mesaj redirectionat": true, "proslijeđena poruka": true, "posredovano sporocilo": true, "tovabbitott uzenet": true, "προωθημενο μηνυμα": true, "tin nhan đa chuyen tiep": true, "missatge reenviat": true,
}

// announced are those that need no dashes: their colon is enough.
var announced = []string{
	"begin forwarded message:", "debut du message reexpedie :", "debut du message reexpedie:", "debut du message transfere :",
	"debut du message transfere:", "anfang der weitergeleiteten nachricht:", "inicio del mensaje reenviado:", "inizio messaggio inoltrato:",
}

// borders are in the lines above which services ask to answer.
var borders = []string{"reply above this line", "your reply above this line", "repondez au-dessus de cette ligne", "ecrivez au-dessus de cette ligne", "antworten sie oberhalb dieser", "responda por encima de esta"}

// separator tells whether a folded line alone says that another mail follows.
func separator(folded string) bool {
	if len(folded) > 200 {
		return false
	}
	folded = strings.TrimSpace(folded)
	if slices.Contains(announced, folded) || holdsAny(folded, borders) {
		return true
	}
	if !strings.HasPrefix(strings.TrimLeft(folded, " *>"), "--") && !strings.HasPrefix(folded, "__") {
		return false
	}
	inner := strings.Trim(folded, "-_=*>: ")
	if originals[inner] || forwards[inner] {
		return true
	}
	if strings.HasSuffix(folded, "--") && len(strings.Fields(inner)) <= 6 && endsAny(inner, []string{" wrote", " a ecrit", " schrieb", " escribio", " ha scritto", " schreef", " escreveu", " skrev"}) {
		return true
	}
	name, _, _ := strings.Cut(inner, " from ")
	return originals[name] || forwards[name]
}

func endsAny(s string, table []string) bool {
	for _, end := range table {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

// ruled tells a line drawn across the page.
func ruled(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) >= 3 && strings.Trim(text, "-_=*─—") == ""
}

// names are the fields that mail programs write above what they answer.
var names = map[string]string{
	"de": "from", "from": "from", "von": "from", "van": "from", "da": "from", "fra": "from", "fran": "from", "od": "from", "от": "from",
	"от кого": "from", "发件人": "from", "寄件者": "from", "差出人": "from", "보낸 사람": "from", "보낸사람": "from", "gonderen": "from", "lahettaja": "from", "expediteur": "from",
	"tu": "from", "felado": "from", "вид": "from", "від": "from", "reply-to": "cc", "repondre a": "cc",
	"envoye": "date", "envoye le": "date", "envoyee": "date", "sent": "date", "gesendet": "date", "verzonden": "date", "inviato": "date", "enviado": "date", "enviado el": "date",
	"enviada em": "date", "enviada": "date", "skickat": "date", "sendt": "date", "wyslano": "date", "wysłano": "date", "отправлено": "date", "date": "date", "datum": "date", "data": "date", "dato": "date",
	"fecha": "date", "дата": "date", "日期": "date", "发送时间": "date", "送信日時": "date", "보낸 날짜": "date", "message du": "date", "lahetetty": "date", "ngay": "date",
	"gonderildi": "date", "tarih": "date", "odoslane": "date", "odeslano": "date", "kuldve": "date", "när": "date",
	"a": "to", "to": "to", "an": "to", "aan": "to", "para": "to", "per": "to", "til": "to", "till": "to", "do": "to", "кому": "to", "收件人": "to", "宛先": "to", "받는 사람": "to",
	"kime": "to", "vastaanottaja": "to", "destinataire": "to", "pour": "to", "komu": "to", "đen": "to", "den": "to",
	"objet": "subject", "sujet": "subject", "subject": "subject", "betreff": "subject", "onderwerp": "subject", "oggetto": "subject", "asunto": "subject", "assunto": "subject",
	"emne": "subject", "amne": "subject", "temat": "subject", "predmet": "subject", "тема": "subject", "主题": "subject", "主旨": "subject", "件名": "subject", "제목": "subject", "konu": "subject",
	"aihe": "subject", "targy": "subject", "chu đe": "subject",
	"de la": "from", "kimden": "from", "kımden": "from", "απο": "from", "送信者": "from", "salje": "from", "mittente": "from", "remitente": "from", "avsandare": "from", "nadawca": "from", "absender": "from",
	"trimis": "date", "trimisa": "date", "poslano": "date", "σταλθηκε": "date", "ημερομηνια": "date", "日付": "date", "发送日期": "date", "날짜": "date", "paivamaara": "date", "надіслано": "date", "изпратено": "date", "dnia": "date",
	"catre": "to", "cimzett": "to", "prima": "to", "προς": "to", "받는사람": "to", "destinatario": "to", "empfanger": "to", "mottagare": "to", "odbiorca": "to", "до": "to",
	"subiect": "subject", "θεμα": "subject", "sujet du message": "subject",
	"cc": "cc", "copie": "cc", "copie a": "cc", "cci": "cc", "kopie": "cc", "copia": "cc", "kopia": "cc", "kopi": "cc", "copie cachee": "cc",
}

// headerName gives which field a line looks like, "" for none.
func headerName(text string) string {
	text = strings.TrimLeft(text, " \t>*_|")
	colon := strings.IndexAny(text, ":：")
	if colon < 0 || colon > 40 {
		return ""
	}
	return names[strings.Trim(fold(text[:colon]), " *_")]
}
