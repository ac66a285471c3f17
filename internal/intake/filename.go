package intake

import (
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// filename is the name that a mail gives to a part, as its author saw it, ""
// for none: Content-Disposition's before Content-Type's, each in any of the
// ways in which programs write what is no ASCII.
func (e *part) filename() string {
	for _, from := range []struct{ field, param string }{{"content-disposition", "filename"}, {"content-type", "name"}} {
		if name := parameter(legible(e.header.get(from.field)), from.param); name != "" {
			return name
		}
	}
	return ""
}

// parameter gives a parameter's value: in sections and in any charset (RFC
// 2231), or in the encoded words that the standard forbids there and that most
// programs write (RFC 2047 section 5).
func parameter(value, name string) string {
	params := parameters(value)
	if extended, ok := params[name+"*"]; ok {
		return unescape(extended)
	}
	if plain, ok := params[name]; ok {
		return decodeWords(plain)
	}
	var whole strings.Builder
	charset, coded := "", false
	for i := range maxSections {
		key := name + "*" + strconv.Itoa(i)
		section, ok := params[key+"*"]
		if ok && i == 0 {
			charset, section = language(section)
		}
		if ok {
			section, coded = string(unhexed(section)), true
		} else if section, ok = params[key]; !ok {
			break
		}
		whole.WriteString(section)
	}
	if !coded {
		return decodeWords(whole.String())
	}
	return decodeCharset([]byte(whole.String()), charset)
}

// maxSections is how many sections a name may be cut into.
const maxSections = 50

// parameters cuts a field into its parameters, their names in lower case and
// their values without quotes; of two alike the first counts.
func parameters(value string) map[string]string {
	params := map[string]string{}
	_, rest, _ := strings.Cut(value, ";")
	for rest != "" {
		var name, v string
		name, rest, _ = strings.Cut(rest, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if rest = strings.TrimLeft(rest, " \t"); strings.HasPrefix(rest, `"`) {
			v, rest = unquote(rest)
			_, rest, _ = strings.Cut(rest, ";")
		} else {
			v, rest, _ = strings.Cut(rest, ";")
			v = strings.TrimSpace(v)
		}
		if _, twice := params[name]; !twice {
			params[name] = v
		}
	}
	return params
}

// unquote reads the quoted string that s begins with, and gives what follows.
func unquote(s string) (text, rest string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

// unescape reads charset'language'text of RFC 2231.
func unescape(value string) string {
	charset, text := language(value)
	return decodeCharset(unhexed(text), charset)
}

// language takes the charset and the language off the first section.
func language(value string) (charset, text string) {
	charset, rest, ok := strings.Cut(value, "'")
	_, text, whole := strings.Cut(rest, "'")
	if !ok || !whole {
		return "", value
	}
	return charset, text
}

// unhexed undoes %XX.
func unhexed(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, ok1 := nibble(s[i+1])
			low, ok2 := nibble(s[i+2])
			if ok1 && ok2 {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// nameMax is the most that a file's name may take, in runes: what most disks
// bear in any script. A longer ending than endingMax is none.
const (
	nameMax   = 80
	endingMax = 12
)

// cleanName makes a file's name one that does what it looks like, on any disk:
// no folders, nothing that turns the line around or cannot be seen, no ending
// that some systems overlook, and only one ending that means something.
func cleanName(name string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, "_"))
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r), unicode.IsControl(r), unicode.Is(unicode.Co, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case strings.ContainsRune("．。｡․﹒", r): // look like the dot before an ending
			return '.'
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	ending := path.Ext(name)
	if utf8.RuneCountInString(ending) > endingMax {
		ending = ""
	}
	stem := oneEnding(strings.TrimRight(strings.TrimSuffix(name, ending), ". "))
	if room := max(nameMax-utf8.RuneCountInString(ending), 1); utf8.RuneCountInString(stem) > room {
		stem = strings.TrimRight(string([]rune(stem)[:room]), ". ")
	}
	return stem + ending
}

// oneEnding takes the dot from every inner ending that means a kind of file:
// "facture.pdf.exe" is no kind of invoice.
func oneEnding(stem string) string {
	parts := strings.Split(stem, ".")
	taken := false // the dot behind
	for i := len(parts) - 1; i > 0; i-- {
		ending := strings.ToLower(strings.TrimSpace(parts[i]))
		mark := "."
		if taken = !taken && (safe[ending] != "" || leftOut(ending) != ""); taken {
			mark = "_"
		}
		parts[i] = mark + parts[i]
	}
	return strings.Join(parts, "")
}
