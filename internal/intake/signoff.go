package intake

import "strings"

// A formula of regards on a line of its own says nothing: with the names under
// it, it is where a signature begins. Thanks and wishes are words, and so is a
// formula that shares its line with others.

// regards are those formulas, as fold leaves them.
var regards = map[string]bool{
	"cordialement": true, "bien cordialement": true, "tres cordialement": true, "cordialement votre": true, "cdt": true, "cdlt": true, "bien a vous": true, "bien a toi": true, "salutations": true, "salutations distinguees": true, "sinceres salutations": true, "meilleures salutations": true, "respectueusement": true, "sincerement": true, "amicalement": true, "bien amicalement": true, "amities": true, "solidairement": true, "chaleureusement": true,
	"regards": true, "best regards": true, "kind regards": true, "kindest regards": true, "warm regards": true, "warmest regards": true, "with kind regards": true, "with best regards": true, "sincerely": true, "sincerely yours": true, "yours sincerely": true, "yours truly": true, "yours faithfully": true, "respectfully": true, "cordially": true, "best wishes": true, "rgds": true,
	"mit freundlichen grußen": true, "mit freundlichen grussen": true, "mit freundlichem gruß": true, "mit besten grußen": true, "freundliche gruße": true, "viele gruße": true, "viele grusse": true, "liebe gruße": true, "beste gruße": true, "herzliche gruße": true, "schone gruße": true, "gruß": true, "gruße": true, "mfg": true, "vg": true, "lg": true, "hochachtungsvoll": true,
	"met vriendelijke groet": true, "met vriendelijke groeten": true, "met hartelijke groet": true, "met hartelijke groeten": true, "vriendelijke groet": true, "vriendelijke groeten": true, "hartelijke groet": true, "hartelijke groeten": true, "groet": true, "groeten": true, "groetjes": true, "mvg": true, "hoogachtend": true,
	"hilsen": true, "med venlig hilsen": true, "venlig hilsen": true, "med vennlig hilsen": true, "vennlig hilsen": true, "bedste hilsner": true, "de bedste hilsner": true, "beste hilsen": true, "mange hilsner": true, "kærlig hilsen": true, "mvh": true, "vh": true, "med vanlig halsning": true, "med vanliga halsningar": true, "vanliga halsningar": true, "hælsningar": true, "halsningar": true, "halsning": true, "basta halsningar": true,
	"terveisin": true, "ystavallisin terveisin": true, "parhain terveisin": true, "terveiset": true, "kveðja": true, "bestu kveðjur": true,
	"cordiali saluti": true, "distinti saluti": true, "saluti": true, "un saluto": true, "un cordiale saluto": true, "cordialmente": true, "saludos": true, "un saludo": true, "un cordial saludo": true, "saludos cordiales": true, "atentamente": true, "salutacions": true, "cumprimentos": true, "com os melhores cumprimentos": true, "melhores cumprimentos": true, "atenciosamente": true, "att": true, "saudacoes": true,
	"pozdrawiam": true, "serdecznie pozdrawiam": true, "pozdrawiam serdecznie": true, "z powazaniem": true, "z wyrazami szacunku": true, "pozdrowienia": true, "s pozdravem": true, "s pratelskym pozdravem": true, "s uctou": true, "s pozdravom": true, "lep pozdrav": true, "lijep pozdrav": true, "srdacan pozdrav": true, "s postovanjem": true, "udvozlettel": true, "cu stima": true, "cu respect": true, "saygilarimla": true, "saygılarımla": true,
	"с уважением": true, "с наилучшими пожеланиями": true, "з повагою": true, "с уважение": true, "с поштовањем": true, "με εκτιμηση": true, "敬具": true, "此致": true, "此致敬礼": true, "祝好": true, "顺颂商祺": true, "tran trong": true,
}

// regardful tells a line that is nothing but a formula of regards.
func regardful(folded string) bool {
	return len(folded) <= 60 && regards[strings.Trim(folded, " \t*_,.!;:-–—，。、")]
}

// maxNames is how many lines of names and titles may stand under a formula.
const maxNames = 3

// signoffs drops the formulas of regards that end what somebody wrote, and the
// names under them.
func (t *thread) signoffs() {
	for to := len(t.lines); to > 0; {
		from := to
		for from > 0 && !t.drop[from-1] {
			from--
		}
		if top := t.signoff(from, to); top < to {
			for i := top; i < to; i++ {
				t.drop[i] = true
			}
		}
		to = from - 1
	}
}

// signoff gives the line from which on some lines are a sign-off, to for none.
func (t *thread) signoff(from, to int) int {
	names := 0
	for i := to - 1; i >= from; i-- {
		switch {
		case t.blank(i):
		case regardful(t.head(i)):
			return i
		case names == maxNames || !t.named(i):
			return to
		default:
			names++
		}
	}
	return to
}

// maxName is how many words a name or a title may have.
const maxName = 3

// named tells a line under a formula that may be a name: a few words, and
// nothing that is said to the others.
func (t *thread) named(i int) bool {
	text := strings.Trim(t.lines[i].text, " \t*_.,-–—~")
	digits, letters := counts(text)
	if len(text) > 40 || letters == 0 || digits > 0 || len(strings.Fields(text)) > maxName || strings.ContainsAny(text, "?!:") || !t.close() {
		return false
	}
	f := readWords(wordsOf(text), setting{reply: true})
	return !f.doubt && len(f.wishes) == 0
}
