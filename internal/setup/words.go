package setup

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"toutdoux/internal/compose"
)

// said is one sentence in both languages.
type said struct{ fr, en string }

// in gives the sentence well typeset, with what stands in it as it is.
func (s said) in(locale string, args ...any) string {
	text := s.fr
	if locale == "en" {
		text = s.en
	}
	text = speech(locale).Typeset(text)
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// speech is how a language is printed. Nothing here has a date.
func speech(locale string) compose.Speech { return compose.SpeechOf(locale, time.UTC) }

// spoken is an error in the language of the conversation.
type spoken struct {
	text string
	is   error
}

func (s spoken) Error() string { return s.text }
func (s spoken) Unwrap() error { return s.is }

// Person is whoever answers.
type Person interface {
	// Line asks for one line, without its end. It returns io.EOF when there is
	// none any more, and another error when whoever answers has had enough.
	Line(prompt string) (string, error)
	// Secret is Line for what must not be seen while it is typed.
	Secret(prompt string) (string, error)
	// Say tells one line.
	Say(line string)
}

// talk is the conversation.
type talk struct {
	*Plan
	person   Person
	fixed    bool   // a flag gave the language
	answered bool   // at least one line came
	service  string // World.Service
}

func (t *talk) tell(s said, args ...any) { t.person.Say(s.in(t.Locale, args...)) }

// misuse is an error in what was given on the command line.
func (t *talk) misuse(s said, args ...any) error { return Misuse{errors.New(s.in(t.Locale, args...))} }

// line asks once.
func (t *talk) line(ask func(string) (string, error), prompt string) (string, error) {
	text, err := ask(prompt)
	switch {
	case errors.Is(err, io.EOF) && !t.answered:
		return "", t.misuse(nobodyAnswers)
	case errors.Is(err, io.EOF):
		return "", spoken{said{"les réponses s’arrêtent là : rien n’a été écrit", "the answers end here: nothing was written"}.in(t.Locale), ErrStopped}
	case err != nil:
		return "", spoken{said{"arrêté : rien n’a été écrit", "stopped: nothing was written"}.in(t.Locale), errors.Join(ErrStopped, err)}
	}
	t.answered = true
	return text, nil
}

var whoAreYou = said{
	`dites qui est l’association : --name NOM --list ADRESSE --founder "Alice <alice@exemple.fr>"`,
	`say who the association is: --name NAME --list ADDRESS --founder "Alice <alice@example.org>"`,
}

var nobodyAnswers = said{
	`personne ne répond : donnez --yes, avec --name NOM --list ADRESSE --founder "Alice <alice@exemple.fr>"`,
	`nobody answers: give --yes, with --name NAME --list ADDRESS --founder "Alice <alice@example.org>"`,
}

// check gives an answer as it is kept, or says in one line what is wrong.
type check func(answer string) (kept string, wrong *wrong)

// wrong is what is wrong with an answer; Misuse where a flag gave it.
type wrong struct {
	said
	args []any
}

func bad(fr, en string, args ...any) *wrong { return &wrong{said{fr, en}, args} }

// ask asks until the answer can be kept. The proposal is what an empty line
// means, "" for nothing; where nobody is asked, it is the answer.
func (t *talk) ask(to *string, question said, proposal string, ok check) error {
	if *to != "" {
		return nil // a flag gave it, and given looked at it
	}
	if t.Yes {
		if proposal == "" {
			return t.misuse(whoAreYou)
		}
		*to = proposal
		return nil
	}
	prompt := question.in(t.Locale)
	if proposal != "" {
		prompt += " [" + proposal + "]"
	}
	prompt += said{" : ", ": "}.in(t.Locale)
	for {
		answer, err := t.line(t.person.Line, prompt)
		if err != nil {
			return err
		}
		if answer = strings.TrimSpace(answer); answer == "" {
			answer = proposal
		}
		if answer == "" {
			t.tell(said{"Il faut une réponse ici.", "An answer is needed here."})
			continue
		}
		kept, w := ok(answer)
		if w == nil {
			*to = kept
			return nil
		}
		t.tell(w.said, w.args...)
	}
}

// agrees asks a question to be answered by yes or no; an empty line is what
// stands in proposal, where something does.
func (t *talk) agrees(question said, proposal said) (bool, error) {
	var answer string
	err := t.ask(&answer, question, proposal.in(t.Locale), yesOrNo)
	return answer == "yes", err
}

var yes = said{"oui", "yes"}

func yesOrNo(answer string) (string, *wrong) {
	switch strings.ToLower(answer) {
	case "oui", "o", "yes", "y", "ok":
		return "yes", nil
	case "non", "n", "no":
		return "no", nil
	}
	return "", bad("Répondez par oui ou par non.", "Answer yes or no.")
}
