package compose

import (
	"fmt"
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"the same", "Un.\nDeux.", "Un.\n\nDeux.", ""},
		{"a line more", "Un.\nTrois.", "Un.\nDeux.\nTrois.", "+Deux."},
		{"a line less", "Un.\nDeux.\nTrois.", "Un.\nTrois.", "-Deux."},
		{"a line changed", "Un.\nDeux.\nTrois.", "Un.\nDouze.\nTrois.", "-Deux. +Douze."},
		{"both ends", "A\nb\nc\nd\nE", "Z\nb\nc\nd\nY", "-A +Z -E +Y"},
		{"from nothing", "", "Un.", "+Un."},
		{"to nothing", "Un.", "", "-Un."},
		{"a line moved", "a\nb\nc\nd", "b\nc\nd\na", "-a +a"},
		{"a sentence of a long line", "La première phrase est là. " + strings.Repeat("Une autre, bien longue, la suit. ", 4) + "Fin.",
			"La première phrase est là. " + strings.Repeat("Une autre, bien longue, la suit. ", 4) + "La fin.", "-Fin. +La fin."},
	} {
		var got []string
		for _, e := range difference(c.before, c.after) {
			got = append(got, map[bool]string{true: "-", false: "+"}[e.Removed]+string(e.Text))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever the two texts, what is left of one and what is added give the other.
func TestDifferenceRebuilds(t *testing.T) {
	for n := range 400 {
		before, after := drawn(n, 7), drawn(n*31+5, 11)
		left := map[string]int{}
		for line := range strings.FieldsSeq(before) {
			left[line]++
		}
		for _, e := range difference(before, after) {
			if left[string(e.Text)]++; e.Removed {
				left[string(e.Text)] -= 2
			}
		}
		for line := range strings.FieldsSeq(after) {
			left[line]--
		}
		for line, n := range left {
			if n != 0 {
				t.Fatalf("%q to %q: %d of %s", before, after, n, line)
			}
		}
	}
}

// drawn is a text of few different lines.
func drawn(n, step int) string {
	var b strings.Builder
	for i := range n % 23 {
		fmt.Fprintf(&b, "l%d\n", (n*step+i*i*step+i)%6)
	}
	return b.String()
}

// Texts that have nothing in common cost no more than both of them.
func TestDifferenceIsBounded(t *testing.T) {
	var before, after strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&before, "a%d\n", i)
		fmt.Fprintf(&after, "b%d\n", i)
	}
	if n := len(difference(before.String(), after.String())); n != 6000 {
		t.Errorf("%d changes", n)
	}
}
