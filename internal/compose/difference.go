package compose

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// change is a piece of a text that a new version takes away or adds.
type change struct {
	Removed bool
	Text    Words
}

// longLine is from how many characters a line is compared sentence by
// sentence: one word changed in a long paragraph should not show all of it
// twice.
const longLine = 120

// difference lists what a new version of a text takes away and adds, in its
// order. Empty lines say nothing.
func difference(before, after string) []change {
	a, b := pieces(before), pieces(after)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return edits(a[start:len(a)-end], b[start:len(b)-end])
}

// pieces cuts a text into what is compared: its lines, and the sentences of
// long ones.
func pieces(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		for long := utf8.RuneCountInString(line) > longLine; long; {
			end := sentenceEnd.FindStringIndex(line)
			if long = end != nil; long {
				list, line = append(list, line[:end[1]-1]), line[end[1]:]
			}
		}
		if line != "" {
			list = append(list, line)
		}
	}
	return list
}

// sentenceEnd is the end of a sentence or of a part of one, and the space
// behind it.
var sentenceEnd = regexp.MustCompile(`[.;?!] `)

// mostEdits is how many pieces may differ before a text is taken for another
// one altogether: the work grows with the square of it.
const mostEdits = 300

// edits finds the fewest pieces to take away and to add (E. Myers, An O(ND)
// Difference Algorithm, 1986). furthest[d][k] is how far into a one comes with d
// edits on the diagonal k, which is how much more of a than of b is read.
func edits(a, b []string) []change {
	furthest := []map[int]int{{1: 0}}
	for d := 0; d <= min(len(a)+len(b), mostEdits); d++ {
		row := map[int]int{}
		for k := -d; k <= d; k += 2 {
			x := step(furthest[d], k, d)
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			if row[k] = x; x >= len(a) && x-k >= len(b) {
				return retrace(a, b, furthest, d)
			}
		}
		furthest = append(furthest, row)
	}
	return append(all(a, true), all(b, false)...)
}

// step is where one more edit leads on diagonal k: down, which adds a piece of
// b, or right, which takes one of a away.
func step(row map[int]int, k, d int) int {
	if k == -d || k != d && row[k-1] < row[k+1] {
		return row[k+1]
	}
	return row[k-1] + 1
}

// retrace goes back from the end of both texts and lists what was changed on the
// way.
func retrace(a, b []string, furthest []map[int]int, d int) []change {
	var changes []change
	x, y := len(a), len(b)
	for ; d > 0; d-- {
		k := x - y
		from := furthest[d]
		if k == -d || k != d && from[k-1] < from[k+1] {
			x = from[k+1]
			y = x - k - 1
			changes = append(changes, change{false, lineWords(b[y])})
		} else {
			x = from[k-1]
			y = x - k + 1
			changes = append(changes, change{true, lineWords(a[x])})
		}
	}
	slices.Reverse(changes)
	return changes
}

func all(pieces []string, removed bool) []change {
	list := make([]change, len(pieces))
	for i, piece := range pieces {
		list[i] = change{removed, lineWords(piece)}
	}
	return list
}
