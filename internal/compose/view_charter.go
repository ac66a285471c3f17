package compose

import (
	"strings"

	"toutdoux/internal/governance"
)

// NewCharter is the charter that the action would put in force, or did; ""
// where it changes none.
func (v *view) NewCharter() Words {
	if e := v.charterEffect(); e != nil {
		return textWords(string(e.Words))
	}
	return ""
}

func (v *view) charterEffect() *governance.Effect {
	if v.action == nil {
		return nil
	}
	for i := range v.action.Effects {
		if e := &v.action.Effects[i]; e.Type == governance.EffectCharter {
			return e
		}
	}
	return nil
}

// former is the charter that the action's replaces: the one in force, or the
// one before it where it is in force already; "" for none.
func (v *view) former() string {
	versions := v.o.State.Charter
	for i, c := range versions {
		if c.Action == v.action.Number && c.Action != 0 {
			versions = versions[:i]
			break
		}
	}
	if len(versions) == 0 {
		return ""
	}
	return string(versions[len(versions)-1].Words)
}

// FirstCharter tells whether there was no charter before the action's.
func (v *view) FirstCharter() bool { return v.charterEffect() != nil && v.former() == "" }

// Changes are what the action's charter takes away from the one before it, and
// what it adds.
func (v *view) Changes() []change {
	e := v.charterEffect()
	if e == nil || v.former() == "" {
		return nil
	}
	return difference(v.former(), string(e.Words))
}

// Charter tells whether the charter in force comes with this letter.
func (v *view) Charter() bool { return v.Member() && v.charter() != "" }

func (v *view) charter() string {
	if versions := v.o.State.Charter; len(versions) > 0 {
		return string(versions[len(versions)-1].Words)
	}
	return ""
}

// aside tells whether the letter says nothing of what the action changes: that
// it is withdrawn, or done.
func (v *view) aside() bool {
	switch v.event.(type) {
	case *governance.Withdrawn, *governance.Done:
		return true
	}
	return false
}

// files are what travels with the letter: the charter in force with a welcome
// and with help, a new one with what says of it (rules.md, Members).
func (c *Composer) files(o Order) []File {
	v := c.view(o)
	text := ""
	switch o.Letter.Kind {
	case governance.LetterAssembly:
		return c.meetingFiles(v)
	case governance.LetterWelcome, governance.LetterHelp:
		if v.Member() {
			text = v.charter()
		}
	case governance.LetterAnnouncement, governance.LetterDryRun, governance.LetterOutcome, governance.LetterStatus:
		enclosed := o.Enclosed != nil && o.Enclosed.text // as its author sent it
		if e := v.charterEffect(); e != nil && !v.aside() && !enclosed {
			text = string(e.Words)
		}
	}
	if text == "" {
		return nil
	}
	return []File{{
		File: governance.File{Name: c.tongue.charter, Media: "text/plain"}, Charset: "utf-8",
		Content: []byte(strings.ReplaceAll(string(textWords(text)), "\n", "\r\n")),
	}}
}
