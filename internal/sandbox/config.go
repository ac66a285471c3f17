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
	configFile  = "toutdoux.toml"
	charterFile = "charter.md"
)

// longestSocket is about how long the path of a unix socket may be (sun_path,
// unix(7)).
const longestSocket = 100

// configure reads the configuration of the folder, or writes one. It tells
// whether it was there.
func configure(folder, locale string, now time.Time) (cfg *config.Config, known bool, err error) {
	path := filepath.Join(folder, configFile)
	if len(filepath.Join(folder, "data", "toutdoux.sock")) > longestSocket {
		return nil, false, fmt.Errorf("%s is too long a path for a socket: choose a folder with a shorter one", folder)
	}
	if _, err := os.Stat(path); err == nil {
		cfg, err := config.Load(path)
		if err == nil && cfg.List.Address != list {
			err = fmt.Errorf("%s is the configuration of %s, not of a sandbox: choose another folder", path, cfg.List.Address)
		}
		return cfg, true, err
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, false, fmt.Errorf("read configuration: %w", err)
	}
	charter, err := stories.ReadFile("story/charter-" + locale + ".md")
	if err != nil {
		return nil, false, fmt.Errorf("read the charter: %w", err)
	}
	text := settings(folder, locale, now)
	if cfg, err = config.Parse(path, []byte(text)); err != nil {
		return nil, false, err
	}
	return cfg, false, errors.Join(os.WriteFile(path, []byte(text), 0o640), os.WriteFile(filepath.Join(folder, charterFile), charter, 0o640))
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
		strconv.Quote("unix:"+filepath.Join(folder, "lmtp.sock")), host, host)
}
