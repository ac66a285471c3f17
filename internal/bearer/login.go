package bearer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// Login is one login by XOAUTH2. It is a client of go-sasl's.
type Login struct {
	Username, Token string

	challenge []byte
}

// Start gives the mechanism's name, and all that it has to say.
func (l *Login) Start() (mechanism string, first []byte, err error) {
	return "XOAUTH2", []byte("user=" + l.Username + "\x01auth=Bearer " + l.Token + "\x01\x01"), nil
}

// Next answers the server, which says why it refuses: it wants an empty answer
// before it does. That is not nil, which net/smtp takes for the end of a login
// that went well.
func (l *Login) Next(challenge []byte) (answer []byte, err error) {
	l.challenge = challenge
	return []byte{}, nil
}

// Refused is what the server said to a refusal, with the reasons it gave before,
// in one plain line: without the token, if it said that again.
func (l *Login) Refused(said string) string {
	if why := reasons(l.challenge); why != "" {
		said = strings.TrimSpace(said + " (" + why + ")")
	}
	_, first, _ := l.Start()
	return strings.NewReplacer(l.Token, "…", base64.StdEncoding.EncodeToString(first), "…").Replace(said)
}

// told are the fields of a refusal that help whoever mends it. Providers have
// "status" and "scope"; the others are those of RFC 7628, section 3.2.2.
var told = []string{"status", "error", "error_description", "scope"}

// most is how much of the reasons is shown, in characters.
const most = 200

// reasons reads the challenge that goes before a refusal: a JSON object, or else
// words.
func reasons(challenge []byte) string {
	text := string(challenge)
	var fields map[string]any
	if json.Unmarshal(challenge, &fields) == nil {
		var known []string
		for _, name := range told {
			if value, ok := fields[name]; ok {
				known = append(known, fmt.Sprintf("%s %v", name, value))
			}
		}
		text = strings.Join(known, ", ")
	}
	return plain(text)
}

// plain puts a text on one line that a terminal can show.
func plain(text string) string {
	runes := []rune(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)), " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}
