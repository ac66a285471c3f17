package main

import "strings"

// languageOf is the one of ours that the environment asks for (POSIX, Locale):
// fr, or else en.
func languageOf(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "fr") {
				return "fr"
			}
			return "en"
		}
	}
	return "en"
}
