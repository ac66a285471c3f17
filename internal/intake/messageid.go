package intake

// MessageID is a mail's Message-ID as it stands in its header, "" for none.
// Two mails with the same one and another identity are not merged.
func MessageID(raw []byte) string {
	p := &parser{raw: raw, limits: Limits{Header: len(raw) + 1}}
	e := &part{}
	_, _, _ = p.readHeader(e) // what was read before an error is enough
	return e.header.get("message-id")
}
