package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/compose"
	"toutdoux/internal/page"
	"toutdoux/internal/sandbox"
	"toutdoux/internal/setup"
)

// stage is the sandbox, and where it is reached.
type stage struct {
	sandbox.Options
	web, imap, smtp port
}

// port is where something listens.
type port struct {
	address string // asked for, then found
	chosen  bool   // by somebody: no other will do
	net.Listener
}

func sandboxCommand() *cobra.Command {
	var s stage
	var verbose bool
	cmd := &cobra.Command{
		Use:   "sandbox [DIR]",
		Short: "Try everything on this machine, in a browser, with eight people who never were",
		Long: "Runs a fictional association on a quick clock, with a page to look at it, and a mailbox for\n" +
			"each of its people that any mail program reads by IMAP and writes from by SMTP. Nothing leaves\n" +
			"this machine, and nothing is left on it, unless a folder is given.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Folder, s.Locale = strings.Join(args, ""), cmp.Or(s.Locale, languageOf(os.Getenv))
			if s.Locale != "fr" && s.Locale != "en" {
				return usageError{fmt.Errorf("no language %q: write fr or en", s.Locale)}
			}
			if s.Day != 0 && s.Day < time.Second {
				return usageError{errors.New("a day takes a second at least: write --day 10s")}
			}
			if verbose {
				s.Log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			}
			flags := cmd.Flags()
			s.web.chosen, s.imap.chosen, s.smtp.chosen = flags.Changed("web"), flags.Changed("imap"), flags.Changed("smtp")
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGHUP) // its terminal is closed
			defer stop()
			return s.play(ctx, cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.DurationVar(&s.Day, "day", 0, "how long a day takes, as in 10s, at least 1s; as long as everywhere unless given")
	flags.StringVar(&s.Locale, "locale", "", "language, fr or en; that of this machine unless given")
	flags.StringVar(&s.web.address, "web", "127.0.0.1:8025", "`ADDRESS` of the page")
	flags.StringVar(&s.imap.address, "imap", "127.0.0.1:1143", "`ADDRESS` that mail programs read at")
	flags.StringVar(&s.smtp.address, "smtp", "127.0.0.1:1025", "`ADDRESS` that mail programs send to")
	flags.BoolVar(&verbose, "log", false, "print the daemon's log")
	return cmd
}

// play runs the sandbox until ctx is done.
func (s *stage) play(ctx context.Context, out io.Writer) (err error) {
	for _, p := range []struct {
		*port
		flag string
	}{{&s.web, "--web"}, {&s.imap, "--imap"}, {&s.smtp, "--smtp"}} {
		if err := p.open(p.flag); err != nil {
			return err
		}
		defer p.Close()
	}
	box, err := sandbox.Open(ctx, s.Options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	web := http.Server{Handler: page.New(box, page.Options{IMAP: s.imap.address, SMTP: s.smtp.address})}
	defer web.Close()
	faults := make(chan error, 3)
	go func() { faults <- web.Serve(s.web) }()
	go func() { faults <- box.ServeIMAP(s.imap) }()
	go func() { faults <- box.ServeSMTP(s.smtp) }()
	if err := s.announce(out, box); err != nil {
		return err
	}
	select {
	case err = <-faults:
	case <-box.Ended():
	case <-ctx.Done():
	}
	return err
}

// open listens on this machine alone, where everybody's password is known. Where
// a port that nobody chose is taken, another will do.
func (p *port) open(flag string) (err error) {
	host, _, err := net.SplitHostPort(p.address)
	if err != nil {
		return usageError{fmt.Errorf("no address %q: write it as in 127.0.0.1:8025", p.address)}
	}
	if at, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !at.IsLoopback()) {
		return usageError{fmt.Errorf("the sandbox is for this machine alone, and %s is not: write 127.0.0.1", host)}
	}
	p.Listener, err = net.Listen("tcp", p.address)
	if errors.Is(err, syscall.EADDRINUSE) && !p.chosen {
		p.Listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		err = fmt.Errorf("%w: stop what listens there, or take a free port: %s 127.0.0.1:0", err, flag)
	}
	if err != nil {
		return fmt.Errorf("open the sandbox: %w", err)
	}
	p.address = p.Addr().String()
	return nil
}

// announcements say what there is to try.
var announcements = map[string]string{
	"fr": `Le bac à sable est ouvert. Dans un navigateur : http://{{.Web}}/

Ou dans un logiciel de courrier, pour jouer l’un des membres :
  IMAP {{.IMAP}} et SMTP {{.SMTP}}, sans chiffrement
  utilisateur : {{.Users}}
  mot de passe : {{.Password}}

{{if .Kept}}Tout reste dans {{.Folder}}.{{else}}Rien ne sort de cette machine, et rien n’en reste à la fin (Ctrl-C).{{end}}
Pendant ce temps, dans un autre terminal : {{.Program}} log --config {{.Config}}
`,
	"en": `The sandbox is open. In a browser: http://{{.Web}}/

Or in a mail program, to play one of the members:
  IMAP {{.IMAP}} and SMTP {{.SMTP}}, without encryption
  user: {{.Users}}
  password: {{.Password}}

{{if .Kept}}Everything stays in {{.Folder}}.{{else}}Nothing leaves this machine, and nothing is left of it in the end (Ctrl-C).{{end}}
Meanwhile, in another terminal: {{.Program}} log --config {{.Config}}
`,
}

func (s *stage) announce(out io.Writer, box *sandbox.Sandbox) error {
	cfg := box.Config()
	words := compose.SpeechOf(cfg.Organisation.Locale, cfg.Zone()).Typeset(announcements[cfg.Organisation.Locale])
	t, err := template.New("").Parse(words)
	if err != nil {
		return err
	}
	var users []string
	for _, p := range box.People() {
		users = append(users, p.User)
	}
	return t.Execute(out, map[string]any{
		"Web": s.web.address, "IMAP": s.imap.address, "SMTP": s.smtp.address, "Users": strings.Join(users, ", "), "Password": sandbox.Password,
		"Kept": s.Folder != "", "Folder": box.Folder(), "Config": setup.ShellWord(filepath.Join(box.Folder(), "toutdoux.toml")),
		"Program": program(),
	})
}

// program is how this program is called: as it was, or by name where that finds
// it.
func program() string {
	named, err := exec.LookPath("toutdoux")
	started, ours := os.Executable()
	if err == nil && ours == nil && named == started {
		return "toutdoux"
	}
	if strings.Contains(started, "go-build") { // by go run
		return "go run ./cmd/toutdoux"
	}
	return setup.ShellWord(os.Args[0])
}
