package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"toutdoux/internal/association"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
)

// anAssociation is whose letters are shown where there is no configuration.
const anAssociation = `
[organisation]
name = "Picasoft"
[list]
address = "tdc@exemple.test"
recipient_delimiter = "+"
`

func lettersCommand() *cobra.Command {
	return group("letters", "Look at the letters, with an association's own words", false, lettersPreview())
}

func lettersPreview() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use: "preview FILE", Short: "Write a page of every letter with sample data", Args: exactly(1, "letters.html"),
		Long: "Writes every letter, text and HTML, in French in both forms of address and in English,\n" +
			"to one page for a browser. The association's own letters are tried first: one that\n" +
			"cannot be used is named with its line, and no page is written.",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadIfAny(cmd)
			if err == nil && cfg == nil {
				cfg, err = config.Parse("", []byte(anAssociation))
			}
			if err != nil {
				return err
			}
			if folder != "" {
				cfg.Letters.Templates = folder
			}
			house, err := association.House(cfg)
			if err != nil {
				return err
			}
			var page bytes.Buffer
			if err := compose.Preview(&page, house); err != nil {
				return err
			}
			if err := os.WriteFile(args[0], page.Bytes(), 0o666); err != nil {
				return fmt.Errorf("write the page of letters: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s shows every letter: open it in a browser\n", args[0])
			return err
		},
	}
	cmd.Flags().StringVar(&folder, "templates", "", "`FOLDER` of letters that override, instead of letters.templates")
	return cmd
}
