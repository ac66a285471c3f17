package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/config"
	"toutdoux/internal/explain"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
)

func explainCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain [FILE.eml|-]",
		Short: "Say what the daemon would make of a mail, and why; change nothing",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadIfAny(cmd)
			if err != nil {
				return err
			}
			raw, err := rawMail(cfg, append(args, "-")[0], cmd.InOrStdin())
			if err != nil {
				return err
			}
			answer, err := explain.Read(cfg, zoneOf(cfg), raw, time.Now())
			if err != nil {
				return err
			}
			if asJSON {
				return printInert(cmd.OutOrStdout(), explanationOf(answer.Request, zoneOf(cfg)))
			}
			answer.Look(cmd.Context())
			return printLines(cmd.OutOrStdout(), answer.Tell(languageFor(cfg)))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// printLines writes lines that move no terminal's cursor.
func printLines(out io.Writer, lines []string) error {
	buffered := bufio.NewWriter(out)
	for _, line := range lines {
		fmt.Fprintln(buffered, printable(line))
	}
	return buffered.Flush()
}

// loadIfAny is load where nothing names a configuration too, or only one that
// stands around and is not ours to read.
func loadIfAny(cmd *cobra.Command) (*config.Config, error) {
	named := cmd.Flags().Changed("config") || os.Getenv(config.EnvFile) != ""
	if _, err := config.Find(""); err != nil && !named {
		return nil, nil
	}
	cfg, err := load(cmd)
	if errors.Is(err, fs.ErrPermission) && !named {
		return nil, nil
	}
	return cfg, err
}

func zoneOf(cfg *config.Config) *time.Location {
	if cfg == nil {
		return time.Local
	}
	return cfg.Zone()
}

func languageFor(cfg *config.Config) string {
	if cfg == nil {
		return languageOf(os.Getenv)
	}
	return cfg.Organisation.Locale
}

// rawMail reads a mail from a file or from in, and no byte after the first too
// many.
func rawMail(cfg *config.Config, name string, in io.Reader) ([]byte, error) {
	most := int64(intake.DefaultLimits().Size)
	if cfg != nil {
		most = int64(cfg.Limits.MailSize)
	}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read mail: %w", err)
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, fmt.Errorf("read mail: %w", err)
	}
	return raw, nil
}

// explanation is the object that `explain --json` prints: its names and words
// are relied on by others ("explain" in the README).
type explanation struct {
	Kind      governance.Kind     `json:"kind"`
	From      string              `json:"from,omitempty"`
	Subject   string              `json:"subject,omitempty"`
	MessageID string              `json:"message_id,omitempty"`
	Why       string              `json:"why,omitempty"`
	Problem   string              `json:"problem,omitempty"`
	Action    *explainedAction    `json:"action,omitempty"`
	Assembly  *explainedAssembly  `json:"assembly,omitempty"`
	Votes     []explainedVote     `json:"votes,omitempty"`
	Request   governance.Verb     `json:"request,omitempty"`
	Uncertain bool                `json:"uncertain"`
	Command   governance.Verb     `json:"command,omitempty"`
	Until     string              `json:"until,omitempty"` // the last day of a vacation, ISO 8601
	ReplyText string              `json:"reply_text,omitempty"`
	Files     []explainedFile     `json:"attachments,omitempty"`
	Bounces   []governance.Bounce `json:"bounces,omitempty"`
}

type explainedAction struct {
	Type      governance.ActionType `json:"type"`
	Title     string                `json:"title"`
	CostCents int64                 `json:"cost_cents,omitempty"`
	Urgent    bool                  `json:"urgent"`
	Effects   []explainedEffect     `json:"effects,omitempty"`
}

type explainedEffect struct {
	Type   string `json:"type"`
	Member string `json:"member,omitempty"`
	Value  string `json:"value,omitempty"`
	Until  string `json:"until,omitempty"` // the last day of a mandate, ISO 8601
}

// explainedFile is what a mail brings beside its words.
type explainedFile struct {
	Name    string             `json:"name"`
	Type    string             `json:"type,omitempty"`
	LeftOut governance.LeftOut `json:"left_out,omitempty"` // why it would not be passed on
}

type explainedAssembly struct {
	Type    governance.ActionType `json:"type"`
	Title   string                `json:"title"`
	Problem governance.Why        `json:"problem,omitempty"`
	Minutes int                   `json:"minutes,omitempty"`
	Place   string                `json:"place,omitempty"`
	At      *time.Time            `json:"at,omitempty"`
}

type explainedVote struct {
	Action int               `json:"action"` // 0: the thread would tell
	Choice governance.Choice `json:"choice"`
}

// requests are the verbs that are asked for in a thread; the others are
// commands.
var requests = []governance.Verb{
	governance.VerbPause, governance.VerbWithdraw, governance.VerbDone, governance.VerbRequalify, governance.VerbResign,
	governance.VerbConcern, governance.VerbConclude, governance.VerbPresent, governance.VerbAbsent, governance.VerbProxy,
	governance.VerbAgenda,
	governance.VerbContest, governance.VerbAccept,
}

func explanationOf(r governance.Request, zone *time.Location) explanation {
	e := explanation{
		Kind: r.Kind, From: r.From, Subject: r.Subject, MessageID: r.MessageID, Why: r.Why, Problem: r.Problem,
		Uncertain: r.Uncertain, Until: lastDay(r.Until, zone), ReplyText: r.Words, Bounces: r.Bounces,
	}
	if p := r.Proposal; p != nil {
		e.Action = &explainedAction{Type: p.Type, Title: p.Title, CostCents: p.CostCents, Urgent: p.Urgent}
		for _, f := range p.Effects {
			e.Action.Effects = append(e.Action.Effects, explainedEffect{f.Type, f.Member, f.Value, lastDay(f.Until, zone)})
		}
	}
	if c := r.Call; c != nil && r.Kind == governance.KindAction {
		e.Assembly = &explainedAssembly{c.Type, c.Title, c.Problem, c.Minutes, c.Place, nil}
		if !c.At.IsZero() {
			e.Assembly.At = &c.At
		}
	}
	if slices.Contains(requests, r.Verb) {
		e.Request = r.Verb
	} else {
		e.Command = r.Verb
	}
	for _, f := range r.Files {
		e.Files = append(e.Files, explainedFile{f.Name, f.Media, f.Left})
	}
	for _, v := range r.Votes {
		e.Votes = append(e.Votes, explainedVote{v.Action, v.Choice})
	}
	return e
}

// lastDay is the day before a first instant, "" for none.
func lastDay(until time.Time, zone *time.Location) string {
	if until.IsZero() {
		return ""
	}
	return until.Add(-time.Second).In(zone).Format(time.DateOnly)
}
