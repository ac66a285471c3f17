package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// console is whoever sits before the program, or the lines of a pipe. What
// comes through a pipe is written back, secrets excepted, so that what is
// printed reads as it would on a terminal.
type console struct {
	ctx      context.Context
	lines    *bufio.Reader
	out      io.Writer
	terminal int   // file descriptor of the terminal, -1 for a pipe
	err      error // of writing
}

func newConsole(ctx context.Context, in io.Reader, out io.Writer) *console {
	c := &console{ctx: ctx, lines: bufio.NewReader(in), out: out, terminal: -1}
	if file, is := in.(*os.File); is && term.IsTerminal(int(file.Fd())) {
		c.terminal = int(file.Fd())
	}
	return c
}

// Say prints a line, in which nothing can move the cursor. A terminal gets it
// with its words whole, unless it is set in as it is.
func (c *console) Say(line string) {
	line = printable(line)
	if c.terminal >= 0 && !strings.HasPrefix(line, " ") {
		c.print(fold("", line))
		return
	}
	c.print(line + "\n")
}

func (c *console) print(text string) {
	_, err := io.WriteString(c.out, text)
	c.err = errors.Join(c.err, err)
}

// Line asks for one line. It gives up when the program is interrupted.
func (c *console) Line(prompt string) (string, error) {
	c.print(printable(prompt))
	line, err := c.wait(c.read)
	switch {
	case err != nil:
		c.print("\n")
	case c.terminal < 0:
		c.Say(line)
	}
	return line, err
}

// Secret is Line for what must not be seen. Interrupted, it leaves a terminal
// that shows again what is typed.
func (c *console) Secret(prompt string) (string, error) {
	if prompt != "" {
		c.print(printable(prompt))
		defer c.print("\n")
	}
	if c.terminal < 0 {
		return c.wait(c.read)
	}
	before, err := term.GetState(c.terminal)
	if err != nil {
		return "", fmt.Errorf("read the terminal's state: %w", err)
	}
	line, err := c.wait(func() (string, error) {
		secret, err := term.ReadPassword(c.terminal)
		return string(secret), err
	})
	return line, errors.Join(err, term.Restore(c.terminal, before))
}

// read takes one line without its end; a last line may have none.
func (c *console) read() (string, error) {
	line, err := c.lines.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// wait waits for a line, or until the program is interrupted: what reads then
// still hangs, and ends with the program.
func (c *console) wait(read func() (string, error)) (string, error) {
	type answer struct {
		line string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		line, err := read()
		got <- answer{line, err}
	}()
	select {
	case a := <-got:
		return a.line, a.err
	case <-c.ctx.Done():
		return "", c.ctx.Err()
	}
}
