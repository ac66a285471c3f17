package clerk

import (
	"context"

	"toutdoux/internal/compose"
	"toutdoux/internal/export"
	"toutdoux/internal/governance"
)

// exportRoom is how many bytes an export takes at most: what any provider
// takes, once encoded.
const exportRoom = 10 << 20

// export is everything about a member, for them alone. It is gathered when the
// letter leaves, and kept nowhere.
func (c *Clerk) export(ctx context.Context, member int) (*compose.Enclosure, error) {
	var person *export.Person
	c.View(func(s *governance.State) { person = export.Describe(s, s.Member(member), c.Clock.Now()) })
	data, mbox, err := person.Write(ctx, c.Store, min(exportRoom, c.Reader.Room()/2))
	if err != nil {
		return nil, err
	}
	files := []compose.File{{File: governance.File{Name: "export.json", Media: "application/json"}, Content: data}}
	if len(mbox) > 0 {
		files = append(files, compose.File{File: governance.File{Name: "messages.mbox", Media: "application/mbox"}, Content: mbox})
	}
	return compose.Enclose(files, 2*exportRoom), nil
}
