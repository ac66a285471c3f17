package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"toutdoux/internal/governance"
)

// told has what explain says about a mail, in English and in French. Words in
// capitals are those that members type.
var told = map[string][2]string{
	"from":             {"From %s", "De %s"},
	"subject":          {"Subject: %s", "Objet : %s"},
	"vouched":          {"Its sender is proven: %s vouches for them.", "L’expéditeur est authentifié : %s s’en porte garant."},
	"not vouched":      {"Its sender is not proven: %s does not vouch for them. Unless it answers a letter of theirs, they are asked to confirm by a letter first.", "L’expéditeur n’est pas authentifié : %s ne s’en porte pas garant. Sauf réponse à une lettre reçue, une confirmation lui est d’abord demandée par lettre."},
	"doubled":          {"A header line that should stand once stands twice, so the mail proves nothing: its sender is asked to confirm by a letter first.", "Une ligne d’en-tête qui doit être unique figure deux fois : rien n’est prouvé, et une confirmation est d’abord demandée par lettre à l’expéditeur."},
	"found out later":  {"Whether its sender is proven (DKIM, SPF) is found out when it arrives. Where it is not, they are asked to confirm by a letter first.", "L’authenticité de l’expéditeur (DKIM, SPF) est vérifiée à l’arrivée du message. À défaut, une confirmation lui est d’abord demandée par lettre."},
	"action":           {"A new action.", "Une nouvelle action."},
	"reply":            {"An answer in an action’s thread.", "Une réponse dans le fil d’une action."},
	"command":          {"A command.", "Une commande."},
	"post":             {"Talk, for everybody to read.", "Un message de discussion, pour tout le monde."},
	"auto-reply":       {"An automatic reply: nothing is done with it.", "Une réponse automatique : rien n’en est fait."},
	"bounce":           {"A notice that a letter did not arrive.", "Un avis de non-remise."},
	"loop":             {"A letter of the list itself, come back: nothing is done with it.", "Un message de la liste elle-même, revenu : rien n’en est fait."},
	"unreadable":       {"This mail cannot be read.", "Ce message est illisible."},
	"problem":          {"Problem: %s", "Problème : %s"},
	"ordinary":         {"Ordinary: “%s”", "Ordinaire : « %s »"},
	"extraordinary":    {"Extraordinary: “%s”", "Extraordinaire : « %s »"},
	"cost":             {"Cost: %d.%02d €", "Coût : %d,%02d €"},
	"effect":           {"Once adopted: %s (%s)", "Une fois adoptée : %s (%s)"},
	"bad field":        {"A line at its top cannot be read (%s): its author is told, and nothing is opened.", "Une ligne en haut du texte est illisible (%s) : l’auteur en est averti, et rien n’est ouvert."},
	"urgent":           {"Marked urgent.", "Signalée urgente."},
	"dry run":          {"A dry run: nothing would be opened.", "Un essai : rien ne serait ouvert."},
	"assembly":         {"A call to an assembly: “%s”", "La convocation d’une assemblée : « %s »"},
	"meets":            {"It begins on %s.", "Elle commence le %s."},
	"no meeting":       {"Its date cannot be read, or is missing: nobody would be invited.", "Sa date est illisible, ou manque : personne ne serait convié."},
	"point":            {"For the agenda: %s", "Pour l’ordre du jour : %s"},
	"thread":           {"About action #%d.", "Au sujet de l’action #%d."},
	"vote":             {"A vote for certain: %s, on the action of its thread", "Un vote, avec certitude : %s, sur l’action de son fil"},
	"vote on":          {"A vote for certain: %s, on action #%d", "Un vote, avec certitude : %s, sur l’action #%d"},
	"for":              {"FOR", "POUR"},
	"blank":            {"BLANK", "BLANC"},
	"against":          {"AGAINST", "CONTRE"},
	"uncertain":        {"Perhaps more was meant: nothing is counted, and its author is asked.", "L’intention n’est pas sûre : rien n’est compté, et la question est posée à l’auteur."},
	"asks":             {"Asks for: %s", "Demande : %s"},
	"until":            {"Until %s, that day included.", "Jusqu’au %s inclus."},
	"file":             {"Comes with: %s", "Pièce jointe : %s"},
	"file left out":    {"Comes with: %s, which is left out: %s", "Pièce jointe laissée de côté : %s (%s)"},
	"program":          {"a program, a script, or macros", "un programme, un script ou des macros"},
	"archive":          {"an archive, in which nobody sees", "une archive, dont on ne voit pas le contenu"},
	"page":             {"a web page", "une page web"},
	"mail":             {"a whole mail", "un courriel entier"},
	"unknown":          {"a kind that is not known here", "un format inconnu ici"},
	"words":            {"The author’s own words:", "Ce que l’auteur a écrit :"},
	"bounced for good": {"%s: refused for good (%s)", "%s : refusé définitivement (%s)"},
	"bounced for now":  {"%s: put off (%s)", "%s : remis à plus tard (%s)"},
	"no status":        {"no reason given", "sans raison"},
}

// asked has the word that a member types for each request and command.
var asked = map[governance.Verb][2]string{
	governance.VerbPause:     {"PAUSE", "PAUSE"},
	governance.VerbWithdraw:  {"WITHDRAW", "RETRAIT"},
	governance.VerbDone:      {"DONE", "FAIT"},
	governance.VerbRequalify: {"EXTRA", "EXTRA"},
	governance.VerbResign:    {"I RESIGN", "DÉMISSION"},
	governance.VerbConcern:   {"CONCERN", "RÉSERVE"},
	governance.VerbConclude:  {"CONCLUSION", "CONCLUSION"},
	governance.VerbPresent:   {"PRESENT", "PRÉSENT"},
	governance.VerbAbsent:    {"ABSENT", "ABSENT"},
	governance.VerbProxy:     {"PROXY", "POUVOIR"},
	governance.VerbAgenda:    {"AGENDA", "ORDRE DU JOUR"},
	governance.VerbContest:   {"CONTEST", "CONTESTER"},
	governance.VerbAccept:    {"ACCEPT", "ACCEPTER"},
	governance.VerbJoin:      {"JOIN", "INSCRIPTION"},
	governance.VerbLeave:     {"LEAVE", "DÉPART"},
	governance.VerbVacation:  {"VACATION", "VACANCES"},
	governance.VerbBack:      {"BACK", "RETOUR"},
	governance.VerbHelp:      {"HELP", "AIDE"},
	governance.VerbStatus:    {"STATUS", "ÉTAT"},
	governance.VerbAddress:   {"ADDRESS", "ADRESSE"},
	governance.VerbName:      {"NAME", "NOM"},
	governance.VerbDelivery:  {"DELIVERY", "RÉCEPTION"},
	governance.VerbRegister:  {"REGISTER", "REGISTRE"},
	governance.VerbArchive:   {"ARCHIVE", "ARCHIVE"},
	governance.VerbExport:    {"EXPORT", "EXPORT"},
	governance.VerbErase:     {"ERASE", "EFFACER"},
	governance.VerbFollow:    {"FOLLOW", "SUIVRE"},
	governance.VerbUnfollow:  {"UNFOLLOW", "NE PLUS SUIVRE"},
	governance.VerbAlive:     {"YES", "OUI"},
}

// teller writes lines in one language.
type teller struct {
	language int // index into told and asked
	lines    []string
}

// tell explains a reading to a volunteer, in lines that are safe on a terminal.
func tell(r governance.Request, from sender, zone *time.Location, language string) string {
	t := &teller{language: max(slices.Index([]string{"en", "fr"}, language), 0)}
	t.sayIf(r.From != "", "from", r.From)
	t.sayIf(r.Subject != "", "subject", r.Subject)
	t.say(string(r.Kind))
	t.sender(from, r.Human())
	t.sayIf(r.Problem != "", "problem", r.Problem)
	if p := r.Proposal; p != nil {
		t.say(string(p.Type), p.Title)
		t.sayIf(p.CostCents > 0, "cost", p.CostCents/100, p.CostCents%100)
		for _, f := range p.Effects {
			t.say("effect", f.Member+f.Value, f.Type)
		}
		t.sayIf(p.Problem != "", "bad field", p.Problem)
		t.sayIf(p.Urgent, "urgent")
		t.sayIf(p.DryRun, "dry run")
	}
	t.call(r, zone)
	t.sayIf(r.Thread > 0, "thread", r.Thread)
	t.sayIf(r.Uncertain, "uncertain")
	t.votes(r.Votes)
	word := asked[r.Verb][t.language]
	if r.Verb == governance.VerbAlive && len(r.Cares) > 0 {
		word = [2]string{"I'LL ASK", "JE M'EN OCCUPE"}[t.language]
	}
	t.sayIf(r.Verb != "", "asks", word+" "+r.Argument)
	t.sayIf(!r.Until.IsZero(), "until", lastDay(r.Until, zone))
	t.bounces(r.Bounces)
	t.words(r.Words)
	t.files(r.Files)
	return strings.Join(t.lines, "\n") + "\n"
}

// sender tells whether the From would be believed, of mail that people write.
func (t *teller) sender(from sender, human bool) {
	if human && from.host != "" {
		t.say(from.key, from.host)
	} else {
		t.sayIf(human && from.key != "", from.key)
	}
}

func (t *teller) say(key string, args ...any) {
	t.lines = append(t.lines, t.phrase(key, args...))
}

func (t *teller) sayIf(so bool, key string, args ...any) {
	if so {
		t.say(key, args...)
	}
}

func (t *teller) phrase(key string, args ...any) string {
	return strings.TrimSpace(printable(fmt.Sprintf(told[key][t.language], args...)))
}

// call tells of an assembly: the call to one, or points for its agenda.
func (t *teller) call(r governance.Request, zone *time.Location) {
	if c := r.Call; c != nil && r.Kind == governance.KindAction {
		t.say("assembly", c.Title)
		t.sayIf(!c.At.IsZero(), "meets", c.At.In(zone).Format("2006-01-02 15:04"))
		t.sayIf(c.Problem != "", "no meeting")
		t.sayIf(c.DryRun, "dry run")
	}
	for _, point := range r.Points {
		t.say("point", strings.Join(strings.Fields(point), " "))
	}
}

func (t *teller) votes(votes []governance.Vote) {
	for _, v := range votes {
		choice := t.phrase(string(v.Choice))
		if v.Action > 0 {
			t.say("vote on", choice, v.Action)
		} else {
			t.say("vote", choice)
		}
	}
}

func (t *teller) bounces(bounces []governance.Bounce) {
	for _, b := range bounces {
		key := "bounced for now"
		if b.Permanent {
			key = "bounced for good"
		}
		t.say(key, b.Recipient, cmp.Or(b.Status, t.phrase("no status")))
	}
}

func (t *teller) words(words string) {
	if words == "" {
		return
	}
	t.say("words")
	for line := range strings.Lines(words) {
		t.lines = append(t.lines, "    "+printable(strings.TrimRight(line, "\r\n")))
	}
}

func (t *teller) files(files []governance.File) {
	for _, f := range files {
		if f.Left == "" {
			t.say("file", f.Name)
		} else {
			t.say("file left out", f.Name, t.phrase(string(f.Left)))
		}
	}
}

// printable leaves out what moves a terminal's cursor or hides what follows.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}
