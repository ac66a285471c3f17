package intake

import "net/url"

// pictures are the parts that a mail's HTML shows, by Content-ID: true where
// one stands among the author's own words, false where only in a quoted mail or
// a signature.
func pictures(root *part, limit int) map[string]bool {
	shown := map[string]bool{}
	root.each(func(e *part) {
		if e.media != "text/html" || e.attached() {
			return
		}
		raw := e.decoded()
		if limit -= len(raw); limit < 0 {
			return
		}
		var all []pictured
		p := newPage(&all)
		p.read(decodeCharset(raw, e.params["charset"]))
		t := threadOf(p.lines, "")
		for _, d := range all {
			shown[d.id] = shown[d.id] || !t.drop[d.line]
		}
	})
	return shown
}

// contentID is the part that an image's source names, "" for none (RFC 2392).
func contentID(source string) string {
	if len(source) < len("cid:") || source[3] != ':' || fold(source[:3]) != "cid" {
		return ""
	}
	id, err := url.PathUnescape(source[4:])
	if err != nil {
		return source[4:]
	}
	return id
}
