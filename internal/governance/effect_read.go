package governance

import (
	"slices"
	"strconv"
	"strings"
)

// longestName is how long a mandate's subject or a role's name may be, in
// bytes: a letter says it in its heading.
const longestName = 200

// effects are what the fields of a proposal ask its adoption to do. A field
// that cannot be read so opens nothing: the second result says which, and why.
func (d *decision) effects(p *Proposal) ([]Effect, *Declined) {
	r := &fields{decision: d, list: p.Effects, rules: d.Statutes}
	for i := range p.Effects {
		if r.bad == nil {
			r.read(&p.Effects[i])
		}
	}
	if r.bad == nil {
		r.alone()
	}
	if r.bad != nil {
		return nil, r.bad
	}
	return append(r.effects, r.last...), nil
}

// fields are the fields of one proposal on their way to effects.
type fields struct {
	*decision
	list    []Field
	effects []Effect
	last    []Effect // a dissolution, which comes after all others
	rules   Statutes // with what the fields so far would change
	roles   int      // how many roles were read
	bad     *Declined
}

func (r *fields) refuse(field string, flaw Flaw, said string) {
	if r.bad == nil {
		r.bad = &Declined{Member: r.m.ID, Why: WhyBadField, Field: field, Flaw: flaw, Said: Text(shortened(said))}
	}
}

// shortened is the beginning of a text, for a letter that repeats it.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > longestName {
		return string(runes[:longestName]) + "…"
	}
	return text
}

func (r *fields) add(e Effect) { r.effects = append(r.effects, e) }

// has tells whether an effect of a type was read already.
func (r *fields) has(t EffectType) bool {
	return slices.ContainsFunc(r.effects, func(e Effect) bool { return e.Type == t })
}

func (r *fields) read(f *Field) {
	switch EffectType(f.Type) {
	case EffectWaiveDelay, EffectExclusion:
		r.persons(f)
	case EffectMandate:
		r.mandate(f)
	case EffectRole:
		r.role(f)
	case EffectRevocation:
		r.revocation(f)
	case EffectRule:
		r.rule(f)
	case EffectCharter:
		r.charter(f, r.r.Proposal.Charter)
	case EffectDissolution:
		if r.agreed(f) && len(r.last) == 0 {
			r.last = append(r.last, Effect{Type: EffectDissolution})
		}
	}
}

// persons reads the people whom an effect concerns, one effect each.
func (r *fields) persons(f *Field) {
	for _, id := range r.named(f) {
		e := Effect{Type: EffectType(f.Type), Member: id}
		switch {
		case e.Type == EffectWaiveDelay && !r.Member(id).VotesFrom.After(r.at):
			r.refuse(f.Type, FlawVotes, r.Display(id))
		case slices.ContainsFunc(r.effects, func(same Effect) bool { return same.Type == e.Type && same.Member == id }):
			r.refuse(f.Type, FlawTwice, r.Display(id))
		}
		r.add(e)
	}
}

// named are the people whom a field names, each once.
func (r *fields) named(f *Field) []int {
	list := r.people(f.Member)
	if len(list) == 0 {
		r.refuse(f.Type, FlawMissing, "")
	}
	var members []int
	for _, text := range list {
		id, flaw := r.Named(text)
		if flaw != "" {
			r.refuse(f.Type, flaw, text)
			return nil
		}
		if slices.Contains(members, id) {
			r.refuse(f.Type, FlawTwice, text)
		}
		members = append(members, id)
	}
	return members
}

// agreed reads a yes. A plain no never comes here.
func (r *fields) agreed(f *Field) bool {
	said, err := parseYes(f.Value)
	switch {
	case strings.TrimSpace(f.Value) == "":
		r.refuse(f.Type, FlawMissing, "")
	case err != nil:
		r.refuse(f.Type, FlawUnreadable, f.Value)
	}
	return bool(said)
}

// name reads what a mandate or a role is called.
func (r *fields) name(f *Field) (Text, bool) {
	name := strings.Join(strings.Fields(f.Value), " ")
	switch {
	case name == "":
		r.refuse(f.Type, FlawMissing, "")
	case len(name) > longestName:
		r.refuse(f.Type, FlawLong, name)
	}
	return Text(name), r.bad == nil
}

// mandate reads a mandate, its holders and its date. There is one an action:
// it bears the action's number.
func (r *fields) mandate(f *Field) {
	subject, ok := r.name(f)
	if !ok {
		return
	}
	if r.has(EffectMandate) {
		r.refuse(f.Type, FlawTwice, f.Value)
		return
	}
	e := Effect{Type: EffectMandate, Words: subject}
	for i := range r.list {
		switch more := &r.list[i]; more.Type {
		case fieldHolders:
			e.Holders = append(e.Holders, r.named(more)...)
		case fieldUntil:
			e.Until = more.Until
			r.date(more)
		case fieldConfidential:
			e.Confidential = r.agreed(more)
		}
	}
	switch {
	case len(e.Holders) == 0:
		r.refuse(fieldHolders, FlawMissing, "")
	case e.Until.IsZero():
		r.refuse(fieldUntil, FlawMissing, "")
	}
	r.add(e)
}

// date checks the last day of a mandate.
func (r *fields) date(f *Field) {
	switch {
	case strings.TrimSpace(f.Value) == "":
		r.refuse(f.Type, FlawMissing, "")
	case f.Until.IsZero():
		r.refuse(f.Type, FlawUnreadable, f.Value)
	case !f.Until.After(r.at):
		r.refuse(f.Type, FlawPast, f.Value)
	}
}

// role reads a role and who gets it: of several, each has its person in turn.
func (r *fields) role(f *Field) {
	name, ok := r.name(f)
	if !ok {
		return
	}
	r.roles++
	turn := 0
	for i := range r.list {
		if r.list[i].Type != fieldPerson {
			continue
		}
		if turn++; turn == r.roles {
			r.appoint(roleName(name), &r.list[i])
			return
		}
	}
	r.refuse(fieldPerson, FlawMissing, "")
}

// appoint gives a role to the one person of a field.
func (r *fields) appoint(role Text, f *Field) {
	named := r.named(f)
	switch {
	case len(named) > 1:
		r.refuse(f.Type, FlawTwice, f.Member)
	case slices.ContainsFunc(r.effects, func(e Effect) bool { return e.Type == EffectRole && e.Words == role }):
		r.refuse(string(EffectRole), FlawTwice, string(role))
	case len(named) == 1:
		r.add(Effect{Type: EffectRole, Words: role, Member: named[0]})
	}
}

// roleName is the name under which a role is kept: those of rules.md have one
// in both languages.
func roleName(name Text) Text {
	var known Text
	for word := range strings.FieldsSeq(strings.NewReplacer("'", " ", ":", " ").Replace(plainName(string(name)))) {
		role := roleWords[word]
		if role == "" && !roleTitles[word] {
			return name
		}
		known += role
	}
	if known == "" {
		return name
	}
	return known
}

// revocation reads "mandat #4", "rôle technique".
func (r *fields) revocation(f *Field) {
	said, ok := r.name(f)
	if !ok {
		return
	}
	if number := numberOf(string(said)); number != 0 {
		if m := r.Mandate(number); m == nil || m.Standing(r.at) != "active" {
			r.refuse(f.Type, FlawUnknown, f.Value)
		}
		r.add(Effect{Type: EffectRevocation, Mandate: number})
		return
	}
	for _, role := range r.Roles {
		if role.Ended.IsZero() && (role.Name == roleName(said) || plainName(string(role.Name)) == roleSaid(said)) {
			r.add(Effect{Type: EffectRevocation, Words: role.Name})
			return
		}
	}
	r.refuse(f.Type, FlawUnknown, f.Value)
}

// roleSaid is what a revocation calls a role, without the word for it.
func roleSaid(said Text) string {
	name := plainName(string(said))
	for _, word := range []string{"le ", "the ", "role ", ": "} {
		name = strings.TrimPrefix(name, word)
	}
	return name
}

// numberOf is the number in "mandat #4", "#4", "mandate 4: the site", 0 for
// none.
func numberOf(text string) int {
	words := strings.Fields(strings.NewReplacer("#", " ", ":", " ", ",", " ").Replace(plainName(text)))
	mandate := len(words) == 1 || slices.Contains(words, "mandat") || slices.Contains(words, "mandate")
	for _, word := range words {
		if n, err := strconv.Atoi(word); err == nil && n > 0 && mandate {
			return n
		}
	}
	return 0
}

// rule reads "extraordinary.window = 7 jours". Several may change what only
// stands together.
func (r *fields) rule(f *Field) {
	key, value := cutRule(f.Value)
	switch {
	case key == "":
		r.refuse(f.Type, FlawMissing, "")
	case r.rules.Get(key) == "":
		r.refuse(f.Type, FlawUnknown, key)
	case value == "":
		r.refuse(f.Type, FlawMissing, key)
	case r.sets(key):
		r.refuse(f.Type, FlawTwice, key)
	}
	if r.bad != nil {
		return
	}
	before := r.rules.Get(key)
	switch read, err := r.rules.set(key, value); {
	case !read:
		r.refuse(f.Type, FlawUnreadable, f.Value)
	case err != nil:
		r.refuse(f.Type, FlawRange, f.Value)
	}
	r.add(Effect{Type: EffectRule, Rule: key, Value: r.rules.Get(key), Before: before})
}

// cutRule cuts "key = value", "key : value", "key value".
func cutRule(text string) (key, value string) {
	text = strings.TrimSpace(text)
	end := strings.IndexAny(text, "=: \u00a0\u202f")
	if end < 0 {
		return strings.ToLower(text), ""
	}
	value = strings.TrimSpace(text[end:])
	if rest, signed := strings.CutPrefix(value, "="); signed {
		value = rest
	} else {
		value = strings.TrimPrefix(value, ":")
	}
	return strings.ToLower(text[:end]), strings.Join(strings.Fields(value), " ")
}

// sets tells whether a rule is changed already.
func (r *fields) sets(key string) bool {
	return slices.ContainsFunc(r.effects, func(e Effect) bool { return e.Rule == key })
}

// alone refuses holders of no mandate: somebody meant to give one.
func (r *fields) alone() {
	for _, f := range r.list {
		if f.Type == fieldHolders && !r.has(EffectMandate) {
			r.refuse(string(EffectMandate), FlawMissing, "")
		}
	}
}
