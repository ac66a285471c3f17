package address

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Key is one generation of the secret that proofs are made with. It never
// prints itself.
type Key [32]byte

// KeyFrom makes a key of 32 random bytes, which the caller draws.
func KeyFrom(random []byte) (Key, error) {
	var k Key
	if copy(k[:], random) != len(k) || len(random) != len(k) {
		return Key{}, fmt.Errorf("make key: %d bytes given; give %d random ones", len(random), len(k))
	}
	if k == (Key{}) {
		return Key{}, errors.New("make key: all bytes are zero; give random ones")
	}
	return k, nil
}

// String hides the key from logs and error texts.
func (Key) String() string { return "(key)" }

// GoString hides the key from %#v.
func (Key) GoString() string { return "(key)" }

// ParseKeys reads the text of a key file: the current key and, on a second
// line, the previous one, each as 64 hexadecimal digits or 52 base32 characters.
func ParseKeys(text string) (Keys, error) {
	lines := strings.Fields(text)
	if len(lines) < 1 || len(lines) > 2 {
		return Keys{}, fmt.Errorf("read keys: %d lines found; write the current key and at most one previous one", len(lines))
	}
	current, err := parseKey(lines[0])
	if err != nil {
		return Keys{}, fmt.Errorf("read current key: %w", err)
	}
	if len(lines) == 1 {
		return Keys{Current: current}, nil
	}
	previous, err := parseKey(lines[1])
	if err != nil {
		return Keys{}, fmt.Errorf("read previous key: %w", err)
	}
	return Keys{Current: current, Previous: &previous}, nil
}

func parseKey(line string) (Key, error) {
	line = strings.ToLower(line)
	decode := alphabet.DecodeString
	if len(line) == hex.EncodedLen(len(Key{})) {
		decode = hex.DecodeString
	}
	raw, err := decode(line)
	if err != nil {
		return Key{}, errors.New("it is neither hexadecimal nor base32; restore the key file from the backup")
	}
	return KeyFrom(raw)
}

// Text is what ParseKeys reads: a line of hexadecimal digits per key.
func (k Keys) Text() string {
	text := hex.EncodeToString(k.Current[:]) + "\n"
	if k.Previous != nil {
		text += hex.EncodeToString(k.Previous[:]) + "\n"
	}
	return text
}
