package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An attribution is what a mail program writes above what it quotes: who wrote
// it, and when. It is told by its parts, not by its order: a date or a name at
// its head, a verb, a colon.

// likeness is how much some lines look like an attribution.
type likeness int

const (
	hardly likeness = iota
	maybe           // a name or an address, and a verb
	surely          // a date too
)

// maxAttribution is how many bytes an attribution has at most.
const maxAttribution = 400

// attribution tells whether some joined lines, folded, say who wrote what
// follows. Where quoted lines follow, a name is enough.
func attribution(joined string, followed bool) likeness {
	joined = strings.Trim(joined, "- *_\t")
	if len(joined) > maxAttribution || joined == "" {
		return hardly
	}
	stem := strings.TrimRight(joined, ":： ")
	colon := stem != joined
	w := whenIn(stem)
	opened := w.full && dateFirst(stem)
	if opened && w.hour && colon && strings.ContainsAny(stem[len(stem)-1:], ">)") && strings.Contains(stem, "@") || gmailDate(joined, followed) {
		return surely // "02.02.2026, 09:00, Bob <bob@x>:"
	}
	at, after := verbIn(stem)
	if at >= 0 {
		last := after == len(stem) || strings.HasPrefix(stem[after:], "(a)") || strings.HasPrefix(stem[after:], "/")
		near := colon && (last || brought(stem[after:]))
		named := namely(stem[:at])
		switch {
		case opened && (last || near), named && near && w.full && w.hour:
			return surely
		case named && near && strings.ContainsAny(stem, "@<"), followed && colon && len(stem) < 80 && (last || w.digits > 0):
			return maybe
		}
	}
	if followed && unsaid(joined, w) {
		return maybe
	}
	return hardly
}

// brought tells whether what stands behind a verb is a name, an address or a
// date rather than what was written.
func brought(s string) bool {
	if strings.ContainsAny(s, "0123456789@") {
		return len(s) < 200
	}
	said := strings.Fields(s)
	return len(said) <= 5 && (len(said) == 0 || !articles[said[0]])
}

// articles begin what somebody wrote.
var articles = map[string]bool{"un": true, "une": true, "des": true, "le": true, "la": true, "les": true, "ce": true, "cet": true, "cette": true, "son": true, "sa": true, "ses": true, "a": true, "an": true, "the": true, "this": true, "his": true, "her": true, "to": true, "aux": true, "au": true}

// when is what a text holds of a date.
type when struct {
	digits int
	full   bool // a day of a year, or an hour of a day
	hour   bool
}

// whenIn looks for a date in a text, in any order and with any marks.
func whenIn(s string) (w when) {
	groups, year, dotted := 0, false, 0
	for i := 0; i < len(s); {
		if !digit(s[i]) {
			i++
			continue
		}
		end, number := i, 0
		for end < len(s) && digit(s[end]) {
			number = min(number*10+int(s[end]-'0'), 1<<20)
			end++
		}
		groups++
		w.digits += end - i
		year = year || end-i == 4 && number >= 1970 && number < 2100
		next := end+1 < len(s) && digit(s[end+1])
		w.hour = w.hour || next && number < 25 && end-i <= 2 && (s[end] == ':' || s[end] == '.' || s[end] == 'h') || strings.HasPrefix(s[end:], " h ")
		if dotted++; !next || strings.IndexByte("/.-", s[end]) < 0 {
			w.full = w.full || dotted == 3
			dotted = 0
		}
		i = end
	}
	w.full = w.full || year && groups >= 2 || w.hour && groups >= 3
	return w
}

// dateFirst tells whether a text begins as an attribution with a date does: with a
// number, or with the name of a day or a month or a word before one.
func dateFirst(s string) bool {
	s = strings.TrimLeft(s, "(> ")
	figures := 0
	for figures < len(s) && digit(s[figures]) {
		figures++
	}
	if figures > 0 {
		r, _ := utf8.DecodeRuneInString(s[figures:])
		return figures <= 4 && figures < len(s) && (!unicode.IsLetter(r) || r >= 0x2e80)
	}
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	return end > 0 && dayWords[s[:end]] && strings.ContainsAny(s[end:min(len(s), end+48)], "0123456789")
}

// maxNamely is how many words may stand before the verb of an attribution that
// begins with a name, beside a date.
const maxNamely = 7

// namely tells whether some words before a verb may be a name, an address, a
// program's word for either: few, and none that begins a sentence.
func namely(s string) bool {
	names := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' || r == ',' }) {
		if !strings.ContainsAny(w, "0123456789") {
			names++
		}
		if names > maxNamely || sentential[w] {
			return false
		}
	}
	return names > 0
}

// sentential are the words that people begin sentences with and names never.
var sentential = map[string]bool{
	"je": true, "j": true, "tu": true, "il": true, "elle": true, "on": true, "nous": true, "vous": true, "ils": true, "elles": true, "ce": true, "c": true, "cela": true, "ca": true, "que": true, "qu": true, "qui": true, "quoi": true, "comme": true, "voici": true, "voila": true, "ou": true, "quand": true, "si": true, "mais": true, "l": true, "s": true, "n": true, "y": true, "deja": true, "selon": true,
	"i": true, "you": true, "he": true, "she": true, "it": true, "we": true, "they": true, "that": true, "what": true, "as": true, "who": true, "when": true, "this": true, "here": true, "and": true, "but": true, "if": true, "whoever": true, "someone": true,
}

// unsaid tells an attribution without a verb, above quoted lines: one that
// begins with a word for it, a date and an address before a colon, or an
// address and a date.
func unsaid(joined string, w when) bool {
	if startsAny(joined, quoters) {
		return strings.HasSuffix(joined, ":") && len(joined) < 120
	}
	if len(joined) > 200 || !strings.Contains(joined, "@") || w.digits < 5 {
		return false
	}
	return strings.HasSuffix(joined, ":") || strings.HasSuffix(joined, ">") && dateFirst(joined) || w.full && w.hour && len(strings.Fields(joined)) <= 12 && !strings.HasSuffix(joined, ".")
}

// quoters begin attributions that have no verb.
var quoters = []string{"quoting ", "zitat von ", "citando ", "citation de ", "citat fran ", "citat ", "citiere ", "cytowanie ", "selon ", "excerpts from ", "thus spake ", "also sprach ", "missatge de ", "message de "}

// gmailDate tells the form "2016-03-03 17:21 GMT+01:00 Some One <a@b>:".
func gmailDate(s string, followed bool) bool {
	if len(s) < 20 || s[4] != '-' || s[7] != '-' || !strings.Contains(s[:min(len(s), 40)], "gmt") {
		return false
	}
	return strings.HasSuffix(s, ":") && (followed || strings.HasSuffix(s, ">:")) || !strings.HasSuffix(s, ".") && len(s) < 60
}

// verbs are the words by which mail programs say who wrote what follows, as
// fold leaves them, with the word that must stand before them.
var verbs = map[string]string{
	"ecrit": "a", "ecrivait": "", "wrote": "", "writes": "", "schrieb": "", "geschrieben": "", "schreef": "", "geschreven": "", "geskryf": "", "skrev": "", "skrifaði": "", "kirjoitti": "", "kirjutas": "",
	"escribio": "", "escribiu": "", "escreveu": "", "escriure": "va", "escrit": "ha", "idatzi": "", "scritto": "ha", "scrive": "", "scris": "a",
	"napisał": "", "napisal": "", "napisała": "", "napisala": "", "napisana": "", "napsal": "", "napsala": "", "napisao": "", "napisala-a": "", "pisze": "", "rase": "", "rakstija": "", "irta": "", "yazdi": "", "yazdı": "", "yazmis": "", "shkroi": "",
	"написал": "", "написала": "", "написав": "", "написао": "", "написа": "", "напиша": "", "пишет": "", "пише": "", "εγραψε": "", "viet": "đa", "menulis": "", "skribis": "", "scriobh": "",
	"כתב": "", "كتب": "", "كتبت": "", "נכתב": "",
}

// glyphs are the same in the scripts without spaces.
var glyphs = []string{"のメール", "書きました", "のメッセージ", "写道", "寫道", "작성", "쓴 글", "เขยนวา"}

// verbIn finds the last verb in a text: where it begins, and where what is
// behind it does; -1 for none.
func verbIn(s string) (at, after int) {
	at = -1
	before, begin, spaceless := "", -1, false
	for i, r := range s + " " {
		spaceless = spaceless || r >= 0xe00
		if unicode.IsLetter(r) {
			if begin < 0 {
				begin = i
			}
			continue
		}
		if begin < 0 {
			continue
		}
		w := s[begin:i]
		if auxiliary, ok := verbs[w]; ok && (auxiliary == "" || auxiliary == before) {
			at, after = begin, i
		}
		before, begin = w, -1
	}
	for _, g := range glyphs {
		if !spaceless {
			break
		}
		if i := strings.LastIndex(s, g); i > at {
			at, after = i, i+len(g)
		}
	}
	return at, after
}

// dayWords are the words that attributions with a date begin with, as fold
// leaves them: those that stand before a date, days and months.
var dayWords = map[string]bool{
	"le": true, "on": true, "am": true, "el": true, "il": true, "em": true, "op": true, "den": true, "dnia": true, "in": true, "pe": true, "at": true, "a": true, "vao": true, "pa": true, "dne": true, "dana": true, "ngay": true, "la": true, "o": true, "no": true, "as": true, "w": true, "na": true, "u": true, "v": true, "i": true, "um": true, "kl": true, "dna": true, "þann": true, "pada": true, "stis": true, "στις": true, "в": true, "у": true, "о": true, "在": true, "于": true, "於": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"lun": true, "mar": true, "mer": true, "jeu": true, "ven": true, "sam": true, "dim": true, "lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
	"mo": true, "di": true, "mi": true, "do": true, "fr": true, "sa": true, "so": true, "montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonntag": true,
	"mie": true, "jue": true, "vie": true, "sab": true, "dom": true, "lunes": true, "martes": true, "miercoles": true, "jueves": true, "viernes": true, "sabado": true, "domingo": true,
	"seg": true, "ter": true, "qua": true, "qui": true, "sex": true, "segunda": true, "segunda-feira": true, "terca-feira": true, "quarta-feira": true, "quinta-feira": true, "sexta-feira": true,
	"gio": true, "lunedi": true, "martedi": true, "mercoledi": true, "giovedi": true, "venerdi": true, "domenica": true,
	"ma": true, "wo": true, "vr": true, "za": true, "zo": true, "maandag": true, "dinsdag": true, "woensdag": true, "donderdag": true, "vrijdag": true, "zaterdag": true, "zondag": true,
	"man": true, "tir": true, "tirs": true, "tis": true, "ons": true, "tor": true, "tors": true, "fre": true, "lor": true, "lør": true, "søn": true, "son": true, "mandag": true, "tirsdag": true, "onsdag": true, "torsdag": true, "fredag": true, "lordag": true, "lørdag": true, "søndag": true, "sondag": true,
	"ke": true, "to": true, "su": true, "maanantai": true, "tiistai": true, "keskiviikko": true, "torstai": true, "perjantai": true, "lauantai": true, "sunnuntai": true,
	"pon": true, "wt": true, "sr": true, "czw": true, "pt": true, "sob": true, "niedz": true, "nd": true, "poniedziałek": true, "wtorek": true, "sroda": true, "czwartek": true, "piatek": true, "sobota": true, "niedziela": true,
	"po": true, "ut": true, "st": true, "ct": true, "ne": true, "pondeli": true, "utery": true, "streda": true, "ctvrtek": true, "patek": true, "nedele": true,
	"joi": true, "vin": true, "dum": true, "sz": true, "cs": true, "szo": true, "h": true, "k": true, "p": true, "hetfo": true, "kedd": true, "szerda": true, "csutortok": true, "pentek": true, "szombat": true, "vasarnap": true,
	"uto": true, "sri": true, "cet": true, "pet": true, "sub": true, "ned": true, "sre": true, "pr": true, "an": true, "tr": true, "kt": true, "pn": true, "sk": true, "pirmd": true, "otrd": true, "tresd": true, "ceturtd": true, "piektd": true, "sestd": true, "svetd": true, "e": true, "t": true, "r": true, "l": true,
	"pzt": true, "sal": true, "car": true, "per": true, "cum": true, "cmt": true, "paz": true, "dl": true, "dt": true, "dc": true, "dj": true, "dv": true, "ds": true, "dg": true, "sen": true, "sel": true, "rab": true, "kam": true, "jum": true, "min": true,
	"пн": true, "вт": true, "ср": true, "чт": true, "пт": true, "сб": true, "вс": true, "нд": true, "понедельник": true, "вторник": true, "среда": true, "четверг": true, "пятница": true, "суббота": true, "воскресенье": true, "пон": true, "уто": true, "сре": true, "чет": true, "пет": true, "суб": true, "нед": true, "на": true,
	"δευ": true, "τρι": true, "τετ": true, "πεμ": true, "παρ": true, "σαβ": true, "κυρ": true,
	"jan": true, "feb": true, "apr": true, "may": true, "jun": true, "jul": true, "aug": true, "sep": true, "oct": true, "nov": true, "dec": true, "january": true, "february": true, "march": true, "april": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true,
	"janv": true, "fevr": true, "avr": true, "mai": true, "juin": true, "juil": true, "aout": true, "sept": true, "janvier": true, "fevrier": true, "mars": true, "avril": true, "juillet": true, "septembre": true, "octobre": true, "novembre": true, "decembre": true,
}
