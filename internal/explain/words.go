package explain

import "toutdoux/internal/governance"

// words has what is said, in English and in French; what people wrote goes
// where a %s stands. Good printing is seen to afterwards (compose.Speech). Words
// in capitals are those that members type.
var words = map[string][2]string{
	"from":    {"From %s", "De %s"},
	"subject": {"Subject: %s", "Objet : %s"},
	"quote":   {"“%s”", "« %s »"},

	"read":       {"Read as: %s", "Lu comme : %s"},
	"action":     {"a new action", "une nouvelle action"},
	"reply":      {"an answer", "une réponse"},
	"command":    {"a command", "une commande"},
	"post":       {"talk", "un message de discussion"},
	"auto-reply": {"an automatic message", "un message automatique"},
	"bounce":     {"a notice that letters did not arrive", "un avis de non-remise"},
	"loop":       {"a letter of a list, come back", "une lettre de liste, revenue"},
	"unreadable": {"a mail that cannot be read", "un message illisible"},
	"by":         {"%s: %s", "%s : %s"},
	"by these":   {"%s:", "%s :"},
	"because":    {"%s (%s)", "%s (%s)"},
	"more":       {"(and %d more)", "(et %d de plus)"},
	"left out":   {"left out: %s, from %s on", "laissé de côté : %s, à partir de %s"},

	"understood":        {"Understood:", "Compris :"},
	"ordinary":          {"an ordinary action, %s", "une action ordinaire, %s"},
	"extraordinary":     {"an extraordinary action, %s", "une action extraordinaire, %s"},
	"cost":              {"cost: %s", "coût : %s"},
	"prose":             {"an amount that stands in the text only: %s", "un montant qui n'est que dans le texte : %s"},
	"urgent":            {"marked urgent", "signalée urgente"},
	"dry run":           {"a dry run: nothing would be opened", "un essai : rien ne serait ouvert"},
	"replaces":          {"it replaces #%d", "elle remplace #%d"},
	"field":             {"field %s: %s", "ligne %s : %s"},
	"bad field":         {"a field that cannot be read: %s", "une ligne qui ne se lit pas : %s"},
	"tag unsure":        {"what may be a tag: %s", "ce qui est peut-être une étiquette : %s"},
	"assembly":          {"a call to an assembly, %s", "la convocation d'une assemblée, %s"},
	"meets":             {"it begins on %s", "elle commence le %s"},
	"no meeting":        {"its date cannot be read, or is missing", "sa date ne se lit pas, ou manque"},
	"place":             {"place: %s", "lieu : %s"},
	"point":             {"for the agenda: %s", "pour l'ordre du jour : %s"},
	"vote":              {"a vote for certain: %s, on the action of its thread", "un vote, avec certitude : %s, sur l'action de son fil"},
	"vote on":           {"a vote for certain: %s, on action #%d", "un vote, avec certitude : %s, sur l'action #%d"},
	"mandate":           {"for mandate #%d", "pour le mandat #%d"},
	"thread":            {"about action #%d", "au sujet de l'action #%d"},
	"asks":              {"it asks for: %s", "il demande : %s"},
	"beside":            {"beside the vote, to be asked about: %s", "à côté du vote, et à confirmer : %s"},
	"asks until":        {"it asks for: %s, until %s, that day included", "il demande : %s, jusqu'au %s inclus"},
	"bad date":          {"a date that cannot be read: %s", "une date qui ne se lit pas : %s"},
	"yes":               {"a plain yes", "un simple oui"},
	"no":                {"a plain no", "un simple non"},
	"uncertain":         {"nothing for certain", "rien de certain"},
	"file":              {"comes with: %s", "pièce jointe : %s"},
	"file left out":     {"comes with: %s, which is left out (%s)", "pièce jointe laissée de côté : %s (%s)"},
	"words":             {"the author's own words:", "ce que l'auteur a écrit :"},
	"bounced for good":  {"%s: refused for good (%s)", "%s : refusé définitivement (%s)"},
	"bounced for now":   {"%s: put off (%s)", "%s : remis à plus tard (%s)"},
	"no status":         {"no reason given", "sans raison"},
	"the action":        {"#%d, %s, is %s", "#%d, %s, est %s"},
	"the action, until": {"#%d, %s, is %s, until %s: %s", "#%d, %s, est %s, jusqu'au %s : %s"},
	"no action":         {"there is no action #%d", "il n'y a pas d'action #%d"},
	"open":              {"open", "ouverte"},
	"paused":            {"paused", "en pause"},
	"settled":           {"settled", "acquise"},
	"stopped":           {"stopped", "arrêtée"},
	"adopted":           {"adopted", "adoptée"},
	"rejected":          {"rejected", "rejetée"},
	"withdrawn":         {"withdrawn", "retirée"},
}

// counts name what is counted: one, then several, in English and in French.
var counts = map[string][2][2]string{
	"quoted":    {{"%d quoted line", "%d quoted lines"}, {"%d ligne citée", "%d lignes citées"}},
	"copy":      {{"%d line of a letter of ours", "%d lines of a letter of ours"}, {"%d ligne d'une de nos lettres", "%d lignes d'une de nos lettres"}},
	"signature": {{"%d line of signature", "%d lines of signature"}, {"%d ligne de signature", "%d lignes de signature"}},
	"members":   {{"%d member", "%d members"}, {"%d membre", "%d membres"}},
}

// files say why a file would not be passed on.
var files = map[governance.LeftOut][2]string{
	governance.LeftProgram: {"a program, a script, or macros", "un programme, un script ou des macros"},
	governance.LeftArchive: {"an archive, in which nobody sees", "une archive, dont on ne voit pas le contenu"},
	governance.LeftPage:    {"a web page", "une page web"},
	governance.LeftMail:    {"a whole mail", "un courriel entier"},
	governance.LeftUnknown: {"a kind that is not known here", "un format inconnu ici"},
	governance.LeftSize:    {"too large", "trop volumineux"},
}

// typed has the word that a member types for each request and command.
var typed = map[governance.Verb][2]string{
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

// labels name the fields at the top of a proposal as their authors write them.
var labels = map[string][2]string{
	"cost": {"Cost", "Coût"}, "replaces": {"Replaces", "Remplace"}, "waive_delay": {"Voting right", "Droit de vote"},
	"mandate": {"Mandate", "Mandat"}, "mandate_holders": {"Holders", "Mandataires"}, "mandate_until": {"Until", "Jusqu'au"},
	"mandate_confidential": {"Confidential", "Confidentiel"}, "revocation": {"Revocation", "Révocation"}, "role": {"Role", "Rôle"},
	"role_person": {"Person", "Personne"}, "rule": {"Rule", "Règle"}, "exclusion": {"Exclusion", "Exclusion"}, "charter": {"Charter", "Charte"},
	"dissolution": {"Dissolution", "Dissolution"},
}
