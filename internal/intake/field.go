package intake

import (
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// fieldNames are the fields of rules.md that may stand at the top of an
// action's text, as fold leaves them.
var fieldNames = map[string]string{
	"cout": "cost", "couts": "cost", "cost": "cost", "prix": "cost", "budget": "cost",
	"remplace": "replaces", "replaces": "replaces",
	"droit de vote": "waive_delay", "droits de vote": "waive_delay", "voting right": "waive_delay", "voting rights": "waive_delay",
	"public": "public", "publique": "public",
	"mandat": "mandate", "mandate": "mandate", "mandataires": "mandate_holders", "mandataire": "mandate_holders", "holders": "mandate_holders", "holder": "mandate_holders",
	"jusqu'au": "mandate_until", "jusqu'a": "mandate_until", "jusqu'en": "mandate_until", "until": "mandate_until",
	"confidentiel": "mandate_confidential", "confidentielle": "mandate_confidential", "confidential": "mandate_confidential",
	"revocation": "revocation", "role": "role", "personne": "role_person", "person": "role_person",
	"regle": "rule", "rule": "rule", "exclusion": "exclusion", "charte": "charter", "charter": "charter", "dissolution": "dissolution",
}

// dependent are the fields that say more about another, which they are nothing
// without.
var dependent = map[string]string{"mandate_until": "mandate", "mandate_confidential": "mandate", "role_person": "role"}

// persons are the fields whose value is one person or several.
var persons = map[string]bool{"waive_delay": true, "exclusion": true, "mandate_holders": true, "role_person": true}

// written is a field as it stands at the top of a text.
type written struct {
	name, value string
	first, next int // its lines
}

// fields reads the fields at the top of an action's text, and takes them off
// it: letters state them in their own words.
func (m *mail) fields(p *governance.Proposal, lines []string) {
	list := cutFields(lines)
	var prose []string
	next := 0
	for _, f := range list {
		owner := dependent[f.name]
		if m.heading.mandates && owner == "mandate" {
			owner = "" // the tag names it
		}
		if owner != "" && !slices.ContainsFunc(list, func(other written) bool { return other.name == owner }) {
			continue // "Jusqu'au : …" of no mandate is just text
		}
		if f.name == "public" {
			continue // for who publishes the register; readers see it
		}
		m.apply(p, f)
		prose = append(prose, lines[next:f.first]...)
		next = f.next
	}
	p.Text = paragraphs(append(prose, lines[next:]...))
	m.charter(p)
}

// paragraphs joins lines, without the empty ones around them and with one
// between two where fields were taken away.
func paragraphs(lines []string) string {
	text := strings.Join(lines, "\n")
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.Trim(text, "\n")
}

// maxFields is how many fields a text may have, and over how many lines a list
// of persons may go: what follows is text. No person writes as many.
const maxFields = 50

// cutFields finds the fields that stand before any prose.
func cutFields(lines []string) []written {
	var list []written
	for i := 0; i < len(lines) && len(list) < maxFields; i++ {
		tokens := tokenize(lines[i]).tokens
		if greeting(tokens) == len(tokens) {
			continue
		}
		name, value, ok := cutField(lines[i])
		if !ok {
			break
		}
		f := written{name, value, i, i + 1}
		for persons[name] && strings.HasSuffix(f.value, ",") && f.next < min(len(lines), i+maxFields) { // a list that a mail program broke
			f.value += " " + strings.TrimSpace(lines[f.next])
			f.next++
		}
		list = append(list, f)
		i = f.next - 1
	}
	return list
}

// cutField reads "Coût : 60 €".
func cutField(l string) (name, value string, ok bool) { return cutFieldOf(fieldNames, l) }

func cutFieldOf(names map[string]string, l string) (name, value string, ok bool) {
	before, value, ok := strings.Cut(strings.Replace(l, "：", ":", 1), ":")
	if !ok || len(before) > 40 {
		return "", "", false
	}
	name, ok = names[strings.Trim(strings.Join(strings.Fields(fold(before)), " "), " *_-•")]
	return name, strings.Trim(strings.TrimSpace(value), "*_ "), ok
}

func (m *mail) apply(p *governance.Proposal, f written) {
	switch f.name {
	case "cost":
		cents, ok := parseCost(f.value)
		if !ok || p.CostCents > 0 && cents > 0 { // of two, who knows whether they add up
			p.Problem = "cost"
		}
		p.CostCents = max(p.CostCents, cents)
	case "replaces":
		if p.Replaces = numberIn(f.value); p.Replaces == 0 {
			if p.Replaces, _ = strconv.Atoi(f.value); p.Replaces <= 0 {
				p.Replaces, p.Problem = 0, "replaces"
			}
		}
	default:
		if v := fold(f.value); v != "non" && v != "no" { // "Dissolution : non"
			p.Effects = append(p.Effects, m.field(f.name, f.value))
		}
	}
}

// field is a field of an effect, its addresses normalised and its date read.
func (m *mail) field(name, value string) governance.Field {
	if persons[name] {
		return governance.Field{Type: name, Member: normalised(value)}
	}
	f := governance.Field{Type: name, Value: value}
	if date, ok := parseDay(value); ok && name == "mandate_until" {
		f.Until = date.end(m.now, m.Zone)
	}
	return f
}

// normalised is a text with each of its addresses as we keep them.
func normalised(value string) string {
	words := strings.Fields(value)
	for i, word := range words {
		bare := strings.TrimPrefix(strings.Trim(word, "<>()[],;.\"'"), "mailto:")
		if normal, err := address.Normalize(bare); err == nil && bare != "" {
			words[i] = strings.Replace(strings.Replace(word, "mailto:", "", 1), bare, normal, 1)
		}
	}
	return strings.Join(words, " ")
}
