package intake

import "toutdoux/internal/governance"

// phrase is what some words ask for when a line begins with them.
type phrase struct {
	choice governance.Choice
	verb   governance.Verb
	assent bool // agrees with a person as easily as with an action
	whole  bool // only as the whole of the author's words
	colon  bool // or where a colon and more follow
	heard  bool // with thanks it says that something was heard: "ok, merci"
}

// phrases is the table of reading.md, as fold and tokenize leave the words.
var phrases = map[string]phrase{
	"pour":                     {choice: governance.For},
	"+1":                       {choice: governance.For, assent: true},
	"👍":                        {choice: governance.For, assent: true},
	"je vote pour":             {choice: governance.For},
	"je vote : pour":           {choice: governance.For},
	"je suis pour":             {choice: governance.For},
	"vote pour":                {choice: governance.For},
	"vote : pour":              {choice: governance.For},
	"mon vote : pour":          {choice: governance.For},
	"favorable":                {choice: governance.For, assent: true},
	"for":                      {choice: governance.For},
	"in favour":                {choice: governance.For},
	"in favor":                 {choice: governance.For},
	"i vote for":               {choice: governance.For},
	"vote for":                 {choice: governance.For},
	"my vote : for":            {choice: governance.For},
	"i'm for":                  {choice: governance.For},
	"i am for":                 {choice: governance.For},
	"i'm in favour":            {choice: governance.For},
	"i'm in favor":             {choice: governance.For},
	"i am in favour":           {choice: governance.For},
	"i am in favor":            {choice: governance.For},
	"oui":                      {choice: governance.For, assent: true, whole: true},
	"ok":                       {choice: governance.For, assent: true, whole: true, heard: true},
	"d'accord":                 {choice: governance.For, assent: true, whole: true, heard: true},
	"ca me va":                 {choice: governance.For, assent: true, whole: true},
	"yes":                      {choice: governance.For, assent: true, whole: true},
	"agreed":                   {choice: governance.For, assent: true, whole: true},
	"blanc":                    {choice: governance.Blank},
	"+0":                       {choice: governance.Blank},
	"0":                        {choice: governance.Blank, whole: true},
	"vote blanc":               {choice: governance.Blank},
	"je vote blanc":            {choice: governance.Blank},
	"je vote : blanc":          {choice: governance.Blank},
	"vote : blanc":             {choice: governance.Blank},
	"mon vote : blanc":         {choice: governance.Blank},
	"abstention":               {choice: governance.Blank},
	"je m'abstiens":            {choice: governance.Blank},
	"blank":                    {choice: governance.Blank},
	"abstain":                  {choice: governance.Blank},
	"i abstain":                {choice: governance.Blank},
	"my vote : blank":          {choice: governance.Blank},
	"contre":                   {choice: governance.Against},
	"-1":                       {choice: governance.Against},
	"👎":                        {choice: governance.Against},
	"je vote contre":           {choice: governance.Against},
	"je vote : contre":         {choice: governance.Against},
	"je suis contre":           {choice: governance.Against},
	"vote contre":              {choice: governance.Against},
	"vote : contre":            {choice: governance.Against},
	"mon vote : contre":        {choice: governance.Against},
	"against":                  {choice: governance.Against},
	"i vote against":           {choice: governance.Against},
	"vote against":             {choice: governance.Against},
	"my vote : against":        {choice: governance.Against},
	"i'm against":              {choice: governance.Against},
	"i am against":             {choice: governance.Against},
	"pause":                    {verb: governance.VerbPause},
	"je demande une pause":     {verb: governance.VerbPause},
	"je mets en pause":         {verb: governance.VerbPause},
	"verrou":                   {verb: governance.VerbPause},
	"pause svp":                {verb: governance.VerbPause},
	"pause stp":                {verb: governance.VerbPause},
	"pause please":             {verb: governance.VerbPause},
	"pause s'il vous plait":    {verb: governance.VerbPause},
	"pause s'il te plait":      {verb: governance.VerbPause},
	"please pause":             {verb: governance.VerbPause},
	"retrait":                  {verb: governance.VerbWithdraw},
	"je retire":                {verb: governance.VerbWithdraw},
	"je retire ma proposition": {verb: governance.VerbWithdraw},
	"je retire l'action":       {verb: governance.VerbWithdraw},
	"withdraw":                 {verb: governance.VerbWithdraw},
	"i withdraw":               {verb: governance.VerbWithdraw},
	"fait":                     {verb: governance.VerbDone, whole: true, colon: true},
	"c'est fait":               {verb: governance.VerbDone, whole: true},
	"done":                     {verb: governance.VerbDone, whole: true, colon: true},
	"requalifier":              {verb: governance.VerbRequalify},
	"je requalifie":            {verb: governance.VerbRequalify},
	"extra":                    {verb: governance.VerbRequalify, whole: true},
	"extraordinaire":           {verb: governance.VerbRequalify, whole: true},
	"demission":                {verb: governance.VerbResign},
	"je demissionne":           {verb: governance.VerbResign},
	"i resign":                 {verb: governance.VerbResign},
}

// longestPhrase is how many tokens the longest phrase has.
const longestPhrase = 4

// conditions make what they stand with uncertain; the polite ones do not.
var conditions = map[string]bool{
	"pourvu": true, "a moins": true, "des lors": true, "du moment": true, "tant qu'il": true, "tant qu'ils": true, "tant qu'elle": true, "tant qu'elles": true, "a supposer": true, "a supposer que": true, "dans la mesure": true, "au cas": true, "hormis": true, "excepte": true, "a une condition": true, "avec reserve": true, "avec reserves": true, "avec une reserve": true, "des que": true, "des qu'on": true, "des qu'il": true, "des qu'elle": true, "une fois le": true, "une fois la": true, "une fois les": true, "une fois que": true, "une fois qu'on": true, "lorsque": true, "lorsqu'on": true, "selon le": true, "selon la": true, "selon les": true, "en fonction": true,
	"pending": true, "depending": true, "once we": true, "once the": true, "when we": true, "when the": true, "as soon as": true, "so long as": true, "on one condition": true, "with reservations": true, "with one reservation": true, "with a reservation": true, "in case": true,
	"si": true, "s'il": true, "s'il vous plait": false, "s'il te plait": false, "s'ils": true, "sauf": true, "a condition": true, "a la condition": true, "a conditions": true, "sous reserve": true, "sous condition": true, "sous conditions": true,
	"seulement": true, "uniquement": true, "tant que": true, "tant qu'on": true, "pourvu que": true, "du moment que": true, "a moins que": true, "a moins de": true, "des lors que": true, "en supposant": true,
	"if": true, "unless": true, "provided": true, "providing": true, "as long as": true, "only if": true, "only when": true, "on condition": true, "subject to": true, "assuming": true, "except": true,
}

// reservations do the same.
var reservations = map[string]bool{
	"a voir": true, "a confirmer": true, "a debattre": true, "en partie": true, "partiellement": true, "a moitie": true, "pour l'instant": true, "pour le moment": true, "jusqu'a nouvel ordre": true, "ca depend": true, "depend du": true, "depend de": true, "in part": true, "partly": true, "for now": true, "it depends": true,
	"mais": true, "toutefois": true, "cependant": true, "par contre": true, "neanmoins": true, "en revanche": true, "pourtant": true, "quoique": true, "bien que": true, "sinon": true,
	"but": true, "however": true, "though": true, "although": true, "otherwise": true, "je plaisante": true, "je rigole": true, "je deconne": true, "just kidding": true, "pas encore": true, "not yet": true, "not before": true, "pas avant": true, "presque": true, "peut-etre": true, "maybe": true, "sort of": true, "kind of": true, "pas vraiment": true, "not really": true, "ou plutot": true, "or rather": true, "euh": true, "heu": true, "oups": true, "oops": true, "ou pas": true, "ou non": true, "or not": true,
}

// reasons begin a reason with no mark before them.
var reasons = []string{"car", "parce que", "parce qu", "puisque", "because", "since", "vu que", "etant donne"}

// closings are what people end a mail with, and say nothing by themselves.
var closings = map[string]bool{
	"merci": true, "merci beaucoup": true, "merci a tous": true, "merci d'avance": true, "cordialement": true, "bien cordialement": true, "tres cordialement": true, "cdt": true, "cdlt": true, "bien a vous": true, "bien a toi": true, "amicalement": true, "amities": true,
	"bises": true, "bise": true, "biz": true, "bisous": true, "la bise": true, "a bientot": true, "a plus": true, "a+": true, "bonne journee": true, "bonne soiree": true, "belle journee": true, "bon week-end": true, "bon weekend": true, "bonne semaine": true, "bonne fin de journee": true, "solidairement": true, "salutations": true, "sincerement": true, "bonne nuit": true, "bon dimanche": true, "bonne continuation": true, "bonnes vacances": true, "belle soiree": true, "bel apres-midi": true, "bon apres-midi": true, "bon we": true, "bonne reception": true, "bravo": true, "chaleureusement": true, "respectueusement": true, "a tres vite": true, "a tres bientot": true, "a demain": true, "a jeudi": true, "a samedi": true, "au plaisir": true, "mille mercis": true, "merci encore": true, "un grand merci": true, "grand merci": true, "merci bien": true, "bisous a tous": true, "tchao": true, "ciao": true, "biz a tous": true, "la biz": true, "au revoir": true, "bien amicalement": true,
	"thanks": true, "thank you": true, "many thanks": true, "thx": true, "cheers": true, "best": true, "best regards": true, "kind regards": true, "regards": true, "best wishes": true, "have a nice day": true, "take care": true, "yours": true, "thanks a lot": true, "thanks again": true, "thank you all": true, "thank you very much": true, "sincerely": true, "have a good day": true, "have a good one": true, "good evening": true, "warm regards": true, "all the best": true, "see you": true, "see you soon": true, "talk soon": true, "bye": true, "ta": true, "cheers all": true,
}

// audience are the words that say whom a greeting or a formula is for.
var audience = map[string]bool{"a": true, "tous": true, "toutes": true, "et": true, "vous": true, "toi": true, "tout": true, "le": true, "monde": true, "les": true, "amis": true, "amies": true, "amie·s": true, "ami·e·s": true, "all": true, "everyone": true, "everybody": true, "to": true, "you": true, "and": true, "l'equipe": true, "d'avance": true}

// companions are more of them that only greetings use.
var companions = map[string]bool{
	"chacun": true, "chacune": true, "autres": true, "bonne": true, "annee": true, "journee": true, "soiree": true, "semaine": true, "toute": true, "la": true, "aux": true, "tou": true, "te": true, "tt": true, "ts": true, "tte": true, "ttes": true, "tlm": true, "touxtes": true, "tou-te-s": true, "tou-s-tes": true, "tous-tes": true, "touste": true, "toustes": true, "tou·te·s": true, "tou·s·tes": true, "equipe": true, "l'assemblee": true, "madame": true, "monsieur": true, "mesdames": true, "messieurs": true, "mme": true, "mr": true, "m": true, "president": true, "presidente": true, "tresorier": true, "tresoriere": true, "secretaire": true, "collegue": true, "collegues": true, "camarade": true, "camarades": true, "copain": true, "copains": true, "copine": true, "copines": true, "membre": true, "membres": true, "adherent": true, "adherents": true, "adherentes": true, "adherent·e·s": true, "benevole": true, "benevoles": true, "gens": true, "bande": true, "compagnie": true, "collectif": true, "asso": true, "l'asso": true, "l'association": true, "association": true, "bureau": true, "conseil": true, "mes": true, "mon": true, "ma": true, "nos": true, "notre": true, "encore": true, "belle": true, "deux": true, "merci": true, "e": true, "s": true, "es": true,
	"team": true, "folks": true, "guys": true, "friend": true, "friends": true, "colleague": true, "colleagues": true, "there": true, "again": true, "gang": true, "our": true, "my": true, "ladies": true, "gentlemen": true, "sir": true, "madam": true, "both": true, "thanks": true,
}

// greetings begin mails and say nothing by themselves.
var greetings = map[string]bool{
	"bonjour": true, "bonsoir": true, "salut": true, "coucou": true, "hello": true, "hi": true, "hey": true, "dear": true, "cher": true, "chere": true, "chers": true, "cheres": true, "bjr": true, "slt": true, "yo": true, "hola": true, "re-bonjour": true, "rebonjour": true, "re": true,
}
