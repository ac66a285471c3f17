package intake

import (
	"strconv"
	"strings"

	"toutdoux/internal/governance"
)

// fieldNames are the fields of rules.md that may stand at the top of an
// action's text, as fold leaves them.
var fieldNames = map[string]string{
	"cout": "cost", "couts": "cost", "cost": "cost", "prix": "cost", "budget": "cost",
	"remplace": "replaces", "replaces": "replaces",
	"public": "public", "publique": "public",
	"droit de vote": "waive_delay", "voting right": "waive_delay", "voting rights": "waive_delay",
	"mandat": "mandate", "mandate": "mandate", "mandataires": "mandate_holders", "mandataire": "mandate_holders", "holders": "mandate_holders", "holder": "mandate_holders",
	"jusqu'au": "mandate_until", "until": "mandate_until", "confidentiel": "mandate_confidential", "confidential": "mandate_confidential",
	"revocation": "revocation", "role": "role", "personne": "role_person", "person": "role_person",
	"regle": "rule", "rule": "rule", "exclusion": "exclusion", "charte": "charter", "charter": "charter", "dissolution": "dissolution",
}

// dependent are fields that say more about another and are no effect alone.
var dependent = map[string]bool{"mandate_holders": true, "mandate_until": true, "mandate_confidential": true, "role_person": true}

// persons are the effects whose value is a person.
var persons = map[string]bool{"waive_delay": true, "exclusion": true, "mandate_holders": true, "role_person": true}

// readFields reads the fields at the top of an action's text.
func readFields(p *governance.Proposal, lines []string) (prose []string) {
	i := 0
	for ; i < len(lines); i++ {
		tokens := tokenize(lines[i]).tokens
		if greeting(tokens) == len(tokens) {
			continue
		}
		name, value, ok := cutField(lines[i])
		if !ok {
			break
		}
		applyField(p, name, value)
	}
	return lines[i:]
}

// cutField reads "Coût : 60 €".
func cutField(l string) (name, value string, ok bool) {
	before, value, ok := strings.Cut(strings.Replace(l, "：", ":", 1), ":")
	if !ok || len(before) > 40 {
		return "", "", false
	}
	name, ok = fieldNames[strings.Trim(strings.Join(strings.Fields(fold(before)), " "), " *_-•")]
	return name, strings.Trim(strings.TrimSpace(value), "*_ "), ok
}

func applyField(p *governance.Proposal, name, value string) {
	switch name {
	case "cost":
		cents, ok := parseCost(value)
		if !ok {
			p.Problem = "cost"
		}
		p.CostCents = max(p.CostCents, cents)
	case "replaces":
		if p.Replaces = numberIn(value); p.Replaces == 0 {
			if p.Replaces, _ = strconv.Atoi(value); p.Replaces <= 0 {
				p.Replaces, p.Problem = 0, "replaces"
			}
		}
	case "public":
	default:
		if dependent[name] && len(p.Effects) == 0 {
			return
		}
		if !dependent[name] && !persons[name] && refused(value) {
			return // "Dissolution : non"
		}
		e := governance.Effect{Type: name, Value: value}
		if persons[name] {
			e.Member, e.Value = value, ""
		}
		p.Effects = append(p.Effects, e)
	}
}

// refused tells a field that says no.
func refused(value string) bool {
	v := fold(value)
	return v == "" || v == "non" || v == "no"
}
