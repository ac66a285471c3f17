package setup

import (
	"context"
	"errors"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
)

// another asks whose register it is that stands where one is about to be made:
// it knows no name, and must not become somebody else's unasked.
func (t *talk) another(ctx context.Context, cfg *config.Config, now time.Time) error {
	there, err := association.Founded(ctx, cfg)
	if err != nil || !there {
		return err
	}
	founded, members, err := association.Standing(ctx, cfg)
	if err != nil {
		return err
	}
	who := said{"%d personnes", "%d members"}.in(t.Locale, members)
	if members == 1 {
		who = said{"une personne", "one member"}.in(t.Locale)
	}
	what := said{
		"%s contient déjà un registre, fondé le %s, avec %s",
		"%s holds a register already, founded on %s, with %s",
	}.in(t.Locale, cfg.Organisation.Data, compose.SpeechOf(t.Locale, cfg.Zone()).Day(founded, now), who)
	return t.only(what,
		said{" : donnez un autre --data ou, pour le garder, recommencez sans --yes et répondez oui", ": give another --data or, to keep it, run this again without --yes and answer yes"},
		said{"Est-ce celui de cette association ?", "Is it this association’s?"})
}

// lostKey asks whether to make a key in the place of one that is lost.
func (t *talk) lostKey(ctx context.Context, folder string) error {
	err := t.only(said{
		"%s manque : remettez celle qui est gardée avec la sauvegarde. Avec une autre, les réponses aux lettres déjà parties ne prouvent plus rien, et devront être confirmées",
		"%s is missing: put back the one that is kept with the backup. With another, answers to letters that have left prove nothing, and will have to be confirmed",
	}.in(t.Locale, association.KeyPath(folder)),
		said{" ; si elle est perdue, recommencez sans --yes, et répondez oui pour en faire une autre", "; if it is lost, run this again without --yes, and answer yes to have another made"},
		said{"Faire une autre clef ?", "Make another key?"})
	if err != nil {
		return err
	}
	if err := association.NewKey(ctx, folder); err != nil {
		return err
	}
	t.tell(said{"%s est écrite : gardez-la avec les sauvegardes", "wrote %s: keep it with the backups"}, association.KeyPath(folder))
	return nil
}

// only goes on after a yes to a question that has no answer of its own: where
// nobody is there to give one, what is the matter and the way out are an error.
func (t *talk) only(what string, out, question said) error {
	refusal := errors.New(what + out.in(t.Locale))
	if t.Yes {
		return refusal
	}
	t.person.Say("")
	t.person.Say(what)
	right, err := t.agrees(question, said{})
	switch {
	case errors.As(err, new(Misuse)): // nobody is there
		return refusal
	case err != nil:
		return err
	case !right:
		return t.declined()
	}
	return nil
}
