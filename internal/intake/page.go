package intake

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blocks are the elements that begin and end a line.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Blockquote: true, atom.Body: true, atom.Center: true,
	atom.Dd: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figure: true,
	atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Header: true, atom.Li: true, atom.Main: true, atom.Nav: true,
	atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Table: true, atom.Tr: true,
	atom.Ul: true,
}

// voids are the elements that have no end.
var voids = map[atom.Atom]bool{
	atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true, atom.Img: true,
	atom.Input: true, atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true,
}

// tabular are the elements whose end may end a cell.
var tabular = map[atom.Atom]bool{atom.Table: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Tbody: true, atom.Thead: true, atom.Tfoot: true}

// unseen are the elements whose text nobody sees.
var unseen = map[atom.Atom]bool{
	atom.Head: true, atom.Style: true, atom.Script: true, atom.Template: true, atom.Title: true,
	atom.Noscript: true, atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Select: true,
	atom.Textarea: true, atom.Audio: true, atom.Video: true,
}

// named are the classes and ids by which mail programs mark what they quote
// and sign. A word is compared without the "x_" that Outlook puts before those
// of the mail it answers.
var named = map[string]mark{
	"gmail_attr":                          quoted,
	"moz-cite-prefix":                     quoted,
	"protonmail_quote":                    quoted,
	"yahoo_quoted":                        quoted,
	"yahooquoted":                         quoted,
	"tutanota_quote":                      quoted,
	"zmail_extra":                         quoted,
	"reply-intro":                         quoted, // Roundcube
	"replyintro":                          quoted,
	"mailcontainerquote":                  quoted,
	"ms-outlook-mobile-reference-message": quoted,
	"mail-editor-reference-message-container": quoted,
	"olk_src_body_section":                    quoted,
	"apple-mail-quote":                        quoted,
	"wmquote":                                 quoted,
	"_rp_quote":                               quoted,
	"sh-quoted-content":                       quoted,
	"messagereplysection":                     quoted, // Spark
	"elided-text":                             quoted,
	"gmail_signature":                         signature,
	"moz-signature":                           signature,
	"moz-txt-sig":                             signature,
	"protonmail_signature_block":              signature,
	"ms-outlook-mobile-signature":             signature,
	"applemailsignature":                      signature,
	"_rp_signature":                           signature,
	"mail-app-auto-default-signature":         signature,
	"mailsignature":                           signature,
	"tutanota-signature":                      signature,
	"divrplyfwdmsg":                           edge, // Outlook on the web
	"appendonsend":                            edge,
	"divrplyfwdmsg_0":                         edge,
	"replysplit":                              edge,
	"zwchr":                                   edge, // Zimbra
	"stopspelling":                            edge, // Hotmail
}

// markOf is what an element says of itself and what is in it.
func markOf(n html.Token) mark {
	for word := range strings.FieldsSeq(attr(n, "class") + " " + attr(n, "id") + " " + attr(n, "name")) {
		word = strings.TrimPrefix(strings.ToLower(word), "x_")
		if m, ok := named[word]; ok {
			return m
		}
		if m := spelt(word); m != plain {
			return m
		}
	}
	switch {
	case attr(n, "data-marker") == "__DIVIDER__":
		return edge
	case attr(n, "data-marker") == "__SIG_PRE__", attr(n, "data-smartmail") == "gmail_signature":
		return signature
	case strings.EqualFold(attr(n, "name"), "quote"): // GMX and web.de
		return quoted
	case n.DataAtom == atom.Blockquote && !indented(n):
		return quoted
	}
	return plain
}

// spelt is what the name of an element says in plain words, as most programs
// name what they quote and sign. Gmail's own quote may hold answers.
func spelt(word string) mark {
	switch {
	case strings.HasPrefix(word, "gmail_quote"):
		return plain
	case strings.Contains(word, "signature"):
		return signature
	case endsAny(word, []string{"_quote", "-quote", "_quoted", "-quoted"}), strings.Contains(word, "yahoo_quoted"):
		return quoted
	}
	return plain
}

// indented tells a blockquote that only moves text to the right, as the
// toolbar of some programs does.
func indented(n html.Token) bool {
	s := style(n)
	return strings.Contains(attr(n, "class"), "webkit-indent-blockquote") ||
		strings.Contains(s, "border:none") && strings.Contains(s, "margin:0") && attr(n, "type") != "cite"
}

// passedOn tells the element in which Gmail puts its attribution and its
// blockquote, or, with no blockquote, a mail that is passed on.
func passedOn(n html.Token) bool {
	return strings.Contains(" "+attr(n, "class")+" ", " gmail_quote ") && n.DataAtom != atom.Blockquote
}

// strikes tells an element whose text is crossed out.
func strikes(n html.Token) bool {
	switch n.DataAtom {
	case atom.S, atom.Strike, atom.Del:
		return true
	}
	s := style(n)
	return strings.Contains(s, "text-decoration:line-through") || strings.Contains(s, "text-decoration-line:line-through")
}

// crossed puts signs around words that are crossed out, as people write them in
// plain text.
func crossed(text string, struck bool) string {
	if said := strings.TrimSpace(text); struck && said != "" {
		return strings.Replace(text, said, "~~"+said+"~~", 1)
	}
	return text
}

// hidden tells whether an element and all in it cannot be seen.
func hidden(n html.Token) bool {
	if unseen[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" {
			return true
		}
	}
	for rule := range strings.SplitSeq(style(n), ";") {
		name, value, _ := strings.Cut(rule, ":")
		value = strings.TrimSuffix(value, "!important")
		switch name {
		case "display":
			if value == "none" {
				return true
			}
		case "visibility":
			if value == "hidden" || value == "collapse" {
				return true
			}
		case "mso-hide":
			if value == "all" {
				return true
			}
		case "font-size", "opacity", "max-height", "max-width":
			if zero(value) {
				return true
			}
		}
	}
	return false
}

// zero tells whether a length of CSS is none, or too small to be seen.
func zero(value string) bool {
	number := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz%")
	size, err := strconv.ParseFloat(number, 64)
	return err == nil && (size == 0 || size <= 1 && strings.HasSuffix(value, "px"))
}

// style is an element's own style without white space, in lower case.
func style(n html.Token) string {
	s := attr(n, "style")
	if s == "" {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}
