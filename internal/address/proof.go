package address

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strconv"
	"strings"
)

// Purpose is what a proof was made for; one made for another proves nothing.
type Purpose string

// The purposes of proofs. The letters are signed and stand in addresses: they
// never change.
const (
	Reply    Purpose = "p" // answering a letter
	Bounce   Purpose = "b" // a letter coming back
	ToAuthor Purpose = "t" // writing to the author of one letter: the address carries its Reply proof
	Whisper  Purpose = "w" // answering a letter of which nothing is kept: letter 0, the member's own
)

// proofLength is the length of a proof in characters: 80 bits, five a character.
const proofLength = 16

// alphabet writes proofs and keys: RFC 4648 section 6 in lower case, since
// clients change the case of addresses.
var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Keys are the installation's secret, in two generations: proofs are made with
// the current one, and believed from both.
type Keys struct {
	Current  Key
	Previous *Key
}

// Proof is the 16 characters by which an answer to a letter shows that it was
// written by whoever received it: base32lower(HMAC-SHA256(key,
// "v1|purpose|letter|member")[:10]) ("Proof" in the safety paper).
func (k Keys) Proof(p Purpose, letter, member int64) string {
	return k.Current.proof(p, letter, member)
}

// Valid says whether a proof, in any case, is the one made for this purpose,
// letter and member, with either key. It takes the same time whatever differs.
func (k Keys) Valid(proof string, p Purpose, letter, member int64) bool {
	given := []byte(strings.ToLower(proof))
	valid := subtle.ConstantTimeCompare(given, []byte(k.Current.proof(p, letter, member)))
	if k.Previous != nil {
		valid |= subtle.ConstantTimeCompare(given, []byte(k.Previous.proof(p, letter, member)))
	}
	return valid == 1
}

// Stranger is the name under which answers to an address that is not on file
// are counted, so that the address itself need not be kept. It changes with
// the current key.
func (k Keys) Stranger(addr string) string {
	if normal, err := Normalize(addr); err == nil {
		addr = normal
	}
	return k.Current.sign("v1|stranger|" + addr)
}

// Mark is what a register keeps to know the current key again. It tells
// nothing of the key.
func (k Keys) Mark() string { return k.Current.sign(mark) }

// Marked says whether a mark is that of either key.
func (k Keys) Marked(kept string) bool {
	return kept == k.Mark() || k.Previous != nil && kept == k.Previous.sign(mark)
}

const mark = "v1|mark"

// Unsigned is a hash of something that must not be known, but by whoever holds
// the key and knows what to ask: who wrote what unsigned. It changes with the
// current key.
func (k Keys) Unsigned(about string) string { return k.Current.sign("v1|unsigned|" + about) }

// Identity is a hash of a mail's identity that tells two copies of one mail, and
// by which nobody without the key can find out that a mail was a certain
// member's. It changes with the current key.
func (k Keys) Identity(identity [32]byte) [32]byte {
	return [32]byte(k.Current.mac("v1|identity|" + string(identity[:])))
}

func (k Key) proof(p Purpose, letter, member int64) string {
	return k.sign("v1|" + string(p) + "|" + strconv.FormatInt(letter, 10) + "|" + strconv.FormatInt(member, 10))
}

func (k Key) sign(text string) string { return alphabet.EncodeToString(k.mac(text)[:10]) }

// mac is HMAC-SHA256 under the key.
func (k Key) mac(text string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// shaped says whether a word, in any case, could be a proof.
func shaped(word string) bool {
	if len(word) != proofLength {
		return false
	}
	for i := range len(word) {
		c := word[i] | 0x20
		if (c < 'a' || c > 'z') && (word[i] < '2' || word[i] > '7') {
			return false
		}
	}
	return true
}
