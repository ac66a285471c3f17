package provider

import (
	"slices"
	"strings"
)

// Provider is one who keeps mailboxes, as far as it is known.
type Provider struct {
	Name    string
	Domains []string // of the addresses it gives out
	MX      []string // its mail servers, or the ends of their names from a dot on
	IMAP    string   // host:port; port 993 is TLS from the start
	SMTP    string   // host:port; port 465 is TLS from the start, others STARTTLS
	// Local: who logs in gives the part of the address before @ alone.
	Local bool
	// Plus: mail to address+anything is known to arrive. Where it is not, it
	// may all the same.
	Plus bool
	// PerDay is how many mails may leave in a day, 0 where no number is known.
	PerDay int
	// OAuth: no password is taken, only XOAUTH2.
	OAuth bool
	// Grouped: passwords for programs are shown in groups, and typed without
	// the spaces between.
	Grouped bool
	// FR and EN say what there is to know before logging in, "" for nothing.
	FR, EN string
}

// providers are those that associations use. Servers and logins are those of
// the public pages named beside them; what no page says is left unknown.
var providers = []*Provider{
	{
		// OVHcloud guides, "Premiers pas avec l'offre MX Plan" (servers),
		// "FAQ e-mails OVHcloud" (mx0 to mx3.mail.ovh.net), "Configurer son
		// adresse E-mail Pro" (pro1, pro2 …). Zimbra accounts use ssl0 too. Its
		// refusals say "limit of 200 messages" an hour, which is no number a day.
		Name: "OVH", Domains: []string{"ovh.fr"},
		MX:   []string{".mail.ovh.net", ".ovh.net"},
		IMAP: "ssl0.ovh.net:993", SMTP: "ssl0.ovh.net:465",
		FR: "Avec une offre E-mail Pro ou Exchange d’OVH, le serveur a un autre nom (pro1.mail.ovh.net, ex5.mail.ovh.net…) : c’est la « Référence serveur » de l’espace client. OVH laisse partir environ 200 messages par heure.",
		EN: "With OVH’s Email Pro or Exchange, the server has another name (pro1.mail.ovh.net, ex5.mail.ovh.net…): it is the “server reference” in the control panel. OVH lets about 200 messages an hour leave.",
	},
	{
		// Gandi documentation, "What Are the Limits of Gandi's Email Service?",
		// and the zones it gives out: MX 10 spool.mail.gandi.net, 50 fb.mail.gandi.net.
		Name: "Gandi",
		MX:   []string{".mail.gandi.net"},
		IMAP: "mail.gandi.net:993", SMTP: "mail.gandi.net:465",
	},
	{
		// Delta Chat provider database, infomaniak.com; Infomaniak knowledge
		// base, "Configure the MX" (mta-gw.infomaniak.ch).
		Name: "Infomaniak", Domains: []string{"ik.me", "ikmail.com", "etik.com"},
		MX:   []string{".infomaniak.ch", ".infomaniak.com"},
		IMAP: "mail.infomaniak.com:993", SMTP: "mail.infomaniak.com:465",
	},
	{
		// Mailo help, "Mail clients"; Delta Chat provider database, mailo.com;
		// zones in public repositories (mx.mailo.com).
		Name: "Mailo", Domains: []string{"mailo.com", "mailo.eu", "netcourrier.com", "net-c.com", "net-c.fr", "netc.fr", "netc.eu"},
		MX:   []string{".mailo.com"},
		IMAP: "mail.mailo.com:993", SMTP: "mail.mailo.com:465",
	},
	{
		// "Configuration de messageries", jasonchampagne/FormationVideo; MX in
		// the tests of sisimai (smtpz4.laposte.net).
		Name: "La Poste", Domains: []string{"laposte.net"},
		MX:   []string{".laposte.net"},
		IMAP: "imap.laposte.net:993", SMTP: "smtp.laposte.net:465",
	},
	{
		// Thunderbird autoconfig, ispdb/orange.fr.xml.
		Name: "Orange", Domains: []string{"orange.fr", "wanadoo.fr"},
		MX:   []string{"smtp-in.orange.fr", "smtp-in2.orange.fr"},
		IMAP: "imap.orange.fr:993", SMTP: "smtp.orange.fr:465",
	},
	{
		// Thunderbird autoconfig, ispdb/free.fr.xml: the part before @ logs in.
		Name: "Free", Domains: []string{"free.fr"},
		MX:   []string{"mx1.free.fr", "mx2.free.fr"},
		IMAP: "imap.free.fr:993", SMTP: "smtp.free.fr:465", Local: true,
	},
	{
		// Mail of its members in public archives (mail.zaclys.net), and KDE's
		// bug tracker, an account of KMail (mail.zaclys.net:993; 587 with STARTTLS).
		Name: "Zaclys", Domains: []string{"zaclys.net", "zaclys.com"},
		MX:   []string{".zaclys.net", ".zaclys.com"},
		IMAP: "mail.zaclys.net:993", SMTP: "mail.zaclys.net:587",
	},
	{
		// Thunderbird autoconfig, ispdb/googlemail.com.xml; Gmail help, "Use
		// app passwords", "Limits for sending & getting mail" (500 a day),
		// "Create task-specific email addresses" (+).
		Name: "Gmail", Domains: []string{"gmail.com", "googlemail.com"},
		IMAP: "imap.gmail.com:993", SMTP: "smtp.gmail.com:465", Plus: true, PerDay: 500, Grouped: true,
		FR: "Gmail veut un « mot de passe d’application » : activez d’abord la validation en deux étapes, puis créez-le dans les réglages de sécurité du compte Google (myaccount.google.com/apppasswords).",
		EN: "Gmail wants an “app password”: turn on 2-Step Verification first, then create it in the security settings of the Google account (myaccount.google.com/apppasswords).",
	},
	{
		// As Gmail; Google Workspace help, "Gmail sending limits" (2000 a day),
		// "Set up MX records" (aspmx.l.google.com, smtp.google.com).
		Name: "Google Workspace",
		MX:   []string{".l.google.com", "smtp.google.com", ".googlemail.com"},
		IMAP: "imap.gmail.com:993", SMTP: "smtp.gmail.com:465", Plus: true, PerDay: 2000, Grouped: true,
		FR: "Google veut un « mot de passe d’application » : activez d’abord la validation en deux étapes, puis créez-le dans les réglages de sécurité du compte (myaccount.google.com/apppasswords). Qui administre le domaine doit l’avoir permis.",
		EN: "Google wants an “app password”: turn on 2-Step Verification first, then create it in the security settings of the account (myaccount.google.com/apppasswords). Whoever administers the domain must allow it.",
	},
	{
		// Thunderbird autoconfig, ispdb/hotmail.com.xml (OAuth2 alone);
		// Microsoft support, "Modern authentication methods now needed to
		// continue syncing Outlook email in non-Microsoft email apps".
		Name: "Outlook", Domains: []string{
			"outlook.com", "outlook.fr", "outlook.be", "hotmail.com", "hotmail.fr", "hotmail.be", "live.com", "live.fr", "live.be", "msn.com",
		},
		MX:   []string{".olc.protection.outlook.com"},
		IMAP: "outlook.office365.com:993", SMTP: "smtp-mail.outlook.com:587", Plus: true, OAuth: true,
		FR: microsoftFR, EN: microsoftEN,
	},
	{
		// Thunderbird autoconfig, ispdb/office365.com (servers); Microsoft
		// Learn, "Deprecation of Basic authentication in Exchange Online",
		// "Plus Addressing in Exchange Online"; MX *.mail.protection.outlook.com
		// and *.mx.microsoft.
		Name: "Microsoft 365", Domains: []string{"onmicrosoft.com"},
		MX:   []string{".mail.protection.outlook.com", ".mx.microsoft"},
		IMAP: "outlook.office365.com:993", SMTP: "smtp.office365.com:587", Plus: true, OAuth: true,
		FR: microsoftFR, EN: microsoftEN,
	},
}

const (
	microsoftFR = "Microsoft ne prend plus de mot de passe, seulement des jetons OAuth2. Pour recevoir, il faut une commande qui en imprime un (token_command) ; pour envoyer, toutdoux ne sait pas le faire, et il faut le serveur d’un autre hébergeur. Une boîte ailleurs est bien plus simple."
	microsoftEN = "Microsoft takes no password any more, only OAuth2 tokens. To receive, a command must print one (token_command); to send, toutdoux cannot do it, and needs a server of another provider. A mailbox elsewhere is much simpler."
)

// byDomain is the provider who gives out addresses of that domain, or nil.
func byDomain(domain string) *Provider {
	return first(func(p *Provider) bool { return slices.Contains(p.Domains, domain) })
}

// byMX is the provider whose server that is, or nil.
func byMX(host string) *Provider {
	return first(func(p *Provider) bool {
		return slices.ContainsFunc(p.MX, func(name string) bool { return matches(host, name) })
	})
}

// Of is the provider who is known to keep a server, given as host:port, or nil.
func Of(server string) *Provider {
	host, _, _ := strings.Cut(server, ":")
	return byServer(plain(host))
}

// byServer is the provider whose server that host is, or nil.
func byServer(host string) *Provider {
	if host == "" {
		return nil
	}
	return first(func(p *Provider) bool {
		return strings.HasPrefix(p.IMAP, host+":") || strings.HasPrefix(p.SMTP, host+":") ||
			slices.ContainsFunc(p.MX, func(name string) bool { return strings.HasPrefix(name, ".") && matches(host, name) })
	})
}

// matches tells whether host is name or, where name begins with a dot, ends
// with it.
func matches(host, name string) bool {
	return host == name || strings.HasPrefix(name, ".") && strings.HasSuffix(host, name)
}

func first(is func(*Provider) bool) *Provider {
	if i := slices.IndexFunc(providers, is); i >= 0 {
		return providers[i]
	}
	return nil
}
