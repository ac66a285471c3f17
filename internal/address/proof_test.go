package address

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func keys(t testing.TB, b byte) Keys {
	t.Helper()
	k, err := KeyFrom(bytes.Repeat([]byte{b}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return Keys{Current: k}
}

// The value was computed apart: python3 -c 'import hmac,base64;
// print(base64.b32encode(hmac.digest(b"\1"*32, b"v1|p|12|7", "sha256")[:10]))'.
func TestProofIsWhatThePaperSays(t *testing.T) {
	if got := keys(t, 1).Proof(Reply, 12, 7); got != "xnspy2dnwpaov72o" {
		t.Error(got)
	}
}

func TestProofHoldsForItsPurposeLetterAndMemberAlone(t *testing.T) {
	k := keys(t, 1)
	proof := k.Proof(Reply, 12, 7)
	if !k.Valid(proof, Reply, 12, 7) || !k.Valid(strings.ToUpper(proof), Reply, 12, 7) {
		t.Error("a proof is refused")
	}
	for name, valid := range map[string]bool{
		"another purpose": k.Valid(proof, Bounce, 12, 7),
		"another letter":  k.Valid(proof, Reply, 127, 7),
		"another member":  k.Valid(proof, Reply, 12, 8),
		"digits moved":    k.Valid(proof, Reply, 1, 27),
		"another key":     keys(t, 2).Valid(proof, Reply, 12, 7),
		"half of it":      k.Valid(proof[:8], Reply, 12, 7),
		"nothing":         k.Valid("", Reply, 12, 7),
	} {
		if valid {
			t.Errorf("%s is believed", name)
		}
	}
}

func TestPreviousKeyIsStillBelieved(t *testing.T) {
	old, now := keys(t, 1), keys(t, 2)
	now.Previous = &old.Current
	if !now.Valid(old.Proof(Bounce, 3, 4), Bounce, 3, 4) {
		t.Error("a letter sent before the change of keys cannot be answered")
	}
	if now.Proof(Bounce, 3, 4) == old.Proof(Bounce, 3, 4) {
		t.Error("the previous key still makes proofs")
	}
	old.Previous = &now.Current
	if third := keys(t, 3); third.Valid(old.Proof(Bounce, 3, 4), Bounce, 3, 4) {
		t.Error("a key of two generations ago is believed")
	}
}

func TestStrangerIsOnePerAddress(t *testing.T) {
	k := keys(t, 1)
	one := k.Stranger("Eve@X.fr")
	if one != k.Stranger("eve@x.fr") || one == k.Stranger("eve@y.fr") || one == keys(t, 2).Stranger("eve@x.fr") || strings.Contains(one, "eve") {
		t.Errorf("stranger %q", one)
	}
}

func TestKeyFile(t *testing.T) {
	k, old := keys(t, 1), keys(t, 2)
	k.Previous = &old.Current
	for name, text := range map[string]string{
		"as written": k.Text(),
		"base32":     alphabet.EncodeToString(k.Current[:]) + "\r\n" + strings.ToUpper(alphabet.EncodeToString(old.Current[:])),
	} {
		if got, err := ParseKeys(text); err != nil || got.Current != k.Current || *got.Previous != old.Current {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := ParseKeys(keys(t, 1).Text()); err != nil || got.Previous != nil || got.Current != k.Current {
		t.Errorf("one line: %v", err)
	}
	for _, text := range []string{"", "abc", strings.Repeat("0", 64), strings.Repeat("g", 64), k.Text() + k.Text(), strings.Repeat("a", 51)} {
		if _, err := ParseKeys(text); err == nil || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("ParseKeys(%q): %v", text, err)
		}
	}
}

func TestKeyNeverPrintsItself(t *testing.T) {
	k := keys(t, 0xab)
	for _, text := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v %s %x", k.Current, k.Current, k.Current, k.Current, k.Current)} {
		if strings.Contains(text, "ab") || strings.Contains(text, "171") {
			t.Error(text)
		}
	}
}

func TestProofsAreUniqueAndShaped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := Keys{Current: Key{1}}
		a, b := rapid.Int64Min(1).Draw(t, "letter"), rapid.Int64Min(1).Draw(t, "member")
		c, d := rapid.Int64Min(1).Draw(t, "letter"), rapid.Int64Min(1).Draw(t, "member")
		p, q := k.Proof(Reply, a, b), k.Proof(Reply, c, d)
		if !shaped(p) || (p == q) != (a == c && b == d) || k.Valid(p, Reply, c, d) != (p == q) {
			t.Fatalf("%d.%d is %s, %d.%d is %s", a, b, p, c, d, q)
		}
	})
}
