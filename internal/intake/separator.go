package intake

import (
	"slices"
	"strings"
)

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
	"replied message": true, "回复的原邮件": true, "邮件原件": true, "원본 메일": true, "urspr. nachricht": true, "opprinnelig beskjed": true, "mesazhi origjinal": true, "thu goc": true, "pesan asli": true, "ozgun ileti": true, "оригинално съобщение": true, "оригінальне повідомлення": true,
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

// passers begin them in Domino, before a name and a date.
var passers = []string{"forwarded by ", "reachemine par ", "transfere par ", "renvoye par ", "weitergeleitet von ", "reenviado por ", "inoltrato da ", "encaminhado por ", "doorgestuurd door ", "vidarebefordrat av ", "videresendt af "}

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
	if _, rest, ok := strings.Cut(folded, " ---"); ok {
		if date, _, ok := strings.Cut(rest, "---"); ok && len(date) < 30 && whenIn(date).hour {
			return true // Domino: "Bob Durand ---02/02/2026 09:00:00---Hello"
		}
	}
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
	return originals[name] || forwards[name] || startsAny(inner, passers) && whenIn(inner).full
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
	"gonderildi": "date", "tarih": "date", "odoslane": "date", "odeslano": "date", "kuldve": "date", "nar": "date",
	"a": "to", "to": "to", "an": "to", "aan": "to", "para": "to", "per": "to", "til": "to", "till": "to", "do": "to", "кому": "to", "收件人": "to", "宛先": "to", "받는 사람": "to",
	"kime": "to", "vastaanottaja": "to", "destinataire": "to", "pour": "to", "komu": "to", "đen": "to", "den": "to",
	"objet": "subject", "sujet": "subject", "subject": "subject", "betreff": "subject", "onderwerp": "subject", "oggetto": "subject", "asunto": "subject", "assunto": "subject",
	"emne": "subject", "amne": "subject", "temat": "subject", "predmet": "subject", "тема": "subject", "主题": "subject", "主旨": "subject", "件名": "subject", "제목": "subject", "konu": "subject",
	"aihe": "subject", "targy": "subject", "chu đe": "subject",
	"de la": "from", "kimden": "from", "kımden": "from", "απο": "from", "送信者": "from", "salje": "from", "mittente": "from", "remitente": "from", "avsandare": "from", "nadawca": "from", "absender": "from",
	"trimis": "date", "trimisa": "date", "poslano": "date", "σταλθηκε": "date", "ημερομηνια": "date", "日付": "date", "发送日期": "date", "날짜": "date", "paivamaara": "date", "надіслано": "date", "изпратено": "date", "dnia": "date",
	"catre": "to", "cimzett": "to", "prima": "to", "προς": "to", "받는사람": "to", "destinatario": "to", "empfanger": "to", "mottagare": "to", "odbiorca": "to", "до": "to",
	"subiect": "subject", "θεμα": "subject", "sujet du message": "subject",
	"enviat": "date", "enviat el": "date", "saadetud": "date", "issiusta": "date", "nosutits": "date", "bidaltze-data": "date", "發送時間": "date", "發送日期": "date", "寄件日期": "date", "日時": "date", "đa gui": "date", "dikirim": "date", "tanggal": "date", "สง": "date", "วนท": "date", "נשלח": "date", "תאריך": "date", "تم الارسال": "date", "التاريخ": "date", "poslato": "date", "wysłane": "date", "wyslane": "date", "odesilano": "date", "elkuldve": "date", "gonderme tarihi": "date", "εσταλη": "date", "time": "date", "sent at": "date", "date d'envoi": "date", "envoye a": "date", "heure": "date",
	"saatja": "from", "nuo": "from", "no": "from", "nork": "from", "nondik": "from", "發件人": "from", "寄件人": "from", "dari": "from", "จาก": "from", "מאת": "from", "من": "from", "posiljatelj": "from", "posilja": "from", "posiljalac": "from", "emetteur": "from", "sender": "from", "de la part de": "from",
	"per a": "to", "adressaat": "to", "kam": "to", "nori": "to", "收件者": "to", "toi": "to", "gui toi": "to", "kepada": "to", "ke": "to", "ถง": "to", "אל": "to", "الى": "to", "za": "to", "alici": "to", "alıcı": "to", "recipient": "to", "recipients": "to", "destinataires": "to", "primatelj": "to", "prejemnik": "to",
	"assumpte": "subject", "zadeva": "subject", "naslov": "subject", "teema": "subject", "gaia": "subject", "主題": "subject", "標題": "subject", "subjek": "subject", "perihal": "subject", "เรอง": "subject", "נושא": "subject", "الموضوع": "subject", "относно": "subject", "efni": "subject", "ogg": "subject", "betr": "subject", "re": "subject",
	"cc": "cc", "copie": "cc", "copie a": "cc", "cci": "cc", "kopie": "cc", "copia": "cc", "kopia": "cc", "kopi": "cc", "copie cachee": "cc",
}

// flattened tells the date in the header that Notes lays out as a table, once
// it is text: who wrote above it, below it the names of fields alone on their
// lines.
func (t *thread) flattened(i int) bool {
	if w := whenIn(t.head(i)); len(t.lines[i].text) > 60 || !w.full || !w.hour || w.digits < 8 {
		return false
	}
	seen := map[string]bool{}
	for j := i + 1; j < min(len(t.lines), i+14); j++ {
		seen[names[strings.Trim(t.head(j), " *:")]] = true
	}
	return seen["to"] && seen["subject"]
}

// sender is the line right above such a date that says who wrote, the date's
// own where none does.
func (t *thread) sender(i int) int {
	above := t.above(0, i)
	if above < 0 {
		return i
	}
	if text := t.lines[above].text; !strings.ContainsAny(text, "@/") && !nameLike(text) || t.speaks(above) {
		return i
	}
	return above
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
