package main

import (
	"fmt"
	"log/slog"
	"os"

	sd "github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve [FILE...]",
		Short: "Run the daemon, until SIGTERM",
		Long: "Serves the association of --config, or those of the configuration files given.\n" +
			"A change of a configuration needs a restart; on SIGTERM, what is under way is ended first.",
		RunE: func(cmd *cobra.Command, args []string) error {
			configs, err := loadAll(cmd, args)
			if err != nil {
				return err
			}
			world := daemon.World{
				Clock: daemon.Wall{}, Log: slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil)), Listen: daemon.Listen,
				Ready: func(line string) { fmt.Fprintln(cmd.OutOrStdout(), line) },
			}
			if os.Getenv("NOTIFY_SOCKET") != "" {
				world.Notify = func(state string) { sd.SdNotify(false, state) }
			}
			return daemon.New(configs, world).Run(cmd.Context())
		},
	}
}

// loadAll reads the configurations named, or the one that is found.
func loadAll(cmd *cobra.Command, files []string) ([]*config.Config, error) {
	if len(files) == 0 {
		cfg, err := load(cmd)
		return []*config.Config{cfg}, err
	}
	var configs []*config.Config
	for _, file := range files {
		cfg, err := config.Load(file)
		if err != nil {
			return nil, err
		}
		configs = append(configs, cfg)
	}
	return configs, nil
}
