package explain

import (
	"toutdoux/internal/intake"
	"toutdoux/internal/trust"
)

// reasons say why a mail is taken for what it is.
var reasons = map[intake.Why][2]string{
	intake.WhyOurs:      {"it bears the list's own name, or is a letter of a list", "il porte le nom de la liste, ou c'est une lettre de liste"},
	intake.WhyCheck:     {"the list sent it to itself, to try its way (toutdoux check)", "la liste se l'est envoyé, pour essayer le chemin (toutdoux check)"},
	intake.WhyReport:    {"a mail system makes a report", "un système de messagerie fait un rapport"},
	intake.WhyAutomatic: {"it says that a machine sent it", "il dit lui-même qu'une machine l'a envoyé"},
	intake.WhyAway:      {"its text says that nobody is there", "son texte dit que personne n'est là"},
	intake.WhyOtherList: {"it is mail of another list", "c'est le courrier d'une autre liste"},
	intake.WhyReceipt:   {"a mail program sent it by itself", "un logiciel de messagerie l'a envoyé de lui-même"},
	intake.WhyChallenge: {"a filter asks for a proof that somebody wrote", "un filtre demande de prouver que quelqu'un a écrit"},
	intake.WhyBounce:    {"a mail system says what it could not deliver", "un système de messagerie dit ce qu'il n'a pas pu remettre"},
	intake.WhyUnsafe:    {"programs would disagree on what it says", "deux logiciels n'y liraient pas la même chose"},
	intake.WhyEncrypted: {"it is encrypted", "il est chiffré"},

	intake.WhyTalk:      {"no tag of an action, no vote and no command", "ni étiquette d'action, ni vote, ni commande"},
	intake.WhyPrivate:   {"it is for the author alone of what it answers", "il est pour la seule personne qui a écrit ce à quoi il répond"},
	intake.WhyThread:    {"no vote and no request, in the thread of an action or of a letter", "ni vote ni demande, dans le fil d'une action ou d'une lettre"},
	intake.WhyTag:       {"the subject has the tag of an action", "l'objet porte l'étiquette d'une action"},
	intake.WhyNearTag:   {"the subject has what may be the tag of an action", "l'objet porte ce qui est peut-être l'étiquette d'une action"},
	intake.WhyMandate:   {"it is for the holders of a mandate", "il est pour les mandataires d'un mandat"},
	intake.WhyAssembly:  {"the subject has the tag of an assembly", "l'objet porte l'étiquette d'une assemblée"},
	intake.WhyVote:      {"the words are a vote", "les mots sont un vote"},
	intake.WhyWish:      {"the words are a request", "les mots sont une demande"},
	intake.WhyAddress:   {"it was sent to the address of a command", "il est envoyé à l'adresse d'une commande"},
	intake.WhySubject:   {"the subject is a command", "l'objet est une commande"},
	intake.WhyFirst:     {"the first line is a command", "la première ligne est une commande"},
	intake.WhyCalendar:  {"a calendar answers the invitation", "un agenda répond à l'invitation"},
	intake.WhyVague:     {"a calendar answers neither yes nor no", "un agenda ne répond ni oui ni non"},
	intake.WhyElsewhere: {"a calendar answers another invitation", "un agenda répond à une autre invitation"},
	intake.WhyWho:       {"it answers the question who wrote", "il répond à la question de savoir qui a écrit"},

	intake.WhyDoubtLine:     {"a line looks like a vote, and not for certain", "une ligne ressemble à un vote, sans certitude"},
	intake.WhyTooMany:       {"it asks for too many things at once", "il demande trop de choses à la fois"},
	intake.WhyTwoVotes:      {"two different votes in one mail", "deux votes différents dans un même message"},
	intake.WhyTwoRequests:   {"two different requests in one mail", "deux demandes différentes dans un même message"},
	intake.WhyVoteAndMore:   {"a vote and another request in one mail", "un vote et une autre demande dans un même message"},
	intake.WhySeveral:       {"requests for several actions in one mail", "des demandes pour plusieurs actions dans un même message"},
	intake.WhyContrary:      {"the words say two different things", "les mots disent deux choses différentes"},
	intake.WhyPerhaps:       {"the words may be a vote", "les mots sont peut-être un vote"},
	intake.WhyTwoTexts:      {"its text and its HTML say different things", "son texte et son HTML ne disent pas la même chose"},
	intake.WhySubjectOther:  {"the text says something else than the subject", "le texte dit autre chose que l'objet"},
	intake.WhySubjectMaybe:  {"the subject may be a vote", "l'objet est peut-être un vote"},
	intake.WhySubjectUnsure: {"the text may say something else than the subject", "le texte dit peut-être autre chose que l'objet"},
	intake.WhyReaction:      {"a reaction in one picture", "une réaction en une image"},
	intake.WhyTwoAnswers:    {"two different answers to a call", "deux réponses différentes à une convocation"},
	intake.WhyTwoTags:       {"the subject has the tag of an assembly, and not for certain", "l'objet porte l'étiquette d'une assemblée, sans certitude"},
	intake.WhyBeside:        {"a line may be a command, beside what may be a vote", "une ligne est peut-être une commande, à côté de ce qui est peut-être un vote"},
	intake.WhyConcern:       {"a line may begin an unsigned concern", "une ligne commence peut-être une réserve sans nom"},
	intake.WhyFile:          {"a file may hold a vote", "une pièce jointe contient peut-être un vote"},
}

// problems say what makes a mail unreadable: the words of trust's reasons, and
// the names of intake's own.
var problems = map[string][2]string{
	string(trust.NULByte):       {"it holds a NUL byte", "il contient un octet nul"},
	"nul":                       {"it holds a NUL byte", "il contient un octet nul"},
	string(trust.BareCR):        {"a bare carriage return stands in its header", "son en-tête contient un retour chariot isolé"},
	"bare_cr":                   {"a bare carriage return stands in its header", "son en-tête contient un retour chariot isolé"},
	string(trust.HeaderSize):    {"its header is too large", "son en-tête est trop long"},
	"header_size":               {"its header is too large", "son en-tête est trop long"},
	string(trust.FieldCount):    {"its header has too many lines", "son en-tête a trop de lignes"},
	string(trust.NoFrom):        {"nobody is named as its sender (From)", "il ne dit pas de qui il est (From)"},
	string(trust.FromNone):      {"its From names nobody", "son From ne nomme personne"},
	"no_from":                   {"nobody is named as its sender (From)", "il ne dit pas de qui il est (From)"},
	string(trust.FromGroup):     {"its From names a group", "son From nomme un groupe"},
	"group_from":                {"its From names a group", "son From nomme un groupe"},
	string(trust.FromSeveral):   {"its From names several people", "son From nomme plusieurs personnes"},
	string(trust.FromMalformed): {"its From cannot be read", "son From ne se lit pas"},
	"bad_from":                  {"its From cannot be read", "son From ne se lit pas"},
	"size":                      {"it is too large", "il est trop volumineux"},
	"too_deep":                  {"its parts are nested too deep", "ses parties sont trop imbriquées"},
	"too_many_parts":            {"it has too many parts", "il a trop de parties"},
	"too_much_text":             {"it has too much text", "il a trop de texte"},
	"twice":                     {"a line of its header that must stand once stands twice: %s", "une ligne de son en-tête qui doit être unique y est deux fois : %s"},
}
