package address

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The seeds of each target are in testdata/fuzz, named for what they try;
// those that a table of cases holds already are added from it.

// FuzzParseFrom reads any From field: one address that is as we keep it and is
// read back, and a name that hides nothing; or neither.
func FuzzParseFrom(f *testing.F) {
	for _, c := range fromCases {
		f.Add(c.header)
	}
	for header := range fromRefusals {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		name, addr, err := ParseFrom(header)
		if err != nil {
			if name+addr != "" {
				t.Fatalf("%q, %q with %v", name, addr, err)
			}
			return
		}
		if again, err := Normalize(addr); err != nil || again != addr {
			t.Fatalf("%q normalises to %q, %v", addr, again, err)
		}
		if _, alone, err := ParseFrom(addr); err != nil || alone != addr {
			t.Fatalf("%q reads as %q, %v", addr, alone, err)
		}
		if listed := ParseList(header); len(listed) != 1 || listed[0] != addr {
			t.Fatalf("the sender %q is listed as %q", addr, listed)
		}
		if utf8.RuneCountInString(name) > maxName || CleanName(name) != name {
			t.Fatalf("name %q is not clean", name)
		}
		for _, r := range name + addr {
			if !unicode.IsPrint(r) {
				t.Fatalf("%q <%q> hides %U", name, addr, r)
			}
		}
	})
}

// FuzzNormalize files any address: once filed it stays as it is, and holds
// nothing that ends or hides it.
func FuzzNormalize(f *testing.F) {
	f.Fuzz(func(t *testing.T, addr string) {
		got, err := Normalize(addr)
		if err != nil {
			return
		}
		again, err := Normalize(got)
		if err != nil || again != got || len(got) > maxBytes {
			t.Fatalf("%q, then %q, %v", got, again, err)
		}
		local, domain, _ := strings.Cut(got, "@")
		if local == "" || strings.ContainsAny(got, " <>,;:\"\r\n\t\x00") || strings.IndexFunc(domain, func(r rune) bool { return r > 127 }) >= 0 {
			t.Fatalf("%q is no bare mailbox", got)
		}
	})
}

// FuzzRoute reads any suffix of the list's own address: what carries a proof
// carries one, what has no meaning is the list, and case means nothing.
func FuzzRoute(f *testing.F) {
	f.Fuzz(func(t *testing.T, delimiter, suffix string) {
		l, err := ParseListAddress("tdc@asso.fr", delimiter)
		if err != nil {
			return
		}
		r, ok := l.Route(l.With(suffix))
		if !ok {
			if normal, err := Normalize(l.With(suffix)); err == nil {
				t.Fatalf("%q is not ours", normal)
			}
			return
		}
		if bears := r.Kind == Answer || r.Kind == Returned || r.Kind == OneAuthor; bears != (r.Proof != "") || bears && !shaped(r.Proof) {
			t.Fatalf("%+v", r)
		}
		if (r.Kind == Command) != (r.Command != "") || (r.Kind == Mandate) != (r.Number > 0) || r.Number < 0 {
			t.Fatalf("%+v", r)
		}
		if upper, ok := l.Route(strings.ToUpper(l.With(suffix))); ok && upper != r {
			t.Fatalf("%+v, in capitals %+v", r, upper)
		}
		if _, ok := l.Route(strings.Replace(l.With(suffix), "@asso.fr", "@asso.example", 1)); ok {
			t.Fatalf("%q at another domain is ours", suffix)
		}
	})
}

// FuzzScrub takes the proofs out of any text: none is left, in whatever way it
// is carried; nothing else is taken; and what is clean stays as it is.
func FuzzScrub(f *testing.F) {
	ways := slices.Sorted(maps.Keys(carriers))
	for i, text := range ways {
		f.Add(text, "", uint(i))
		f.Add("avant\n", "\n> après", uint(i))
	}
	f.Fuzz(func(t *testing.T, before, after string, way uint) {
		text := before + "\n" + ways[way%uint(len(ways))] + "\n" + after
		clean := Scrub(text)
		if left := FindProofs(clean); len(left) != 0 {
			t.Fatalf("left: %v", left)
		}
		if strings.Count(strings.ToLower(clean), someProof) >= strings.Count(strings.ToLower(text), someProof) {
			t.Fatalf("%q is scrubbed to %q", text, clean)
		}
		if Scrub(clean) != clean {
			t.Fatalf("%q is scrubbed again to %q", clean, Scrub(clean))
		}
		rest := text
		for piece := range strings.SplitSeq(clean, "…") {
			at := strings.Index(rest, piece)
			if at < 0 {
				t.Fatalf("%q was not in %q", piece, text)
			}
			rest = rest[at+len(piece):]
		}
	})
}

// FuzzProof holds any text against a proof: no other is valid.
func FuzzProof(f *testing.F) {
	old := Key{2}
	keys := Keys{Current: Key{1}, Previous: &old}
	f.Fuzz(func(t *testing.T, text string, letter, member int64) {
		current, before := keys.Proof(Reply, letter, member), Keys{Current: old}.Proof(Reply, letter, member)
		if same := strings.ToLower(text) == current || strings.ToLower(text) == before; keys.Valid(text, Reply, letter, member) != same {
			t.Fatalf("%q is valid: %t", text, !same)
		}
		if !shaped(current) || keys.Valid(current, Bounce, letter, member) || keys.Valid(current, Reply, letter+1, member) || keys.Valid(current, Reply, letter, member+1) {
			t.Fatalf("%q is valid for something else", current)
		}
		if !keys.Valid(strings.ToUpper(current), Reply, letter, member) || !keys.Valid(before, Reply, letter, member) {
			t.Fatalf("%q or %q is not valid", current, before)
		}
	})
}
