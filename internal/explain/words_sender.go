package explain

import (
	"toutdoux/internal/governance"
	"toutdoux/internal/trust"
)

// senders has what is said of the sender, beside the tables below.
var senders = map[string][2]string{
	"sender":       {"Sender:", "Expéditeur :"},
	"voter":        {"%s, a member who may vote", "%s, membre, avec droit de vote"},
	"newcomer":     {"%s, a member, who may vote from %s on", "%s, membre, avec droit de vote à partir du %s"},
	"on_leave":     {"%s, a member on leave", "%s, membre en vacances"},
	"unreachable":  {"%s, a member whose letters came back", "%s, membre dont les lettres revenaient"},
	"nobody":       {"no member has this address", "aucun membre n'a cette adresse"},
	"answers":      {"it answers a letter to %s: %s", "il répond à une lettre envoyée à %s : %s"},
	"answers mine": {"it answers a letter to this address: %s", "il répond à une lettre envoyée à cette adresse : %s"},
	"believed":     {"believed: %s", "reconnu : %s"},
	"not believed": {"not believed: %s", "pas reconnu : %s"},
	"proven":       {"proven: %s", "authentifié : %s"},
	"not proven":   {"not proven: %s", "pas authentifié : %s"},
	"at arrival":   {"known when it arrives: the DNS is asked whether the DKIM signature of %s holds", "on le saura à l'arrivée : le DNS dira si la signature DKIM du domaine %s est bonne"},
	"at the door":  {"known when it arrives: the DNS is asked whether it comes from a server of its domain (SPF)", "on le saura à l'arrivée : le DNS dira s'il vient d'un serveur de son domaine (SPF)"},
	"unsigned":     {"no signature proves it: %s", "aucune signature ne le prouve : %s"},
	"no config":    {"without a configuration, nobody can tell who is a member, nor who is believed", "sans configuration, impossible de dire qui est membre, ni qui serait reconnu"},
	"no register":  {"the register cannot be looked at, so nobody can tell who is a member: %s", "impossible de consulter le registre, donc de dire qui est membre : %s"},
	"claim":        {"%s says in the header: %s", "%s dit dans l'en-tête : %s"},
	"not pinned":   {"%s says so in the header, but is not the host whose word counts (trust.authserv_id)", "%s le dit dans l'en-tête, mais ce n'est pas l'hôte dont la parole compte (trust.authserv_id)"},
	"would hold":   {"it bears a DKIM signature of %s; only the DNS tells whether it holds", "il porte une signature DKIM du domaine %s ; seul le DNS dit si elle est bonne"},
}

// grounds say by what a sender is proven, or why not.
var grounds = map[trust.Grounds][2]string{
	trust.NoShape:       {string(trust.NoShape), "la forme du message ne prouve rien"},
	trust.FieldTwice:    {string(trust.FieldTwice), "Cc, Sender, Date ou MIME-Version y est deux fois, donc rien n'est prouvé"},
	trust.NoField:       {string(trust.NoField), "une ligne de l'en-tête n'en est pas une, donc rien n'est prouvé"},
	trust.NoHostPinned:  {string(trust.NoHostPinned), "aucun hôte n'est désigné dont la parole compte (authserv_id)"},
	trust.BadResults:    {string(trust.BadResults), "les résultats de l'hôte %s ne se lisent pas"},
	trust.NoResults:     {string(trust.NoResults), "aucun résultat de l'hôte %s là où seuls les nôtres écrivent"},
	trust.FromOutside:   {string(trust.FromOutside), "le message vient directement d'un hôte inconnu"},
	trust.OffBoundary:   {string(trust.OffBoundary), "les lignes Received ne mènent pas à l'hôte qui reçoit (authserv_id, received_by, trusted_relays)"},
	trust.NoReceived:    {string(trust.NoReceived), "le message n'a aucune ligne Received"},
	trust.DMARCFails:    {string(trust.DMARCFails), "DMARC échoue"},
	trust.DMARCTwice:    {string(trust.DMARCTwice), "DMARC est jugé deux fois"},
	trust.DMARCOther:    {string(trust.DMARCOther), "DMARC réussit pour un autre domaine"},
	trust.DMARCPasses:   {string(trust.DMARCPasses), "DMARC réussit pour %s"},
	trust.DKIMHolds:     {string(trust.DKIMHolds), "une signature DKIM du domaine %s est bonne"},
	trust.NeitherPasses: {string(trust.NeitherPasses), "ni DMARC ni une signature DKIM du bon domaine ne réussit"},
	trust.NotSigned:     {string(trust.NotSigned), "le message n'a pas de signature DKIM"},
	trust.OthersSign:    {string(trust.OthersSign), "la signature DKIM est du domaine %s, pas de celui de l'expéditeur"},
	trust.PartSigned:    {string(trust.PartSigned), "la signature DKIM ne couvre qu'une partie du texte (l=)"},
	trust.NotCovered:    {string(trust.NotCovered), "la signature DKIM ne couvre pas %s"},
	trust.LongAgo:       {string(trust.LongAgo), "la Date signée est à plus de cinq jours de la réception"},
	trust.NotNamed:      {string(trust.NotNamed), "la liste n'est pas nommée dans un To ou un Cc signé"},
	trust.BadSignatures: {string(trust.BadSignatures), "les signatures DKIM ne se lisent pas"},
	trust.NoneHolds:     {string(trust.NoneHolds), "aucune signature DKIM du domaine %s n'est bonne"},
	trust.Crowd:         {string(trust.Crowd), "trop de messages à la fois pour interroger le DNS sur chacun"},
	trust.SilentDNS:     {string(trust.SilentDNS), "le DNS du domaine %s n'a pas répondu, ou a été trop interrogé"},
	trust.NoRecord:      {string(trust.NoRecord), "la règle DMARC du domaine %s n'a pas pu être lue"},
	trust.TooFar:        {string(trust.TooFar), "DMARC échoue (p=%s) : %s veut son nom exact, et c'est %s qui réussit"},
	trust.SPFPasses:     {string(trust.SPFPasses), "SPF réussit pour %s"},
	trust.AndSPF:        {string(trust.AndSPF), "%s, et SPF dit %s"},
	trust.AndEnvelope:   {string(trust.AndEnvelope), "%s, et l'enveloppe n'est pas de ce domaine"},
}

// beliefs say why a mail is taken for its sender's, or not, where that is not
// told by grounds.
var beliefs = map[governance.Belief][2]string{
	governance.ByLetter:       {"it carries the proof of that letter", "il porte la preuve de cette lettre"},
	governance.ByConfirmation: {"it answers the question whether a mail was theirs", "il répond à la question de savoir si un message était bien le sien"},
	governance.OthersLetter:   {"the letter that it answers is somebody else's", "la lettre à laquelle il répond est celle de quelqu'un d'autre"},
	governance.VouchedBefore:  {"the letter's proof is not enough, since their domain vouched for a mail before", "la preuve de la lettre ne suffit pas, leur domaine s'étant déjà porté garant d'un message"},
	governance.DeadLetter:     {"the letter that it answers is too old, or its action is closed", "la lettre à laquelle il répond est trop ancienne, ou son action est close"},
	governance.AfterContest:   {"each vote is confirmed, since one was contested", "chaque vote est confirmé, depuis qu'un vote a été contesté"},
	governance.FieldTwice:     {string(trust.FieldTwice), "Cc, Sender, Date ou MIME-Version y est deux fois, donc rien n'est prouvé"},
}
