package intake

import (
	"strings"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// argument is what may stand behind a command's word.
type argument int

const (
	nothing  argument = iota
	until             // maybe a date
	target            // maybe the number of an action
	numeral           // a number, with or without #
	mailbox           // an address
	person            // an address or a name
	anything          // some words
	text              // the author's text, up to its end
	note              // maybe a word of explanation behind a mark
)

// order is a command's word and what it takes.
type order struct {
	verb governance.Verb
	arg  argument
}

// orders are the commands of reading.md, as fold and tokenize leave them.
var orders = map[string]order{
	"inscription": {verb: governance.VerbJoin}, "rejoindre": {verb: governance.VerbJoin}, "join": {verb: governance.VerbJoin}, "subscribe": {verb: governance.VerbJoin},
	"depart": {verb: governance.VerbLeave}, "quitter": {verb: governance.VerbLeave}, "leave": {verb: governance.VerbLeave},
	"desinscription": {verb: governance.VerbLeave}, "unsubscribe": {verb: governance.VerbLeave},
	"vacances": {governance.VerbVacation, until}, "vacation": {governance.VerbVacation, until},
	"retour": {verb: governance.VerbBack}, "back": {verb: governance.VerbBack},
	"aide": {verb: governance.VerbHelp}, "help": {verb: governance.VerbHelp},
	"etat": {verb: governance.VerbStatus}, "status": {verb: governance.VerbStatus},
	"adresse": {governance.VerbAddress, mailbox}, "address": {governance.VerbAddress, mailbox},
	"reception": {governance.VerbDelivery, anything}, "delivery": {governance.VerbDelivery, anything},
	"registre": {governance.VerbRegister, target}, "register": {governance.VerbRegister, target},
	"archive": {verb: governance.VerbArchive}, "export": {verb: governance.VerbExport},
	"present": {governance.VerbPresent, note}, "presente": {governance.VerbPresent, note}, "absent": {governance.VerbAbsent, note}, "absente": {governance.VerbAbsent, note},
	"pouvoir a": {governance.VerbProxy, person}, "proxy to": {governance.VerbProxy, person}, "procuration a": {governance.VerbProxy, person},
	"je donne pouvoir a": {governance.VerbProxy, person}, "je donne procuration a": {governance.VerbProxy, person}, "je donne mon pouvoir a": {governance.VerbProxy, person}, "my proxy to": {governance.VerbProxy, person},
	"ordre du jour": {governance.VerbAgenda, text}, "agenda": {governance.VerbAgenda, text},
	"reserve": {governance.VerbConcern, text}, "reserves": {governance.VerbConcern, text}, "concern": {governance.VerbConcern, text}, "concerns": {governance.VerbConcern, text},
	"suivre": {verb: governance.VerbFollow}, "follow": {verb: governance.VerbFollow},
	"ne plus suivre": {verb: governance.VerbUnfollow}, "unfollow": {verb: governance.VerbUnfollow},
	"effacer": {verb: governance.VerbErase}, "erase": {verb: governance.VerbErase},
	"nom": {governance.VerbName, anything}, "name": {governance.VerbName, anything},
	"contester": {governance.VerbContest, target}, "contest": {governance.VerbContest, target},
	"accepter": {governance.VerbAccept, numeral}, "accept": {governance.VerbAccept, numeral},
	"conclusion": {governance.VerbConclude, text},
	"demission":  {governance.VerbResign, text}, "i resign": {governance.VerbResign, text},
	"je suis la": {verb: governance.VerbAlive}, "toujours la": {verb: governance.VerbAlive}, "still here": {verb: governance.VerbAlive}, "i'm here": {verb: governance.VerbAlive}, "i am here": {verb: governance.VerbAlive},
}

// deliveries are the choices of RÉCEPTION, as fold leaves them.
var deliveries = map[string]string{
	"tout": "all", "tous": "all", "all": "all", "everything": "all",
	"decisions": "decisions", "decision": "decisions", "resume": "digest", "digest": "digest",
}

// grave are the commands that are done only where the author wrote nothing
// else (rules.md, Members); a name too easily begins a subject.
var grave = map[governance.Verb]bool{
	governance.VerbLeave: true, governance.VerbVacation: true, governance.VerbBack: true, governance.VerbName: true, governance.VerbErase: true,
	governance.VerbResign: true,
}

// numbered are the commands behind whose word the number of a mandate may stand.
var numbered = map[governance.Verb]bool{governance.VerbConclude: true, governance.VerbResign: true}

// command is one command as it was read.
type command struct {
	order
	target   int
	argument string
	reason   string
	until    time.Time
	problem  string
}

// longestOrder is how many tokens the longest command's word has.
const longestOrder = 5

// readCommand reads a whole line, or a whole subject, as a command. Not ok
// where it is none.
func (r Reader) readCommand(l string, now time.Time) (c command, ok bool) {
	if len(l) > 1000 {
		return command{}, false
	}
	tokens := tokenize(l).tokens
	n := 0
	c.target, tokens = numberFirst(l, tokens)
	if c.order, n = find(orders, tokens, longestOrder); n == 0 {
		return command{}, false
	}
	if c.arg == text && n < len(tokens) && tokens[n].kind == number && tokens[n].hash { // RÉSERVE #12
		c.target = int(tokens[n].number)
		n++
	}
	rest := tokens[n:]
	behind := ""
	if len(rest) > 0 {
		behind = strings.TrimSpace(strings.Trim(l[tokens[n-1].end:], "*_ "))
	}
	ok = r.argument(&c, rest, behind, now)
	return c, ok || c.verb == governance.VerbConcern && loud(l, tokens[0])
}

// numberFirst takes the number off that stands before a concern as before a vote,
// "12 RÉSERVE : trop tôt". One without # makes that of the capitals alone: "2
// réserves : …" counts them.
func numberFirst(l string, tokens []token) (about int, rest []token) {
	at := 1
	if len(tokens) > 1 && tokens[1].text == ":" {
		at = 2
	}
	if len(tokens) <= at || tokens[0].kind != number || orders[tokens[at].text].verb != governance.VerbConcern || !tokens[0].hash && !loud(l, tokens[at]) {
		return 0, tokens
	}
	return int(tokens[0].number), tokens[at:]
}

// loud tells whether a word of a line is in capitals.
func loud(l string, t token) bool {
	said := l[t.start:t.end]
	return said == strings.ToUpper(said)
}

// argument reads what stands behind a command's word; false where that makes
// the line no command.
func (r Reader) argument(c *command, rest []token, behind string, now time.Time) bool {
	silent := !spoken(rest)
	switch c.arg {
	case nothing:
		return silent
	case until:
		if silent {
			return true
		}
		return r.vacation(c, rest, behind, now)
	case target, numeral:
		if len(rest) > 0 && rest[0].kind == number && !spoken(rest[1:]) {
			c.target = int(rest[0].number)
			return true
		}
		return c.arg == target && silent
	case mailbox:
		c.argument = behind
		return strings.Contains(behind, "@")
	case person:
		c.argument = behind
		return silent || strings.Contains(behind, "@") || len(rest) <= 4
	case text, note:
		if numbered[c.verb] && len(rest) > 0 && rest[0].kind == number && rest[0].hash {
			c.target, behind, _ = cutNumber(behind)
			rest = rest[1:]
			silent = !spoken(rest)
		}
		c.reason = strings.TrimSpace(strings.TrimLeft(behind, " :,.;!…-–—"))
		if c.arg == note && len(rest) > 0 && rest[0].text == "?" {
			return false
		}
		return silent || rest[0].kind == punctuation && (!strings.ContainsAny(rest[0].text, "-–—'/") || rest[0].spaced)
	}
	if c.argument = strings.TrimLeft(behind, ": "); c.verb == governance.VerbDelivery {
		choice, known := deliveries[strings.TrimRight(fold(c.argument), ".! ")]
		if known {
			c.argument = choice
		}
		return known || len(rest) == 1
	}
	return !silent && len(rest) <= 6
}

// spoken tells whether some tokens say anything beside marks.
func spoken(tokens []token) bool {
	for _, t := range tokens {
		if t.kind != punctuation && t.kind != picture {
			return true
		}
	}
	return false
}

// vacation reads "jusqu'au 31/08/2027". What follows the word for "until" and
// is no date stays as the argument, to be asked about.
func (r Reader) vacation(c *command, rest []token, behind string, now time.Time) bool {
	for len(rest) > 0 && (rest[0].kind == punctuation || !spoken(rest[:1])) {
		rest = rest[1:]
	}
	said := ""
	for _, start := range []string{"jusqu'au ", "jusqu'a ", "jusqu'en ", "jusque ", "until ", "till "} {
		if after, ok := strings.CutPrefix(strings.TrimLeft(fold(behind), " :,-"), start); ok {
			said = after
		}
	}
	if said == "" {
		return false
	}
	c.argument = strings.TrimSpace(said)
	date, ok := parseDay(said)
	if !ok {
		c.problem = "bad_date"
		return true
	}
	c.until = date.end(now, r.Zone)
	return true
}

// routed is the command of an address such as list+leave@, or the wish to write
// to a human, at list+owner@.
func routed(routes []address.Route) governance.Verb {
	for _, route := range routes {
		switch route.Kind {
		case address.Command:
			return governance.Verb(route.Command)
		case address.Owner:
			return governance.VerbOwner
		}
	}
	return governance.VerbNone
}
