package check

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"toutdoux/internal/address"
	"toutdoux/internal/bearer"
)

// sheet takes down the findings of one try.
type sheet struct {
	subject string
	secrets *secrets
	found   []Finding
}

func (s *sheet) add(level Level, mend, what string) {
	s.found = append(s.found, Finding{s.subject, level, s.secrets.hide(what), s.secrets.hide(mend)})
}

func (s *sheet) ok(what string, args ...any) { s.add(OK, "", fmt.Sprintf(what, args...)) }

// Of what is not right, how to mend it is said first, and then what it is.

func (s *sheet) note(mend, what string, args ...any) { s.add(Note, mend, fmt.Sprintf(what, args...)) }
func (s *sheet) warn(mend, what string, args ...any) {
	s.add(Warning, mend, fmt.Sprintf(what, args...))
}
func (s *sheet) fault(mend, what string, args ...any) { s.add(Fault, mend, fmt.Sprintf(what, args...)) }

// secrets are words that no finding may hold: a server may say again what it was
// told.
type secrets struct {
	mu    sync.Mutex
	words []string
}

// shortest is the length, in bytes, under which a password might be a word of
// ours: to hide that would give it away.
const shortest = 6

// keep notes a password or a token, and the forms in which a server may say it
// again: as it hears it by PLAIN, LOGIN and XOAUTH2, or as a word within quotes.
func (s *secrets) keep(username, word string) {
	if len(word) < shortest {
		return
	}
	_, token, _ := (&bearer.Login{Username: username, Token: word}).Start()
	var forms []string
	for _, said := range []string{string(token), "\x00" + username + "\x00" + word, word} { // whole ones first
		forms = append(forms, base64.RawStdEncoding.EncodeToString([]byte(said)))
	}
	quoted := strconv.Quote(word)
	forms = append(forms, quoted[1:len(quoted)-1], word)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, form := range forms {
		if !slices.Contains(s.words, form) {
			s.words = append(s.words, form)
		}
	}
}

// hide puts an ellipsis in the place of secrets and proofs, and leaves out what
// would move a terminal's cursor.
func (s *secrets) hide(text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, word := range s.words {
		text = strings.ReplaceAll(text, word, "…")
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
	return address.Scrub(strings.Join(strings.Fields(text), " "))
}
