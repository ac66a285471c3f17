package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// progress says on a terminal what is being done or waited for, on one line
// that done clears. Elsewhere it says nothing.
func progress(out io.Writer) (say func(what string), done func()) {
	if !terminal(out) {
		return func(string) {}, func() {}
	}
	const clear = "\r\x1b[K"
	say = func(what string) {
		if columns(what) > pageWidth {
			what = what[:pageWidth-1] + "…"
		}
		fmt.Fprint(out, clear+what)
	}
	return say, func() { fmt.Fprint(out, clear) }
}

func terminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
