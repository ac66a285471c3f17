package store

import (
	"fmt"
	"os"
	"testing"

	"toutdoux/internal/governance"
)

// A log that long is a large association's of many years.
const many = 1_000_000

// million opens a register with a million events, a third of which have a free
// text.
func million(b *testing.B) *Store {
	folder, err := os.MkdirTemp(b.TempDir(), "")
	must(b, err)
	s, err := Open(folder, Options{})
	must(b, err)
	b.Cleanup(func() { must(b, s.Close()) })
	for first := int64(1); first < many; first += 20_000 {
		d := tick(first, 20_000)
		for i := range d.Records {
			member := i%30 + 1
			switch i % 3 {
			case 0:
				d.Records[i].Event = &governance.Voted{Action: i%500 + 1, Member: member, Choice: governance.For, Reason: "On leur doit bien ça.", Rank: noon}
			case 1:
				d.Records[i].Event = &governance.Voted{Action: i%500 + 1, Member: member, Choice: governance.Blank, Rank: noon}
			}
		}
		must(b, decideAll(s, b, d))
	}
	return s
}

// How long a start takes without a snapshot.
func BenchmarkLoadMillion(b *testing.B) {
	s := million(b)
	for b.Loop() {
		n := 0
		must(b, s.Load(b.Context(), 0, func(governance.Record) error { n++; return nil }))
		if n != many {
			b.Fatalf("loaded %d events", n)
		}
	}
}

// How long a start takes with a snapshot 1 000 events old.
func BenchmarkStartFromSnapshot(b *testing.B) {
	s := million(b)
	must(b, s.SaveSnapshot(b.Context(), many-1000, 1, make([]byte, 1<<20)))
	for b.Loop() {
		seq, _, err := s.Snapshot(b.Context(), 1)
		must(b, err)
		must(b, s.Load(b.Context(), seq, func(governance.Record) error { return nil }))
	}
}

func BenchmarkVerifyMillion(b *testing.B) {
	s := million(b)
	for b.Loop() {
		report, err := s.Verify(b.Context())
		must(b, err)
		if len(report.Faults) > 0 {
			b.Fatal(report.Faults)
		}
	}
}

// Mails of 4 kB a second, acknowledged one by one and a hundred at a time.
func BenchmarkReceive(b *testing.B) {
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, err := Open(b.TempDir(), Options{})
			must(b, err)
			defer s.Close()
			body := make([]byte, 4096)
			for i := 0; b.Loop(); i++ {
				arrivals := make([]Arrival, n)
				for j := range arrivals {
					arrivals[j] = arrival(fmt.Sprint(i, j))
					arrivals[j].Raw = body
				}
				_, err := s.Receive(b.Context(), arrivals)
				must(b, err)
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}

// One fan-out to ten thousand members.
func BenchmarkOwe(b *testing.B) {
	s, err := Open(b.TempDir(), Options{Proofs: proofs})
	must(b, err)
	defer s.Close()
	everybody := make([]int, 10_000)
	for i := range everybody {
		everybody[i] = i + 1
	}
	for seq := int64(1); b.Loop(); seq++ {
		d := tick(seq, 1)
		d.Letters = []governance.Letter{{Kind: governance.LetterAnnouncement, At: noon, Event: seq, To: everybody}}
		must(b, decideAll(s, b, d))
	}
}
