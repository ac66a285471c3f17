package intake

import "bytes"

// maxSigned is how many opaque signatures may stand inside each other: each one
// costs a copy of all that is in it.
const maxSigned = 3

// open takes apart the mail inside an opaque signature (RFC 8551 section
// 3.5.2), within the limits of the mail around it. Nothing of the signature is
// checked: it proves nothing here.
func (p *parser) open(e *part) error {
	if e.media != "application/pkcs7-mime" && e.media != "application/x-pkcs7-mime" {
		return nil
	}
	content := signedContent(e.decoded())
	if content == nil {
		return nil
	}
	if p.signed == maxSigned {
		return errDepth
	}
	inner := &parser{raw: content, limits: p.limits, header: p.header, parts: p.parts, signed: p.signed + 1}
	root, _, err := inner.entity("text/plain")
	p.header, p.parts = inner.header, inner.parts
	e.signed = root
	return err
}

// signedContent gives what is signed in a signature that holds it, nil for
// nothing.
func signedContent(der []byte) []byte {
	// 1.2.840.113549.1.7.2 (signed data), then the first 1.2.840.113549.1.7.1
	// (data) with its content: RFC 5652 section 5.
	signed := bytes.Index(der, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"))
	if signed < 0 || signed > 32 {
		return nil
	}
	data := bytes.Index(der, []byte("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"))
	if data < signed {
		return nil
	}
	return octets(nil, der[data+11:], 4)
}

// octets appends the octet strings at the head of some BER (X.690 section 8.7),
// through at most depth constructed values.
func octets(out, ber []byte, depth int) []byte {
	for len(ber) >= 2 && depth > 0 {
		tag := ber[0]
		size, body, ok := berLength(ber[1:])
		if !ok || tag == 0 {
			return out
		}
		switch tag {
		case 0x04:
			out = append(out, body[:size]...)
		case 0xa0, 0x24:
			return octets(out, body[:size], depth-1)
		default:
			return out
		}
		ber = body[size:]
	}
	return out
}

// berLength reads a length; an indefinite one reaches to the end.
func berLength(ber []byte) (size int, body []byte, ok bool) {
	first, rest := ber[0], ber[1:]
	switch {
	case first < 0x80:
		size = int(first)
	case first == 0x80:
		size = len(rest)
	default:
		n := int(first & 0x7f)
		if n > 4 || len(rest) < n {
			return 0, nil, false
		}
		for _, c := range rest[:n] {
			size = size<<8 | int(c)
		}
		rest = rest[n:]
	}
	return size, rest, size >= 0 && size <= len(rest)
}
