package setup

import (
	"net"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// longestName is a name that leaves room in a subject, in characters.
const longestName = 60

func (p *Plan) checkName(name string) (string, *wrong) {
	switch {
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", bad("Ce nom a un caractère qui ne s’imprime pas : écrivez-le sur une ligne.", "This name has a character that cannot be printed: write it on one line.")
	case utf8.RuneCountInString(name) > longestName:
		return "", bad("Ce nom est long pour l’objet d’un message : %d caractères au plus.", "This name is long for a subject: %d characters at most.", longestName)
	}
	return name, nil
}

func (p *Plan) checkLocale(answer string) (string, *wrong) {
	switch strings.ToLower(answer) {
	case "fr", "f", "français", "francais", "french":
		return "fr", nil
	case "en", "e", "english", "anglais":
		return "en", nil
	}
	return "", bad("fr pour le français, en pour l’anglais / fr for French, en for English.", "fr for French, en for English / fr pour le français, en pour l’anglais.")
}

// checkAddress takes any complete address, spelled as it was given.
func checkAddress(answer string) (string, *wrong) {
	if _, err := address.Normalize(answer); err != nil {
		return "", bad("« %s » n’est pas une adresse complète ; il en faut une comme liste@exemple.fr.", "“%s” is no complete address; give one like list@example.org.", answer)
	}
	return answer, nil
}

func (p *Plan) checkList(answer string) (string, *wrong) {
	list, w := checkAddress(answer)
	if w == nil && (same(list, p.Owner) || p.isFounder(list)) {
		return "", bad("%s est l’adresse d’une personne : la liste a la sienne, à elle seule.", "%s is somebody’s address: the list has one of its own.", list)
	}
	return list, w
}

func (p *Plan) checkOwner(answer string) (string, *wrong) {
	owner, w := checkAddress(answer)
	if w == nil && same(owner, p.List) {
		return "", bad("C’est l’adresse de la liste : donnez celle d’une personne.", "That is the list’s address: give that of a person.")
	}
	return owner, w
}

func (p *Plan) checkZone(answer string) (string, *wrong) {
	if _, err := time.LoadLocation(answer); err != nil || answer == "Local" {
		return "", bad("« %s » n’est pas un fuseau connu ; par exemple Europe/Paris, Indian/Reunion, America/Martinique.", "“%s” is no time zone that is known; for example Europe/Paris, Europe/London, America/Montreal.", answer)
	}
	return answer, nil
}

func (p *Plan) checkForm(answer string) (string, *wrong) {
	switch form := strings.ToLower(answer); form {
	case "vous", "tu":
		return form, nil
	}
	return "", bad("Répondez vous, ou tu.", "Answer vous or tu.")
}

// checkServer takes host:port, and a host alone with the port that most have.
func checkServer(port string) check {
	return func(answer string) (string, *wrong) {
		server := answer
		if !strings.Contains(server, ":") {
			server += ":" + port
		}
		host, number, err := net.SplitHostPort(server)
		if n, bad := strconv.ParseUint(number, 10, 16); err == nil && bad == nil && n > 0 && isHost(host) {
			return strings.ToLower(host) + ":" + number, nil
		}
		return "", bad("« %s » n’est pas le nom d’un serveur ; il en faut un comme mail.exemple.fr:%s.", "“%s” is no name of a server; give one like mail.example.org:%s.", answer, port)
	}
}

func isHost(host string) bool {
	return host != "" && !strings.ContainsAny(host, " \t/@\"'") && !strings.Contains(host, "..")
}

func checkListen(answer string) (string, *wrong) {
	var at config.Endpoint
	if err := at.UnmarshalText([]byte(answer)); err != nil {
		return "", bad("« %s » : il faut 127.0.0.1:2424, ou unix:/run/toutdoux/lmtp.sock.", "“%s”: write it as in 127.0.0.1:2424, or unix:/run/toutdoux/lmtp.sock.", answer)
	}
	if at.Reach() == config.World { // who hands mail over there is believed
		return "", bad(
			"« %s » est ouvert à d’autres machines, qui pourraient écrire au nom de n’importe quel membre ; il faut 127.0.0.1:2424, ou unix:/run/toutdoux/lmtp.sock.",
			"“%s” is open to other machines, which could write in any member’s name; write it as in 127.0.0.1:2424, or unix:/run/toutdoux/lmtp.sock.", answer)
	}
	return answer, nil
}

// anything is an answer with nothing to check.
func anything(answer string) (string, *wrong) { return answer, nil }

// addPerson reads "Alice Martin <alice@example.org>", and what people write
// instead of it.
func (p *Plan) addPerson(text string) *wrong {
	name, addr, err := address.ParseFrom(text)
	if err != nil {
		if i := strings.LastIndexByte(text, ' '); i > 0 && !strings.ContainsAny(text, "<>,") {
			name, addr, err = address.ParseFrom(strings.TrimSpace(text[:i]) + " <" + text[i+1:] + ">")
		}
	}
	switch {
	case err != nil:
		return bad("« %s » : écrivez-le comme Alice Martin <alice@exemple.fr>, une personne par ligne.", "“%s”: write it as in Alice Martin <alice@example.org>, one person a line.", text)
	case same(addr, p.List):
		return bad("%s est l’adresse de la liste, pas celle d’une personne.", "%s is the list’s address, and nobody’s own.", addr)
	case p.isFounder(addr):
		return bad("%s est déjà là : nommez chaque personne une fois.", "%s is named already: name each person once.", addr)
	}
	if name == "" {
		name, _, _ = strings.Cut(addr, "@")
	}
	p.founders = append(p.founders, association.Founder{Name: name, Address: addr})
	return nil
}

func (p *Plan) isFounder(addr string) bool {
	for _, f := range p.founders {
		if same(f.Address, addr) {
			return true
		}
	}
	return false
}

// same tells whether two addresses are filed as one.
func same(a, b string) bool {
	x, errA := address.Normalize(a)
	y, errB := address.Normalize(b)
	return errA == nil && errB == nil && x == y
}
