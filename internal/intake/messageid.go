package intake

// MessageID is a mail's Message-ID as it stands in its header, "" for none.
// Two mails with the same one and another identity are not merged.
func MessageID(raw []byte) string {
	return headerOf(raw).get("message-id")
}

// Subject is a mail's subject, decoded, with all that stands before its title.
func Subject(raw []byte) string { return headerOf(raw).text("subject") }

func headerOf(raw []byte) header {
	p := &parser{raw: raw, limits: Limits{Header: len(raw) + 1}}
	e := &part{}
	_, _, _ = p.readHeader(e) // what was read before an error is enough
	return e.header
}
