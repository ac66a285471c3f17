package address

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const someProof = "k7f3qzm2xwp4r6ta"

func list1(t *testing.T, addr, delimiter string) List {
	t.Helper()
	l, err := ParseListAddress(addr, delimiter)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestListAddresses(t *testing.T) {
	plus, dash, none := list1(t, "TDC@Asso.fr", "+"), list1(t, "a@asso.fr", "-"), list1(t, "tdc@asso.fr", "")
	for _, c := range []struct{ got, want string }{
		{plus.String(), "tdc@asso.fr"},
		{plus.With("join"), "tdc+join@asso.fr"},
		{plus.With(""), "tdc@asso.fr"},
		{dash.With("join"), "a-join@asso.fr"},
		{none.With("join"), "tdc@asso.fr"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for _, delimiter := range []string{"++", "a", "@", " ", "é"} {
		if _, err := ParseListAddress("tdc@asso.fr", delimiter); err == nil {
			t.Errorf("delimiter %q is accepted", delimiter)
		}
	}
	if _, err := ParseListAddress("Liste <tdc@asso.fr>", "+"); err == nil {
		t.Error("a name before the list's address is accepted")
	}
}

func TestSuffix(t *testing.T) {
	for _, c := range []struct {
		list, delimiter, rcpt, suffix string
		ok                            bool
	}{
		{"tdc@asso.fr", "+", "TDC@asso.FR", "", true},
		{"tdc@asso.fr", "+", "Tdc+JOIN@Asso.fr", "join", true},
		{"tdc@asso.fr", "+", "tdc+a+b@asso.fr", "a+b", true},
		{"tdc@asso.fr", "+", "tdcx+join@asso.fr", "", false},
		{"tdc@asso.fr", "+", "td+join@asso.fr", "", false},
		{"tdc@asso.fr", "+", "tdc-join@asso.fr", "", false},
		{"tdc@asso.fr", "+", "tdc+join@other.fr", "", false},
		{"tdc@asso.fr", "", "tdc+join@asso.fr", "", false},
		{"a@asso.fr", "-", "a-b@asso.fr", "b", true},
		{"a-b@asso.fr", "-", "a-b-join@asso.fr", "join", true},
		{"a@asso.fr", "-", "ab@asso.fr", "", false},
		{"tdc@asso.fr", "+", "not an address", "", false},
	} {
		suffix, ok := list1(t, c.list, c.delimiter).Suffix(c.rcpt)
		if ok != c.ok || ok && suffix != c.suffix {
			t.Errorf("%s%s: Suffix(%q) = %q, %v", c.list, c.delimiter, c.rcpt, suffix, ok)
		}
	}
}

func TestRoute(t *testing.T) {
	for suffix, want := range map[string]Route{
		"":                                 {Kind: Post},
		"+join":                            {Kind: Command, Command: "join"},
		"+INSCRIPTION":                     {Kind: Command, Command: "join"},
		"+depart":                          {Kind: Command, Command: "leave"},
		"+De\u0301part":                    {Kind: Command, Command: "leave"},
		"+aide":                            {Kind: Command, Command: "help"},
		"+follow":                          {Kind: Command, Command: "follow"},
		"+ne-plus-suivre":                  {Kind: Command, Command: "unfollow"},
		"+owner":                           {Kind: Owner},
		"+p-" + someProof:                  {Kind: Answer, Proof: someProof},
		"+P-" + strings.ToUpper(someProof): {Kind: Answer, Proof: someProof},
		"+b-" + someProof:                  {Kind: Returned, Proof: someProof},
		"+t-" + someProof:                  {Kind: OneAuthor, Proof: someProof},
		"+m-4":                             {Kind: Mandate, Number: 4},
		"+m-0":                             {Kind: Post},
		"+m--4":                            {Kind: Post},
		"+m-99999999999":                   {Kind: Post},
		"+p-short":                         {Kind: Post},
		"+p-k7f3qzm2xwp4r6t1":              {Kind: Post},
		"+x-" + someProof:                  {Kind: Post},
		"+no-such-thing":                   {Kind: Post},
	} {
		got, ok := list1(t, "tdc@asso.fr", "+").Route("tdc" + suffix + "@asso.fr")
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s: %v %s", suffix, ok, diff)
		}
	}
	if _, ok := list1(t, "tdc@asso.fr", "+").Route("other+join@asso.fr"); ok {
		t.Error("another list's address is taken")
	}
}

func TestMessageID(t *testing.T) {
	if got := list1(t, "tdc@asso.fr", "+").MessageID(12, someProof); got != "<12."+someProof+"@asso.fr>" {
		t.Error(got)
	}
	for domain, tail := range map[string]string{
		"listes.association-des-amis-de-la-nature.example.org":         ".example.org>",
		"a." + strings.Repeat("b", 60) + ".fr":                         ".fr>",
		strings.Repeat("c", 63):                                        ".invalid>",
		"listes.association-des-amis-de-la-musique.example.org":        ".example.org>",
		strings.Repeat("d", 30) + "." + strings.Repeat("e", 30) + ".x": ".x>",
	} {
		l := List{Local: "tdc", Domain: domain, Delimiter: "+"}
		id := l.MessageID(1<<63-1, someProof)
		if len(id) > 75 || !strings.HasSuffix(id, tail) {
			t.Errorf("%s: %s has %d characters", domain, id, len(id))
		}
		_, right, _ := strings.Cut(id, "@")
		if !strings.HasSuffix(l.MessageID(1, someProof), "@"+right) {
			t.Errorf("%s: the domain of a Message-ID depends on the letter", domain)
		}
		if found := FindProofs(id); len(found) != 1 || found[0] != (Found{someProof, Reply}) {
			t.Errorf("%s: found %v", id, found)
		}
	}
	if a, b := idDomain("x.association-des-amis-de-la-nature.example.org"), idDomain("y.association-des-amis-de-la-nature.example.org"); a == b {
		t.Error("two long domains share Message-IDs")
	}
}

// The Message-ID of a letter is known for one, whoever's list it is, and those
// of mail programs are not.
func TestIsLetter(t *testing.T) {
	proof := Keys{Current: Key{1}}.Proof(Reply, 12, 3)
	for id, want := range map[string]bool{
		List{Local: "tdc", Domain: "asso.fr"}.MessageID(12, proof):                          true,
		List{Local: "tdc", Domain: strings.Repeat("a.", 60) + "fr"}.MessageID(1<<30, proof): true,
		"<20180115201923." + proof + "@neomutt.test>":                                       false,
		"<12." + strings.ToUpper(proof) + "@asso.fr>":                                       false,
		"<2202111122.HMP53fyp8mzchsMt@sendgrid.test>":                                       false,
		"<." + proof + "@asso.fr>":                                                          false, "<12." + proof + ">": false, "<12.x@asso.fr>": false, "": false, "<x12." + proof + "@asso.fr>": false,
	} {
		if got := IsLetter(id); got != want {
			t.Errorf("%s: %t", id, got)
		}
	}
}
