package compose

import (
	"toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// sampleProof stands for a reader's proof in sample letters; it proves nothing.
const sampleProof = "k7f3qzm2xwp4r6ta"

// sampleRoom is what the files of a sample letter may take, in bytes.
const sampleRoom = 1 << 20

// Sample is one letter of the sample association.
type Sample struct {
	Kind governance.LetterKind
	Name string // of its scene: "adopted by majority, to its proposer"
	Mail Mail
}

// Samples writes every letter that the sample association owes, in the order of
// specimen.Scenes. An error names the scene, and the file and line at fault.
func (c *Composer) Samples() ([]Sample, error) {
	var samples []Sample
	for _, scene := range specimen.Scenes() {
		owed, err := scene.Owed()
		if err != nil {
			return nil, err
		}
		mail, err := c.Compose(sampleOrder(owed))
		if err != nil {
			return nil, err
		}
		samples = append(samples, Sample{scene.Kind, scene.Name, mail})
	}
	return samples, nil
}

// sampleOrder is what a sample letter is composed from.
func sampleOrder(o specimen.Owed) Order {
	order := Order{
		Number: o.Number, Letter: o.Letter, State: o.State, Event: o.Event, Opening: o.Opening, Request: o.Request,
		Announced: o.Announced, Reached: o.Reached, References: o.References, Date: o.Date,
		To:    Recipient{Member: o.To.Member, Follower: o.To.Follower, Name: o.To.Name, Address: o.To.Address},
		Proof: sampleProof, Bounce: "b7f3qzm2xwp4r6ta",
	}
	if _, is := o.Event.Event.(*governance.Digested); is {
		order.News = &News{Records: o.News, Knocks: o.Knocks}
	}
	if o.Gone {
		order.Enclosed = Gone()
	}
	if len(o.Files) > 0 {
		var files []File
		for _, f := range o.Files {
			files = append(files, File{File: f.File, Content: f.Content})
		}
		order.Enclosed = Enclose(files, sampleRoom)
	}
	return order
}
