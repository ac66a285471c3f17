package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"toutdoux/internal/config"
)

// The files of the association, in the sandbox's folder.
const (
	configFile    = "toutdoux.toml"
	charterFile   = "charter.md"
	lmtpSocket    = "lmtp.sock"
	lettersSocket = "smtp.sock"
	clockFile     = "clock"      // what it said when it was last closed
	halfTold      = "unfinished" // there while the history is being told
)

// longestSocket is about how long the path of a unix socket may be (sun_path,
// unix(7)).
const longestSocket = 100

// configure reads the configuration of a folder that a sandbox was in, or writes
// one into a folder with nothing in it. It tells whether it was there.
func configure(folder, locale string, now time.Time) (cfg *config.Config, known bool, err error) {
	if len(filepath.Join(folder, "data", "toutdoux.sock")) > longestSocket {
		return nil, false, fmt.Errorf("%s is too long a path for a socket: choose a folder with a shorter one", folder)
	}
	if err := clear(folder); err != nil {
		return nil, false, err
	}
	path := filepath.Join(folder, configFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		cfg, err := begin(folder, locale, now)
		return cfg, false, err
	}
	if cfg, err = config.Load(path); err != nil {
		return nil, false, err
	}
	if cfg.List.Address != list {
		return nil, false, fmt.Errorf("%s is the configuration of %s, not of a sandbox: choose another folder", path, cfg.List.Address)
	}
	cfg.Receive.LMTP = &config.LMTP{Listen: config.Endpoint{Network: "unix", Address: filepath.Join(folder, lmtpSocket)}} // it may have been moved
	return cfg, true, nil
}

// clear takes away what is left of a sandbox that was interrupted before it had
// begun.
func clear(folder string) error {
	if _, err := os.Stat(filepath.Join(folder, halfTold)); err != nil {
		return nil
	}
	for _, name := range []string{"data", "mail", configFile, charterFile, clockFile, lmtpSocket, lettersSocket, halfTold} { // the mark last
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("begin the sandbox again: %w", err)
		}
	}
	return nil
}

// begin writes the association's files into an empty folder.
func begin(folder, locale string, now time.Time) (*config.Config, error) {
	others, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look into the sandbox's folder: %w", err)
	}
	if len(others) > 0 {
		return nil, fmt.Errorf("%s is not empty, and no sandbox was in it: choose another folder", folder)
	}
	charter, err := stories.ReadFile("story/charter-" + locale + ".md")
	if err != nil {
		return nil, fmt.Errorf("read the charter: %w", err)
	}
	text := settings(folder, locale, now)
	cfg, err := config.Parse(filepath.Join(folder, configFile), []byte(text))
	if err != nil {
		return nil, err
	}
	for _, file := range []struct{ name, text string }{{halfTold, ""}, {configFile, text}, {charterFile, string(charter)}} {
		if err := os.WriteFile(filepath.Join(folder, file.name), []byte(file.text), 0o640); err != nil {
			return nil, fmt.Errorf("begin the sandbox: %w", err)
		}
	}
	return cfg, nil
}

// begun notes that the history is told.
func (s *Sandbox) begun() error {
	if err := os.Remove(filepath.Join(s.folder, halfTold)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("begin the sandbox: %w", err)
	}
	return nil
}

// readClock is what the clock of a folder said last, zero where that is not known.
func readClock(folder string) time.Time {
	text, err := os.ReadFile(filepath.Join(folder, clockFile))
	if err != nil {
		return time.Time{}
	}
	at, _ := time.Parse(time.RFC3339Nano, string(text)) // the zero time where it is no instant
	return at
}

func writeClock(folder string, at time.Time) error {
	if err := os.WriteFile(filepath.Join(folder, clockFile), []byte(at.UTC().Format(time.RFC3339Nano)), 0o640); err != nil {
		return fmt.Errorf("keep the sandbox's clock: %w", err)
	}
	return nil
}

// settings is the configuration of the association. It looks for ghosts after a
// month, so that its short history has one, and closes an action as soon as its
// deadline has passed: here no mail is on its way.
func settings(folder, locale string, now time.Time) string {
	review := now.AddDate(0, 0, -reviewed)
	if review.Month() == time.February && review.Day() == 29 {
		review = review.AddDate(0, 0, -1) // no statute names that day
	}
	return fmt.Sprintf(`# A sandbox: see "toutdoux sandbox".
[organisation]
name = %q
locale = %q
data = "data"
charter = %q

[list]
address = %q
owner = %q
recipient_delimiter = "+"

[statutes]
ghost.silence = "1 month"
ghost.review = "%s, %s"

[receive.lmtp]
listen = %s

[send.smtp]
address = "127.0.0.1:25"              # never dialled: letters go to the mailboxes of the sandbox

[trust]
authserv_id = %q
received_by = %q

[limits]
settle = "0 seconds"

[monitor]
listen = ""
`, name, locale, charterFile, list, "contact@"+domain, review.Format("2 January"), review.AddDate(0, 0, 180).Format("2 January"),
		strconv.Quote("unix:"+filepath.Join(folder, lmtpSocket)), host, host)
}
