package association

import (
	"fmt"
	"io/fs"
	"os"
	"slices"

	"toutdoux/internal/address"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/intake"
	"toutdoux/internal/trust"
)

// listsOf gives the list's addresses: that of actions and votes first.
func listsOf(cfg *config.Config) ([]address.List, error) {
	main, err := address.ParseListAddress(cfg.List.Address, cfg.List.RecipientDelimiter)
	if err != nil {
		return nil, fmt.Errorf("read list.address: %w", err)
	}
	if cfg.List.Discussion == "" {
		return []address.List{main}, nil
	}
	talk, err := address.ParseListAddress(cfg.List.Discussion, cfg.List.RecipientDelimiter)
	if err != nil {
		return nil, fmt.Errorf("read list.discussion: %w", err)
	}
	return []address.List{main, talk}, nil
}

// Letters writes the letters of an association.
func Letters(cfg *config.Config) (*compose.Composer, error) {
	house, err := House(cfg)
	if err != nil {
		return nil, err
	}
	return compose.New(house)
}

// House is what the letters of an association share, with its own letters where
// it has some: nobody tried these yet (compose.Try).
func House(cfg *config.Config) (compose.House, error) {
	lists, err := listsOf(cfg)
	if err != nil {
		return compose.House{}, err
	}
	var overrides fs.FS
	if folder := cfg.Letters.Templates; folder != "" {
		if _, err := os.ReadDir(folder); err != nil {
			return compose.House{}, fmt.Errorf("read letters.templates: %w", err)
		}
		overrides = os.DirFS(folder)
	}
	return compose.House{
		Name: cfg.Organisation.Name, Locale: cfg.Organisation.Locale, AddressForm: cfg.Organisation.AddressForm,
		List: lists[0], Discussion: cfg.List.Discussion, Owner: cfg.List.Owner, Zone: cfg.Zone(), Overrides: overrides,
	}, nil
}

// Reader reads the mails of an association.
func Reader(cfg *config.Config) (intake.Reader, error) {
	lists, err := listsOf(cfg)
	if err != nil {
		return intake.Reader{}, err
	}
	limits := intake.DefaultLimits()
	limits.Size = int(cfg.Limits.MailSize)
	return intake.Reader{Lists: lists, Prefixes: []string{cfg.Organisation.Name}, Zone: cfg.Zone(), Limits: limits}, nil
}

// Owns tells whether an address is one of an association's own.
func Owns(cfg *config.Config) func(recipient string) bool {
	lists, err := listsOf(cfg)
	return func(recipient string) bool {
		return err == nil && slices.ContainsFunc(lists, func(l address.List) bool {
			_, ours := l.Suffix(recipient)
			return ours
		})
	}
}

// Policy is whom the configuration of an association believes.
func Policy(cfg *config.Config) trust.Policy {
	p := trust.Policy{AuthservID: cfg.Trust.AuthservID, ReceivedBy: cfg.Trust.ReceivedBy}
	for _, network := range cfg.Trust.TrustedRelays {
		p.TrustedRelays = append(p.TrustedRelays, network.Prefix)
	}
	return p
}
