package governance

// kind names each event as the log does; texts lists its free texts in an
// order that never changes, for they are numbered by it.

func (*Founded) kind() string   { return "founded" }
func (*Founded) texts() []*Text { return nil }

func (*Joined) kind() string     { return "joined" }
func (e *Joined) texts() []*Text { return []*Text{&e.Name, &e.Address} }

func (*Introduced) kind() string   { return "introduced" }
func (*Introduced) texts() []*Text { return nil }

func (*VotingBegan) kind() string   { return "voting_began" }
func (*VotingBegan) texts() []*Text { return nil }

func (*AddressAdded) kind() string     { return "address_added" }
func (e *AddressAdded) texts() []*Text { return []*Text{&e.Address} }

func (*Renamed) kind() string     { return "renamed" }
func (e *Renamed) texts() []*Text { return []*Text{&e.Name} }

func (*LeaveBegan) kind() string   { return "leave_began" }
func (*LeaveBegan) texts() []*Text { return nil }

func (*LeaveEnded) kind() string   { return "leave_ended" }
func (*LeaveEnded) texts() []*Text { return nil }

func (*Departed) kind() string   { return "departed" }
func (*Departed) texts() []*Text { return nil }

func (*Authenticated) kind() string   { return "authenticated" }
func (*Authenticated) texts() []*Text { return nil }

func (*Bounced) kind() string   { return "bounced" }
func (*Bounced) texts() []*Text { return nil }

func (*BecameUnreachable) kind() string   { return "became_unreachable" }
func (*BecameUnreachable) texts() []*Text { return nil }

func (*BecameReachable) kind() string   { return "became_reachable" }
func (*BecameReachable) texts() []*Text { return nil }

func (*Alarmed) kind() string   { return "alarmed" }
func (*Alarmed) texts() []*Text { return nil }

func (*Opened) kind() string { return "opened" }
func (e *Opened) texts() []*Text {
	list := []*Text{&e.Title, &e.Body, &e.MessageID}
	for i := range e.Effects {
		list = append(list, &e.Effects[i].Words)
	}
	return list
}

func (*Previewed) kind() string     { return "previewed" }
func (e *Previewed) texts() []*Text { return e.Would.texts() }

func (*WindowStarted) kind() string   { return "window_started" }
func (*WindowStarted) texts() []*Text { return nil }

func (*WindowStopped) kind() string   { return "window_stopped" }
func (*WindowStopped) texts() []*Text { return nil }

func (*Voted) kind() string     { return "voted" }
func (e *Voted) texts() []*Text { return []*Text{&e.Reason} }

func (*BallotVoided) kind() string   { return "ballot_voided" }
func (*BallotVoided) texts() []*Text { return nil }

func (*Paused) kind() string     { return "paused" }
func (e *Paused) texts() []*Text { return []*Text{&e.Reason} }

func (*Countered) kind() string   { return "countered" }
func (*Countered) texts() []*Text { return nil }

func (*Requalified) kind() string     { return "requalified" }
func (e *Requalified) texts() []*Text { return []*Text{&e.Reason} }

func (*Withdrawn) kind() string     { return "withdrawn" }
func (e *Withdrawn) texts() []*Text { return []*Text{&e.Reason} }

func (*Done) kind() string     { return "done" }
func (e *Done) texts() []*Text { return []*Text{&e.Report} }

func (*Closed) kind() string   { return "closed" }
func (*Closed) texts() []*Text { return nil }

func (*Reminded) kind() string   { return "reminded" }
func (*Reminded) texts() []*Text { return nil }

func (*Asked) kind() string   { return "asked" }
func (*Asked) texts() []*Text { return nil }

func (*Held) kind() string     { return "held" }
func (e *Held) texts() []*Text { return []*Text{&e.Adds} }

func (*HeldAsked) kind() string   { return "held_asked" }
func (*HeldAsked) texts() []*Text { return nil }

func (*Confirmed) kind() string   { return "confirmed" }
func (*Confirmed) texts() []*Text { return nil }

func (*Contested) kind() string   { return "contested" }
func (*Contested) texts() []*Text { return nil }

func (*Replied) kind() string   { return "replied" }
func (*Replied) texts() []*Text { return nil }

func (*Declined) kind() string     { return "declined" }
func (e *Declined) texts() []*Text { return []*Text{&e.Said} }

func (*StrangerWrote) kind() string   { return "stranger_wrote" }
func (*StrangerWrote) texts() []*Text { return nil }

func (*Ignored) kind() string   { return "ignored" }
func (*Ignored) texts() []*Text { return nil }

func (*Intervened) kind() string     { return "intervened" }
func (e *Intervened) texts() []*Text { return []*Text{&e.Reason} }

func (*Resumed) kind() string   { return "resumed" }
func (*Resumed) texts() []*Text { return nil }

func (*Faulted) kind() string   { return "faulted" }
func (*Faulted) texts() []*Text { return nil }

func (*WroteOwner) kind() string   { return "wrote_owner" }
func (*WroteOwner) texts() []*Text { return nil }
