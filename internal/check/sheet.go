package check

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"toutdoux/internal/address"
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

func (s *secrets) keep(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(word) >= shortest && !slices.Contains(s.words, word) {
		s.words = append(s.words, word)
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
