package intake

import (
	"slices"
	"strings"
	"unicode"
)

// The cost that an action declares is announced to all in place of its
// proposer's own words, and decides whether it is ordinary: what is not one
// amount for certain is none, and is asked about.

// free are the ways to write that something costs nothing.
var free = map[string]bool{
	"gratuit": true, "gratuite": true, "aucun": true, "rien": true, "neant": true, "zero": true, "non": true, "nul": true, "sans": true, "sans frais": true,
	"free": true, "none": true, "nothing": true, "no": true, "no cost": true, "-": true, "n/a": true,
}

// about are words before an amount that leave it what it is, or make it the
// most that it can be.
var about = []string{
	"environ ", "env. ", "env ", "~", "≈", "maximum ", "max. ", "max ", "jusqu'a ", "au plus ", "au maximum ", "moins de ", "un peu moins de ", "pas plus de ", "autour de ", "a peu pres ", "approximativement ", "dans les ", "en tout ", "au total ", "total ", "de ", ": ", "€ ", "€", "eur ", "euros ",
	"up to ", "about ", "around ", "at most ", "approx. ", "ca. ", "less than ", "no more than ", "not more than ", "roughly ", "a total of ", "from ",
}

// settled are words right behind an amount that leave it what it is.
var settled = map[string]bool{
	"environ": true, "env": true, "max": true, "maxi": true, "maximum": true, "au maximum": true, "au plus": true, "a peu pres": true, "en tout": true, "au total": true, "tout compris": true, "ttc": true, "net": true, "port compris": true, "frais compris": true, "livraison comprise": true,
	"about": true, "approx": true, "at most": true, "in all": true, "in total": true, "altogether": true, "all included": true,
}

// leading are words behind an amount that say what it is for.
var leading = map[string]bool{"de": true, "du": true, "des": true, "pour": true, "for": true, "of": true, "avec": true, "with": true, "car": true, "because": true}

// articled are the articles that begin what one amount is for among several: "5 €, la place".
var articled = map[string]bool{"le": true, "la": true, "les": true, "un": true, "une": true, "the": true, "a": true}

// changing are words behind an amount that may make it another, as fold leaves
// them; so does any word that begins with one of recurring.
var (
	changing = map[string]bool{
		"par": true, "chaque": true, "chacun": true, "chacune": true, "piece": true, "unite": true, "l'unite": true, "l'un": true, "l'une": true, "personne": true, "personnes": true, "pers": true, "tete": true, "fois": true, "x": true, "mille": true, "cent": true, "cents": true, "million": true, "millions": true, "milliard": true, "milliards": true, "dizaines": true,
		"mois": true, "an": true, "ans": true, "annee": true, "annees": true, "l'an": true, "l'annee": true, "semaine": true, "semaines": true, "jour": true, "jours": true, "journee": true, "l'heure": true, "heure": true, "heures": true, "nuit": true, "nuits": true,
		"plus": true, "moins": true, "min": true, "mini": true, "minimum": true, "ht": true, "hors": true, "sans": true, "hormis": true, "sauf": true, "sus": true, "voire": true, "ou": true, "si": true, "puis": true, "encore": true, "autant": true, "double": true, "moitie": true, "dollars": true, "francs": true,
		"deux": true, "trois": true, "quatre": true, "cinq": true, "six": true, "sept": true, "huit": true, "neuf": true, "dix": true, "douze": true, "quinze": true, "vingt": true,
		"per": true, "each": true, "every": true, "times": true, "apiece": true, "person": true, "people": true, "thousand": true, "hundred": true, "month": true, "months": true, "year": true, "years": true, "week": true, "weeks": true, "day": true, "days": true, "hour": true, "hours": true, "night": true, "nights": true,
		"or": true, "more": true, "less": true, "without": true, "excluding": true, "except": true, "if": true, "then": true, "twice": true, "half": true, "two": true, "three": true, "four": true, "five": true, "ten": true, "twelve": true,
	}
	recurring = []string{"mensu", "annuel", "hebdo", "trimestr", "semestr", "quotidien", "journali", "supplement", "monthly", "yearly", "weekly", "daily", "annual", "extra", "additional"}
)

// joints stand between the ends of a range.
var joints = []string{"-", "a ", "to ", "et ", "and "}

// dashes makes every dash a plain one.
var dashes = strings.NewReplacer("—", "-", "–", "-")

// parseCost reads the value of a cost field in cents: "60 €", "60 EUR",
// "60,00€", "1 200 €", "1.200,50 €", "€60", "60", and "environ 60 € de peinture".
// Of a range it is the end. Anything beside one amount or one range that may
// make it another, such as a second one or "par mois", is not ok: no number is
// guessed.
func parseCost(value string) (cents int64, ok bool) {
	text := strings.TrimRight(strings.TrimSpace(dashes.Replace(fold(value))), ".! ")
	if free[text] {
		return 0, true
	}
	if foreignMoney(text) {
		return 0, false
	}
	text, between := cutAny(text, []string{"entre ", "between "})
	cents, text, ok = cutPrice(unprefixed(text))
	if joined, ranged := cutAny(text, joints); ok && (ranged || between) {
		end, rest, whole := cutPrice(unprefixed(strings.TrimSpace(joined)))
		spelt := strings.HasPrefix(text, "et ") || strings.HasPrefix(text, "and ")
		switch {
		case whole && ranged && end >= cents && spelt == between:
			cents, text = end, rest
		case between || whole:
			return 0, false
		}
	}
	if !ok || !unchanged(text) {
		return 0, false
	}
	return cents, true
}

// unprefixed takes the words away that stand before an amount.
func unprefixed(text string) string {
	for found := true; found; {
		text, found = cutAny(strings.TrimLeft(text, " "), about)
	}
	return text
}

// cutAny takes the first of some beginnings off a text.
func cutAny(text string, beginnings []string) (rest string, found bool) {
	for _, b := range beginnings {
		if rest, found = strings.CutPrefix(text, b); found {
			return rest, true
		}
	}
	return text, false
}

// cutPrice reads the amount that folded text begins with, and the name of our
// money behind it.
func cutPrice(text string) (cents int64, rest string, ok bool) {
	if _, size := digitsOf(text); size == 0 {
		return 0, text, false
	}
	if cents, rest, ok = cutAmount(text); !ok {
		return 0, text, false
	}
	rest, _ = cutAny(rest, []string{",-", ".-"}) // 1500,- €
	rest = strings.TrimLeft(rest, " ")
	if after, found := strings.CutPrefix(rest, "€"); found {
		return cents, strings.TrimLeft(after, " "), true
	}
	word := firstLetters(rest)
	if word == "eur" || word == "euro" || word == "euros" || word == "e" {
		rest = strings.TrimLeft(rest[len(word):], " ")
	}
	return cents, rest, true
}

// unchanged tells whether what follows an amount leaves it what it is: nothing,
// or some words on what it is for, with no number and no sign among them.
func unchanged(rest string) bool {
	if strings.ContainsFunc(rest, unicode.IsNumber) || strings.ContainsAny(rest, "+×*/%=&?") {
		return false
	}
	tokens := tokenize(rest).tokens
	for {
		at := 0
		for at < len(tokens) && tokens[at].kind == punctuation {
			at++
		}
		_, n := find(settled, tokens[at:], 3)
		if n == 0 {
			break
		}
		tokens = tokens[at+n:]
	}
	if len(tokens) == 0 {
		return true
	}
	first, next := tokens[0], tokens[min(1, len(tokens)-1)]
	said := leading[first.text] || strings.HasPrefix(first.text, "d'") || first.kind == punctuation && !articled[next.text] && !strings.HasPrefix(next.text, "l'")
	return said && !slices.ContainsFunc(tokens, func(t token) bool { return changing[t.text] || startsAny(t.text, recurring) })
}

// foreignMoney tells an amount in another currency: its worth is not ours to
// know.
func foreignMoney(text string) bool {
	return strings.ContainsAny(text, "$£¥₿") || strings.Contains(text, "chf") || strings.Contains(text, "usd") || strings.Contains(text, "gbp")
}
