package address

import (
	"strconv"
	"strings"
)

// Kind is what one of the list's addresses is for.
type Kind string

// The kinds of the list's addresses ("Addresses" in the contract).
const (
	Post      Kind = "post"      // the list itself: an action, a vote, talk
	Command   Kind = "command"   // list+join@: a command, whatever the text says
	Owner     Kind = "owner"     // list+owner@: the human
	Answer    Kind = "reply"     // list+p-PROOF@: the answer to a letter
	Returned  Kind = "bounce"    // list+b-PROOF@: where a letter bounces to
	OneAuthor Kind = "to-author" // list+t-PROOF@: to one author only
	Mandate   Kind = "mandate"   // list+m-NUMBER@: the holders of a mandate
)

// Route is where mail for one of the list's addresses goes. Command is set for
// the kind of that name, Proof (lower case, unchecked) for answers, bounces
// and mail to one author, Number for mandates.
type Route struct {
	Kind    Kind
	Command string
	Proof   string
	Number  int
}

// commands are the suffixes that do what the words of the same name do in a
// mail ("What else a mail can be"); commands that need an argument have none.
var commands = map[string]string{
	"join": "join", "subscribe": "join", "inscription": "join", "rejoindre": "join",
	"leave": "leave", "unsubscribe": "leave", "depart": "leave", "départ": "leave", "quitter": "leave", "desinscription": "leave", "désinscription": "leave",
	"vacation": "vacation", "vacances": "vacation",
	"back": "back", "retour": "back",
	"help": "help", "aide": "help",
	"status": "status", "etat": "status", "état": "status",
	"archive": "archive",
	"export":  "export",
	"erase":   "erase", "effacer": "erase",
	"follow": "follow", "suivre": "follow",
	"unfollow": "unfollow", "ne-plus-suivre": "unfollow",
}

// carried are the suffixes that carry a proof, by its purpose.
var carried = map[Purpose]Kind{Reply: Answer, Bounce: Returned, ToAuthor: OneAuthor}

// Route reads the suffix of a recipient; not ok where it is none of the list's
// addresses. A suffix that says nothing known is the list itself.
func (l List) Route(rcpt string) (Route, bool) {
	suffix, ok := l.Suffix(rcpt)
	if !ok {
		return Route{}, false
	}
	if command, known := commands[suffix]; known {
		return Route{Kind: Command, Command: command}, true
	}
	if suffix == "owner" || suffix == "proprietaire" {
		return Route{Kind: Owner}, true
	}
	mark, rest, _ := strings.Cut(suffix, "-")
	if kind, known := carried[Purpose(mark)]; known && shaped(rest) {
		return Route{Kind: kind, Proof: rest}, true
	}
	if number, err := strconv.ParseUint(rest, 10, 31); mark == "m" && err == nil && number > 0 {
		return Route{Kind: Mandate, Number: int(number)}, true
	}
	return Route{Kind: Post}, true
}
