package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/provider"
	"toutdoux/internal/store"
)

// World is what the outside gives.
type World struct {
	Person Person
	DNS    provider.Resolver
	Now    time.Time
	Locale string // guessed: what the conversation begins in
	// Service is the configuration that this machine's service runs with, "" where
	// there is none.
	Service string
}

// Run does what is not done yet: asks, shows, writes, founds. It returns
// Misuse, an error that wraps ErrStopped, or what could not be done.
func Run(ctx context.Context, p *Plan, w World) error {
	t := &talk{Plan: p, person: w.Person, fixed: p.Locale != "", service: w.Service}
	t.Locale = cmp.Or(t.Locale, w.Locale)
	cfg, err := t.kept()
	if err != nil {
		return err
	}
	if cfg != nil {
		return t.resume(ctx, cfg, w.Now)
	}
	if err := t.given(); err != nil {
		return err
	}
	if err := t.complete(ctx, w.DNS); err != nil {
		return err
	}
	cfg, text, err := t.configuration()
	if err != nil {
		return err
	}
	if err := t.another(ctx, cfg, w.Now); err != nil {
		return err
	}
	if err := t.confirm(cfg); err != nil {
		return err
	}
	if err := t.write(text); err != nil {
		return err
	}
	return t.found(ctx, cfg, w.Now)
}

// kept is the configuration that is there, or nil. Where there is none, it
// looks whether one can be written, before anybody answers for nothing.
func (t *talk) kept() (*config.Config, error) {
	_, err := os.Stat(t.configPath())
	if missing(err) {
		return nil, t.writable()
	}
	if err != nil {
		return nil, fmt.Errorf("look for a configuration: %w: try another folder, or \"sudo -u toutdoux toutdoux …\"", err)
	}
	cfg, err := config.Load(t.configPath())
	if err != nil {
		return nil, err
	}
	t.Locale, t.List, t.Name, t.Owner = cfg.Organisation.Locale, cfg.List.Address, cfg.Organisation.Name, cfg.List.Owner
	t.tell(said{"%s est déjà là : gardé tel quel", "%s is there already: kept as it is"}, t.configPath())
	return cfg, nil
}

// resume does the rest where the configuration was written before.
func (t *talk) resume(ctx context.Context, cfg *config.Config, now time.Time) error {
	founded, err := association.Founded(ctx, cfg)
	if err == nil && !founded {
		err = t.agreedFounders()
	}
	if err != nil {
		return err
	}
	return t.found(ctx, cfg, now)
}

// agreedFounders are those that flags named, or those that were asked for and
// agreed to.
func (t *talk) agreedFounders() error {
	if err := t.people(); err != nil || len(t.founders) > 0 {
		return err
	}
	if err := t.founding(); err != nil {
		return err
	}
	right, err := t.agrees(said{"Fonder l’association avec ces personnes ?", "Found the association with these people?"}, yes)
	if err == nil && !right {
		err = t.declined()
	}
	return err
}

func (t *talk) alreadyFounded(cfg *config.Config) error {
	t.tell(said{"%[1]s contient déjà le registre %[2]s : gardé tel quel", "%[1]s holds the register of %[3]s already: kept as it is"}, cfg.Organisation.Data, of(t.Name), t.Name)
	if in := cfg.Receive.IMAP; in != nil && in.PasswordFile != "" {
		t.tell(said{"le mot de passe de la boîte est dans %s : pour en changer, écrivez-le là", "the mailbox’s password is in %s: to change it, write it there"}, in.PasswordFile)
	}
	if len(t.People)+len(t.founders) > 0 {
		t.tell(said{
			"personne n’est ajouté : quelqu’un devient membre en écrivant INSCRIPTION à %s, ou par toutdoux member add",
			"nobody is added: people become members by writing JOIN to %s, or by toutdoux member add",
		}, t.List)
	}
	return nil
}

// confirm shows what is about to be written, and asks.
func (t *talk) confirm(cfg *config.Config) error {
	if t.Yes {
		return nil
	}
	t.person.Say("")
	t.tell(said{"Voici ce qui sera écrit dans %s :", "This is what will be written in %s:"}, t.Folder)
	row := func(title said, value string) { t.person.Say(fmt.Sprintf("    %-14s %s", title.in(t.Locale), value)) }
	row(said{"Association", "Association"}, t.Name)
	row(said{"Liste", "List"}, t.List)
	if t.Mailbox {
		row(said{"Réception", "Incoming"}, t.IMAP)
		row(said{"Envoi", "Outgoing"}, t.SMTP)
		row(said{"Identifiant", "User name"}, t.Username)
		if t.sender != "" && t.sender != t.Username {
			row(said{"Pour l’envoi", "For sending"}, t.sender)
		}
		if t.tokenIn || t.tokenOut {
			row(said{"Jeton", "Token"}, said{"imprimé par « %s »", "printed by “%s”"}.in(t.Locale, t.TokenCommand))
		}
		if !t.tokenIn || !t.tokenOut {
			row(said{"Mot de passe", "Password"}, said{"dans %s", "in %s"}.in(t.Locale, t.secretFile()))
		}
	} else {
		row(said{"Courrier reçu", "Mail comes to"}, t.LMTP)
		row(said{"Envoyé par", "Leaves by"}, t.SMTP)
	}
	row(said{"Fuseau", "Time zone"}, t.Timezone)
	row(said{"Lettres", "Letters"}, said{"en français, avec " + t.AddressForm, "in English"}.in(t.Locale))
	row(said{"Registre", "Register"}, cfg.Organisation.Data)
	row(said{"À prévenir", "Tell"}, t.Owner)
	for i, f := range t.founders {
		title := said{}
		if i == 0 {
			title = said{"Fondent", "Founders"}
		}
		row(title, f.Name+" <"+f.Address+">")
	}
	right, err := t.agrees(said{"Écrire tout cela ?", "Write all this?"}, yes)
	if err == nil && !right {
		err = t.declined()
	}
	return err
}

func (t *talk) declined() error {
	return spoken{said{"comme vous voulez : rien n’a été écrit", "as you wish: nothing was written"}.in(t.Locale), ErrStopped}
}

// found has the register founded, and says what comes next.
func (t *talk) found(ctx context.Context, cfg *config.Config, now time.Time) error {
	err := association.FoundAndWelcome(ctx, cfg, t.founders, now)
	if errors.Is(err, association.ErrNoKey) {
		if err = t.lostKey(ctx, cfg.Organisation.Data); err == nil {
			return t.alreadyFounded(cfg)
		}
	}
	if errors.Is(err, association.ErrFounded) || errors.Is(err, store.ErrLocked) { // locked: a daemon serves it
		return t.alreadyFounded(cfg)
	}
	if err != nil {
		return err
	}
	t.tell(said{"le registre est créé dans %s", "created the register in %s"}, cfg.Organisation.Data)
	for _, f := range t.founders {
		t.tell(said{"%s <%s> vote dès maintenant", "%s <%s> may vote from the start"}, f.Name, f.Address)
	}
	t.tell(said{"un mot de bienvenue attend chaque personne : il part au premier démarrage", "a welcome waits for each of them: it leaves when the daemon first starts"})
	t.tell(said{"la suite, dans cet ordre :", "next, in this order:"})
	check := "check"
	if cfg.Receive.IMAP != nil { // mail through a server beside us comes in only once the daemon runs
		check += " --mail"
	}
	file := t.configPath()
	if t.serves() {
		t.person.Say("    sudo -u toutdoux toutdoux " + check)
		t.person.Say("    sudo systemctl enable --now toutdoux")
		return nil
	}
	t.person.Say("    toutdoux " + check + " --config " + ShellWord(file))
	t.person.Say("    toutdoux serve --config " + ShellWord(file))
	return nil
}

// serves tells whether what is written is the configuration of this machine's
// service.
func (t *talk) serves() bool {
	whole, err := filepath.Abs(t.configPath())
	return err == nil && whole == t.service
}

// data is where the register goes unless a flag says: that service may write
// nowhere else (StateDirectory of the unit in contrib).
func (t *talk) data() string {
	if t.serves() {
		return "/var/lib/toutdoux"
	}
	return "data"
}

// ShellWord quotes a path for a shell where it needs quotes (POSIX, 2.2.2).
func ShellWord(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return strings.ContainsRune(" \t\n\"'\\$`&|;<>()*?[]#~!{}", r) }) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// missing tells a file that is not there, or not below a folder.
func missing(err error) bool {
	return errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// writable tries the folder, or the nearest above it that is there.
func (t *talk) writable() error {
	folder := filepath.Clean(t.Folder)
	for {
		info, err := os.Stat(folder)
		switch {
		case err == nil && !info.IsDir():
			return errors.New(said{"%s n’est pas un dossier : donnez-en un autre", "%s is no folder: name another"}.in(t.Locale, folder))
		case missing(err):
			folder = filepath.Dir(folder)
			continue
		case err != nil:
			return err
		}
		probe, err := os.CreateTemp(folder, ".toutdoux-*")
		if err != nil {
			return fmt.Errorf("write in %s: %w; choose another folder, or whoever may write there", folder, err)
		}
		return errors.Join(probe.Close(), os.Remove(probe.Name()))
	}
}
