package intake

import (
	"slices"
	"strings"
)

// MessageID is a mail's Message-ID as it stands in its header, "" for none.
// Two mails with the same one and another identity are not merged.
func MessageID(raw []byte) string {
	return headerOf(raw).get("message-id")
}

// Subject is a mail's subject, decoded, with all that stands before its title.
func Subject(raw []byte) string { return headerOf(raw).text("subject") }

// Fields are the values of some fields of a mail's header, named in lower case,
// in the order of the names: unfolded, and otherwise as they came. What is no
// field is passed over, as Read does.
func Fields(raw []byte, names ...string) (values []string) {
	h := headerOf(raw)
	for _, name := range names {
		values = append(values, h.all(name)...)
	}
	return values
}

func headerOf(raw []byte) header {
	p := &parser{raw: raw, limits: Limits{Header: len(raw) + 1}}
	e := &part{}
	_, _, _ = p.readHeader(e) // what was read before an error is enough
	return e.header
}

// maxThread is how many of the mails before it one mail is asked about.
const maxThread = 20

// threadIDs are the Message-IDs of the mails that a mail answers, the nearest
// first and each once (RFC 5322 section 3.6.4).
func threadIDs(answered, references string) []string {
	var ids []string
	known := map[string]bool{}
	add := func(id string) {
		if len(ids) < maxThread && !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
	}
	for _, id := range identifiers(answered) {
		add(id)
	}
	for _, id := range slices.Backward(identifiers(references)) {
		add(id)
	}
	return ids
}

// identifiers are those in angle brackets.
func identifiers(value string) []string {
	var ids []string
	for len(ids) < 1000 {
		_, rest, open := strings.Cut(value, "<")
		id, after, closed := strings.Cut(rest, ">")
		if !open || !closed {
			break
		}
		ids, value = append(ids, "<"+id+">"), after
	}
	return ids
}
