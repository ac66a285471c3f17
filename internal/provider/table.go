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

// providers are those that associations use. Beside each stand the public pages
// and repositories that its servers, logins and numbers were read in; what none
// of them says is left unknown.
var providers = []*Provider{
	{
		// OVHcloud guides: "Premiers pas avec l'offre MX Plan" (servers), "FAQ
		// e-mails OVHcloud" (MX mx0 to mx3.mail.ovh.net), those of E-mail Pro
		// (pro1, pro2 …). Public repositories: Zimbra accounts use ssl0 too; a
		// refusal says "limit of 200 messages" an hour, which is none a day.
		Name: "OVH",
		MX:   []string{".mail.ovh.net", ".ovh.net"},
		IMAP: "ssl0.ovh.net:993", SMTP: "ssl0.ovh.net:465",
		FR: "Avec une offre E-mail Pro ou Exchange d’OVH, le serveur a un autre nom (pro1.mail.ovh.net, ex5.mail.ovh.net…) : c’est la « Référence serveur » de l’espace client. OVH laisse partir environ 200 messages par heure.",
		EN: "With OVH’s Email Pro or Exchange, the server has another name (pro1.mail.ovh.net, ex5.mail.ovh.net…): it is the “server reference” in the control panel. OVH lets about 200 messages an hour leave.",
	},
	{
		// Gandi documentation: "Standard email settings" (servers, the mailbox's
		// password), "Check for Correct MX Records"; "What Are the Limits of
		// Gandi's Email Service?" as a public repository quotes it: 8000 a day,
		// 1000 an hour.
		Name: "Gandi",
		MX:   []string{".mail.gandi.net"},
		IMAP: "mail.gandi.net:993", SMTP: "mail.gandi.net:465", PerDay: 8000,
		FR: "Gandi veut le mot de passe de cette boîte, et non celui du compte Gandi.",
		EN: "Gandi wants the password of this mailbox, not that of the Gandi account.",
	},
	{
		// Delta Chat provider database, infomaniak.com (servers); Infomaniak
		// knowledge base, "Service Mail" (the address's password), "Mail
		// Infomaniak" (ik.me, etik.com); zones in public repositories (MX).
		Name: "Infomaniak", Domains: []string{"ik.me", "etik.com"},
		MX:   []string{".infomaniak.ch", ".infomaniak.com"},
		IMAP: "mail.infomaniak.com:993", SMTP: "mail.infomaniak.com:465",
		FR: "Infomaniak veut le mot de passe de cette adresse, et non celui du compte Infomaniak.",
		EN: "Infomaniak wants the password of this address, not that of the Infomaniak account.",
	},
	{
		// Public programs (mail.mailo.com, with 465 and 587; mailo.com,
		// net-c.com and netc.fr as one); Delta Chat provider database, mailo.com,
		// has imap. and smtp.mailo.com; zones in public repositories (MX).
		Name: "Mailo", Domains: []string{"mailo.com", "net-c.com", "netc.fr"},
		MX:   []string{".mailo.com"},
		IMAP: "mail.mailo.com:993", SMTP: "mail.mailo.com:465",
	},
	{
		// "Configuration de messageries" of jasonchampagne/FormationVideo; MX in
		// the tests of sisimai (smtpz4.laposte.net).
		Name: "La Poste", Domains: []string{"laposte.net"},
		MX:   []string{".laposte.net"},
		IMAP: "imap.laposte.net:993", SMTP: "smtp.laposte.net:465",
	},
	{
		// Thunderbird autoconfig, ispdb/orange.fr.xml; MX in public repositories.
		Name: "Orange", Domains: []string{"orange.fr", "wanadoo.fr"},
		MX:   []string{"smtp-in.orange.fr", "smtp-in2.orange.fr"},
		IMAP: "imap.orange.fr:993", SMTP: "smtp.orange.fr:465",
	},
	{
		// Thunderbird autoconfig, ispdb/free.fr.xml: the part before @ logs in; MX
		// in public repositories.
		Name: "Free", Domains: []string{"free.fr"},
		MX:   []string{"mx1.free.fr", "mx2.free.fr"},
		IMAP: "imap.free.fr:993", SMTP: "smtp.free.fr:465", Local: true,
	},
	{
		// Public programs and mail (mail.zaclys.net: 993, and 587 with STARTTLS);
		// of its MX nothing is known but its domain.
		Name: "Zaclys", Domains: []string{"zaclys.net", "zaclys.com"},
		MX:   []string{".zaclys.net", ".zaclys.com"},
		IMAP: "mail.zaclys.net:993", SMTP: "mail.zaclys.net:587",
	},
	{
		// Thunderbird autoconfig, ispdb/googlemail.com.xml; Google, "IMAP, POP,
		// and SMTP"; Delta Chat provider database, gmail (app password); Nylas
		// cookbook, "Gmail SMTP settings" (500 a day, 2000 with Workspace); + as
		// many pages have it.
		Name: "Gmail", Domains: []string{"gmail.com", "googlemail.com"},
		IMAP: "imap.gmail.com:993", SMTP: "smtp.gmail.com:465", Plus: true, PerDay: 500, Grouped: true,
		FR: googleFR, EN: googleEN,
	},
	{
		// As Gmail; MX *.l.google.com and smtp.google.com in public repositories.
		Name: "Google Workspace",
		MX:   []string{".l.google.com", "smtp.google.com", ".googlemail.com"},
		IMAP: "imap.gmail.com:993", SMTP: "smtp.gmail.com:465", Plus: true, PerDay: 2000, Grouped: true,
		FR: googleFR, EN: googleEN,
	},
	{
		// Thunderbird autoconfig, ispdb/hotmail.com.xml (OAuth2 alone, MX);
		// simonrob/email-oauth2-proxy, issue 297: app passwords neither.
		Name: "Outlook", Domains: []string{
			"outlook.com", "outlook.fr", "outlook.be", "hotmail.com", "hotmail.fr", "hotmail.be", "live.com", "live.fr", "live.be", "msn.com",
		},
		MX:   []string{".olc.protection.outlook.com"},
		IMAP: "outlook.office365.com:993", SMTP: "smtp-mail.outlook.com:587", Plus: true, OAuth: true,
		FR: microsoftFR, EN: microsoftEN,
	},
	{
		// Thunderbird autoconfig, ispdb/office365.com (servers, MX), before
		// Microsoft's "Deprecation of Basic authentication in Exchange Online";
		// GitLab merge request 183743 (+ is on unless it was turned off); MX
		// *.mx.microsoft in a public repository.
		Name: "Microsoft 365", Domains: []string{"onmicrosoft.com"},
		MX:   []string{".mail.protection.outlook.com", ".mx.microsoft"},
		IMAP: "outlook.office365.com:993", SMTP: "smtp.office365.com:587", Plus: true, OAuth: true,
		FR: microsoftFR, EN: microsoftEN,
	},
}

const (
	googleFR = "Google veut un « mot de passe d’application » : activez d’abord la validation en deux étapes du compte, puis créez-le sur myaccount.google.com/apppasswords."
	googleEN = "Google wants an “app password”: turn on the account’s 2-Step Verification first, then create it at myaccount.google.com/apppasswords."

	microsoftFR = "Microsoft ne prend plus de mot de passe, seulement des jetons OAuth2 : il faut, sur cette machine, une commande qui en imprime un. Une boîte ailleurs est bien plus simple."
	microsoftEN = "Microsoft takes no password any more, only OAuth2 tokens: a command on this machine must print one. A mailbox elsewhere is much simpler."
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
