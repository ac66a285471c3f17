package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/textproto"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
)

// commands are what scripts can do beside running the program: bring about what
// the program alone never would.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"found": found, "deliver": deliver, "setaside": setAside, "alarm": alarm, "loops": loops, "smarthost": smarthost,
}

// smarthost NAME has somebody take letters until the script ends, and puts where
// into that variable.
func smarthost(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	h := &mailtest.Smarthost{}
	h.Serve(l)
	ts.Defer(h.Close)
	ts.Setenv(args[0], l.Addr().String())
}

// found CONFIG INSTANT NAME... founds an association at that instant or now, with
// members of those names, in which Go's escapes stand for whatever might be in
// them; n1@asso.test and so on.
func found(ts *testscript.TestScript, _ bool, args []string) {
	cfg, err := config.Load(ts.MkAbs(args[0]))
	ts.Check(err)
	at := time.Now()
	if args[1] != "now" {
		at, err = time.Parse(time.RFC3339, args[1])
		ts.Check(err)
	}
	var founders []association.Founder
	for i, quoted := range args[2:] {
		name, err := strconv.Unquote(`"` + quoted + `"`)
		ts.Check(err)
		founders = append(founders, association.Founder{Name: name, Address: fmt.Sprintf("n%d@asso.test", i+1)})
	}
	ts.Check(association.Found(context.Background(), cfg, founders, at))
}

// deliver SOCKET FILE... hands mails to the list over LMTP (RFC 2033).
func deliver(ts *testscript.TestScript, _ bool, args []string) {
	conn, err := textproto.Dial("unix", ts.MkAbs(args[0]))
	ts.Check(err)
	defer conn.Close()
	hear := func(code int) {
		_, _, err := conn.ReadResponse(code)
		ts.Check(err)
	}
	ask := func(code int, line string) {
		ts.Check(conn.PrintfLine("%s", line))
		hear(code)
	}
	hear(220)
	ask(250, "LHLO mx.asso.test")
	for _, file := range args[1:] {
		ask(250, "MAIL FROM:<>")
		ask(250, "RCPT TO:<tdc@asso.test>")
		ask(354, "DATA")
		body := conn.DotWriter()
		_, err := body.Write([]byte(ts.ReadFile(file)))
		ts.Check(err)
		ts.Check(body.Close())
		hear(250)
	}
	ask(221, "QUIT")
}

// setAside DATA FILE PROBLEM keeps a mail, and sets it aside as a fault of ours
// would.
func setAside(ts *testscript.TestScript, _ bool, args []string) {
	register := open(ts, args[0])
	now := time.Now().UTC().Truncate(time.Second)
	raw := []byte(ts.ReadFile(args[1]))
	kept, err := register.Receive(context.Background(), []store.Arrival{
		{Source: store.LMTP, At: now, Accepted: now, Raw: raw, Identity: sha256.Sum256(raw), MessageID: intake.MessageID(raw)},
	})
	ts.Check(err)
	b, err := register.Begin(context.Background())
	ts.Check(err)
	ts.Check(b.Aside(kept[0], args[2]))
	ts.Check(b.Commit())
	ts.Check(register.Close())
}

// alarm DATA raises the alarm that many members' mail comes back.
func alarm(ts *testscript.TestScript, _ bool, args []string) {
	happen(ts, args[0], &governance.Alarmed{Bouncing: 9})
}

// loops DATA N lets N mails of our own come back, which nothing is done with.
func loops(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	happen(ts, args[0], slices.Repeat([]governance.Event{&governance.Ignored{Why: governance.WhyLoop}}, n)...)
}

// happen appends events to the log, without asking the rules.
func happen(ts *testscript.TestScript, folder string, events ...governance.Event) {
	register := open(ts, folder)
	head, err := register.Head(context.Background())
	ts.Check(err)
	var records []governance.Record
	for i, e := range events {
		records = append(records, governance.Record{Seq: head.Seq + 1 + int64(i), At: head.At, Event: e})
	}
	b, err := register.Begin(context.Background())
	ts.Check(err)
	ts.Check(b.Handle(store.Decision{Request: governance.Request{Kind: governance.KindTick, At: head.At}, Records: records}))
	ts.Check(b.Commit())
	ts.Check(register.Close())
}

func open(ts *testscript.TestScript, folder string) *store.Store {
	register, err := store.Open(filepath.Clean(ts.MkAbs(folder)), store.Options{})
	ts.Check(err)
	return register
}
