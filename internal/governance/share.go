package governance

import (
	"fmt"
	"strconv"
	"strings"
)

// Share is a part of the electorate that must be reached (rules.md,
// Statutes): a comparison and a fraction, computed in integers.
type Share struct {
	OrEqual  bool // ">=" rather than ">"
	Num, Den int64
}

// ParseShare reads "> 50%", ">= 1/2", "≥ 66.7 %".
func ParseShare(text string) (Share, error) {
	bad := fmt.Errorf("read share %q: write > or >= and a percentage or fraction, as in \">= 50%%\"", text)
	rest, found := strings.CutPrefix(strings.Replace(strings.TrimSpace(text), "≥", ">=", 1), ">")
	if !found {
		return Share{}, bad
	}
	rest, orEqual := strings.CutPrefix(rest, "=")
	rest = strings.TrimSpace(rest)
	num, den, ok := fraction(rest)
	if !ok || den <= 0 || num < 0 || num > den {
		return Share{}, bad
	}
	return Share{orEqual, num, den}, nil
}

func fraction(text string) (num, den int64, ok bool) {
	if percent, found := strings.CutSuffix(text, "%"); found {
		return percentage(strings.TrimSpace(percent))
	}
	n, d, found := strings.Cut(text, "/")
	num, err1 := strconv.ParseInt(strings.TrimSpace(n), 10, 32)
	den, err2 := strconv.ParseInt(strings.TrimSpace(d), 10, 32)
	return num, den, found && err1 == nil && err2 == nil
}

func percentage(text string) (num, den int64, ok bool) {
	whole, decimals, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	num, err := strconv.ParseInt(whole+decimals, 10, 32)
	den = 100
	for range decimals {
		den *= 10
	}
	return num, den, err == nil && len(decimals) <= 4
}

// Reached tells whether count is that share of the electorate. A majority
// needs at least one ballot, and an electorate.
func (s Share) Reached(count, electorate int) bool {
	if count < 1 || electorate < 1 {
		return false
	}
	left, right := int64(count)*s.Den, int64(electorate)*s.Num
	return left > right || s.OrEqual && left == right
}

// Needed is the smallest count that reaches the share, or more than the
// electorate where none can.
func (s Share) Needed(electorate int) int {
	quotient, remainder := int64(electorate)*s.Num/s.Den, int64(electorate)*s.Num%s.Den
	if !s.OrEqual || remainder > 0 {
		quotient++
	}
	return int(max(quotient, 1))
}

// String gives the share as ParseShare reads it.
func (s Share) String() string {
	sign := ">"
	if s.OrEqual {
		sign = ">="
	}
	if s.Den == 100 {
		return fmt.Sprintf("%s %d%%", sign, s.Num)
	}
	return fmt.Sprintf("%s %d/%d", sign, s.Num, s.Den)
}

// MarshalJSON writes the share as text, as the configuration does.
func (s Share) MarshalJSON() ([]byte, error) { return plain(s.String()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Share) UnmarshalJSON(raw []byte) error { return unmarshalText(raw, s, ParseShare) }
