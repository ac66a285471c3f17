package compose

import (
	"cmp"

	"toutdoux/internal/governance"
)

// wish is one thing that a mail asks for.
type wish struct {
	Verb   string // vote, propose, call (an assembly), or a verb of governance
	Word   string // of a vote
	Number int    // of the action, 0 for none
	Title  Words  // of the action, or of the proposal
	Extra  bool   // of the proposal
}

// excerptMax is how much of somebody's own mail a question repeats to them, in
// runes.
const excerptMax = 600

// Wrote is what the mail that is answered said: its beginning.
func (v *view) Wrote() Words {
	if v.o.Request == nil {
		return ""
	}
	return excerpt(textWords(v.o.Request.Words), excerptMax)
}

// Asker is who wrote the mail that is answered, by name or else by address.
func (v *view) Asker() Words {
	if v.o.Request == nil || v.o.Request.Name == "" {
		return v.AskerAddress()
	}
	return lineWords(v.o.Request.Name)
}

// AskerAddress is the address that the mail bears, proven or not.
func (v *view) AskerAddress() Words {
	if v.o.Request == nil {
		return ""
	}
	return lineWords(v.o.Request.From)
}

// AskerWords are all that the mail says, for a human who is to answer it.
func (v *view) AskerWords() Words {
	if v.o.Request == nil {
		return ""
	}
	return excerpt(textWords(v.o.Request.Words), 40*excerptMax)
}

// Wishes are what the mail that is answered asks for, as it was read.
func (v *view) Wishes() []wish {
	r := v.o.Request
	if r == nil {
		return nil
	}
	var wishes []wish
	if p := r.Proposal; p != nil {
		wishes = append(wishes, wish{Verb: "propose", Title: lineWords(p.Title), Extra: p.Type == governance.Extraordinary})
	}
	if r.Call != nil {
		wishes = append(wishes, wish{Verb: "call", Title: lineWords(r.Call.Title)})
	}
	for _, vote := range r.Votes {
		wishes = append(wishes, v.wish("vote", v.c.tongue.choices[vote.Choice], v.target(vote.Action)))
	}
	if r.Verb != governance.VerbNone && r.Proposal == nil {
		wishes = append(wishes, v.wish(string(r.Verb), "", v.target(r.Target)))
	}
	return wishes
}

func (v *view) wish(verb, word string, number int) wish {
	w := wish{Verb: verb, Word: word, Number: number}
	if a := v.o.State.Action(number); a != nil {
		w.Title = lineWords(string(a.Title))
	}
	return w
}

// target is the number that a part of the mail names, or its thread's.
func (v *view) target(number int) int {
	if number != 0 {
		return number
	}
	return v.o.Letter.Action
}

// Tag is the tag of the mail that is answered, as its author wrote it.
func (v *view) Tag() Words {
	if v.o.Request == nil || v.o.Request.Proposal == nil {
		return ""
	}
	return lineWords(v.o.Request.Proposal.Unsure)
}

// Verb is the word that the mail that is answered asked for.
func (v *view) Verb() string {
	if v.o.Request == nil {
		return ""
	}
	return string(cmp.Or(v.o.Request.Beside, v.o.Request.Verb))
}

// Argument is what stood behind that word.
func (v *view) Argument() Words {
	if v.o.Request == nil {
		return ""
	}
	return lineWords(v.o.Request.Argument)
}
