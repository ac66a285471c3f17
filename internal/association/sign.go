package association

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/emersion/go-msgauth/dkim"

	"toutdoux/internal/config"
)

// signed are the header fields that our signatures cover. Each that a mail
// must have once is signed once more than it stands there, so that none can be
// added on the way (RFC 6376 section 5.4).
var signed = []string{
	"From", "From", "To", "To", "Subject", "Subject", "Date", "Date", "Message-ID", "Message-ID",
	"Reply-To", "Reply-To", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Type",
	"Auto-Submitted", "List-Id", "List-Post", "List-Unsubscribe",
}

// signer signs letters with the keys of the configuration; without any, it
// leaves them as they are, for the smarthost to sign.
type signer struct {
	domain string
	keys   []signingKey
}

// Sign signs a mail as letters are: not at all, where a configuration has no key.
func Sign(cfg *config.Config, raw []byte) ([]byte, error) {
	s, err := newSigner(cfg.DKIM)
	if err != nil {
		return nil, err
	}
	return s.sign(raw, nil)
}

type signingKey struct {
	selector string
	signer   crypto.Signer
}

func newSigner(cfg config.DKIM) (*signer, error) {
	s := &signer{domain: cfg.Domain}
	for _, k := range cfg.Keys {
		key, err := SigningKey(k.File)
		if err != nil {
			return nil, fmt.Errorf("read DKIM key %s: %w", k.File, err)
		}
		s.keys = append(s.keys, signingKey{k.Selector, key})
	}
	return s, nil
}

// SigningKey reads a private key from a PEM file.
func SigningKey(path string) (crypto.Signer, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, errors.New("this is no PEM file: make one with openssl genrsa 2048")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	if signer, ok := key.(crypto.Signer); ok {
		return signer, nil
	}
	return nil, errors.New("this key cannot sign: give an RSA or Ed25519 one")
}

// sign puts one signature for each key before the mail, which goes on in
// enclosed.
func (s *signer) sign(raw, enclosed []byte) ([]byte, error) {
	var signatures []byte
	for _, k := range s.keys {
		signature, err := s.signature(k, raw, enclosed)
		if err != nil {
			return nil, fmt.Errorf("sign letter: %w", err)
		}
		signatures = append(signatures, signature...)
	}
	return append(signatures, raw...), nil
}

func (s *signer) signature(k signingKey, parts ...[]byte) (string, error) {
	signing, err := dkim.NewSigner(&dkim.SignOptions{
		Domain: s.domain, Selector: k.selector, Signer: k.signer, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		return "", err
	}
	for _, part := range parts {
		if _, err = signing.Write(part); err != nil {
			break
		}
	}
	if err = errors.Join(err, signing.Close()); err != nil {
		return "", err
	}
	return signing.Signature(), nil
}
