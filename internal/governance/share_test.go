package governance

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestParseShare(t *testing.T) {
	for text, want := range map[string]string{
		"> 50%": "> 50%", ">=50 %": ">= 50%", ">= 1/2": ">= 1/2", "> 66.7%": "> 667/1000", "> 66,7%": "> 667/1000",
		">= 100%": ">= 100%", "> 0%": "> 0%", " >= 2 / 3 ": ">= 2/3",
	} {
		s, err := ParseShare(text)
		if err != nil || s.String() != want {
			t.Errorf("%q is read as %q, %v", text, s, err)
		}
		if again, err := ParseShare(s.String()); err != nil || again != s {
			t.Errorf("%q is written %q, and read back as %v, %v", text, s, again, err)
		}
	}
	for _, text := range []string{"", "50%", "< 50%", "> 101%", "> 3/2", "> 1/0", "> -1/2", "> 1/-2", "> half", "> 50", ">= %", "> 1.00001%", "=> 50%"} {
		if s, err := ParseShare(text); err == nil {
			t.Errorf("%q is read as %s", text, s)
		}
	}
}

// TestExactlyHalf: the rule that people argue about.
func TestExactlyHalf(t *testing.T) {
	more, least := Share{false, 50, 100}, Share{true, 1, 2}
	for _, c := range []struct {
		count, electorate int
		more, least       bool
	}{{0, 0, false, false}, {0, 1, false, false}, {1, 1, true, true}, {1, 2, false, true}, {2, 4, false, true}, {2, 5, false, false}, {3, 5, true, true}, {1, 0, false, false}} {
		if more.Reached(c.count, c.electorate) != c.more || least.Reached(c.count, c.electorate) != c.least {
			t.Errorf("%d of %d: more than half %v, half at least %v", c.count, c.electorate, !c.more, !c.least)
		}
	}
}

// TestShares: what is reached is what exact fractions say, and Needed is the
// smallest count that reaches it.
func TestShares(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		den := rapid.Int64Range(1, 1000).Draw(rt, "den")
		s := Share{rapid.Bool().Draw(rt, "or equal"), rapid.Int64Range(0, den).Draw(rt, "num"), den}
		electorate := rapid.IntRange(1, 300).Draw(rt, "electorate")
		smallest := 0
		for count := electorate + 1; count >= 0; count-- {
			order := big.NewRat(int64(count), int64(electorate)).Cmp(big.NewRat(s.Num, s.Den))
			want := count > 0 && (order > 0 || s.OrEqual && order == 0)
			if s.Reached(count, electorate) != want {
				rt.Fatalf("%d of %d reach %s: %v", count, electorate, s, !want)
			}
			if want {
				smallest = count
			}
		}
		if needed := s.Needed(electorate); needed != smallest {
			rt.Fatalf("%s of %d needs %d, not %d", s, electorate, smallest, needed)
		}
	})
}
