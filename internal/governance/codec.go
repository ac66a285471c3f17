package governance

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// kinds maps the stored name of each kind of event to a maker of it. A name
// never changes once a release has written it, whatever its Go type is called.
var kinds = map[string]func() Event{
	"founded":            func() Event { return new(Founded) },
	"joined":             func() Event { return new(Joined) },
	"introduced":         func() Event { return new(Introduced) },
	"voting_began":       func() Event { return new(VotingBegan) },
	"address_added":      func() Event { return new(AddressAdded) },
	"renamed":            func() Event { return new(Renamed) },
	"delivery_chosen":    func() Event { return new(DeliveryChosen) },
	"leave_began":        func() Event { return new(LeaveBegan) },
	"leave_ended":        func() Event { return new(LeaveEnded) },
	"departed":           func() Event { return new(Departed) },
	"authenticated":      func() Event { return new(Authenticated) },
	"bounced":            func() Event { return new(Bounced) },
	"became_unreachable": func() Event { return new(BecameUnreachable) },
	"became_reachable":   func() Event { return new(BecameReachable) },
	"alarmed":            func() Event { return new(Alarmed) },
	"resumed":            func() Event { return new(Resumed) },
	"opened":             func() Event { return new(Opened) },
	"previewed":          func() Event { return new(Previewed) },
	"window_started":     func() Event { return new(WindowStarted) },
	"window_stopped":     func() Event { return new(WindowStopped) },
	"voted":              func() Event { return new(Voted) },
	"ballot_voided":      func() Event { return new(BallotVoided) },
	"paused":             func() Event { return new(Paused) },
	"countered":          func() Event { return new(Countered) },
	"requalified":        func() Event { return new(Requalified) },
	"withdrawn":          func() Event { return new(Withdrawn) },
	"done":               func() Event { return new(Done) },
	"closed":             func() Event { return new(Closed) },
	"reminded":           func() Event { return new(Reminded) },
	"posted":             func() Event { return new(Posted) },
	"digested":           func() Event { return new(Digested) },
	"digest_passed":      func() Event { return new(DigestPassed) },
	"confided":           func() Event { return new(Confided) },
	"followed":           func() Event { return new(Followed) },
	"unfollowed":         func() Event { return new(Unfollowed) },
	"follower_bounced":   func() Event { return new(FollowerBounced) },
	"knocked":            func() Event { return new(Knocked) },
	"accepted":           func() Event { return new(Accepted) },
	"asked":              func() Event { return new(Asked) },
	"held":               func() Event { return new(Held) },
	"held_asked":         func() Event { return new(HeldAsked) },
	"confirmed":          func() Event { return new(Confirmed) },
	"contested":          func() Event { return new(Contested) },
	"replied":            func() Event { return new(Replied) },
	"declined":           func() Event { return new(Declined) },
	"stranger_wrote":     func() Event { return new(StrangerWrote) },
	"ignored":            func() Event { return new(Ignored) },
	"intervened":         func() Event { return new(Intervened) },
	"wrote_owner":        func() Event { return new(WroteOwner) },
	"erasure_began":      func() Event { return new(ErasureBegan) },
	"erased":             func() Event { return new(Erased) },
	"faulted":            func() Event { return new(Faulted) },
	"concerned":          func() Event { return new(Concerned) },
	"surveyed":           func() Event { return new(Surveyed) },
	"survey_answered":    func() Event { return new(SurveyAnswered) },
	"survey_closed":      func() Event { return new(SurveyClosed) },
	"whispered":          func() Event { return new(Whispered) },
	"delay_waived":       func() Event { return new(DelayWaived) },
	"mandate_given":      func() Event { return new(MandateGiven) },
	"mandate_ended":      func() Event { return new(MandateEnded) },
	"role_given":         func() Event { return new(RoleGiven) },
	"role_ended":         func() Event { return new(RoleEnded) },
	"charge_left":        func() Event { return new(ChargeLeft) },
	"concluded":          func() Event { return new(Concluded) },
	"conclusion_asked":   func() Event { return new(ConclusionAsked) },
	"mandate_wrote":      func() Event { return new(MandateWrote) },
	"statute_changed":    func() Event { return new(StatuteChanged) },
	"charter_replaced":   func() Event { return new(CharterReplaced) },
	"dissolved":          func() Event { return new(Dissolved) },
	"effect_failed":      func() Event { return new(EffectFailed) },
	"reviewed":           func() Event { return new(Reviewed) },
	"ghosts_asked":       func() Event { return new(GhostsAsked) },
	"ghosts_spared":      func() Event { return new(GhostsSpared) },
	"still_here":         func() Event { return new(StillHere) },
	"convened":           func() Event { return new(Convened) },
	"assembly_previewed": func() Event { return new(AssemblyPreviewed) },
	"assembly_moved":     func() Event { return new(AssemblyMoved) },
	"assembly_cancelled": func() Event { return new(AssemblyCancelled) },
	"agenda_added":       func() Event { return new(AgendaAdded) },
	"agenda_closed":      func() Event { return new(AgendaClosed) },
	"attendance_told":    func() Event { return new(AttendanceTold) },
	"proxy_lost":         func() Event { return new(ProxyLost) },
}

// KindOf is the stored name of an event's kind.
func KindOf(e Event) string { return e.kind() }

// Encode writes an event's canonical bytes: JSON with its fields in their
// declared order, each free text replaced by what seal makes of it (its salted
// hash). An empty text stays empty.
func Encode(e Event, seal func(field int, text Text) Text) ([]byte, error) {
	for i, text := range e.texts() {
		if *text == "" {
			continue
		}
		plain := *text
		*text = seal(i, plain)
		defer func() { *text = plain }()
	}
	return plain(e)
}

// plain is JSON as a person reads it: "> 50%" stays that, for no page ever
// shows it unescaped.
func plain(value any) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	err := out.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Decode reads what Encode wrote; open gives each text back from its hash, or
// the empty text where it was erased.
func Decode(kind string, raw []byte, open func(field int, hash Text) Text) (Event, error) {
	make, known := kinds[kind]
	if !known {
		return nil, fmt.Errorf("read event: no kind %q: this log was written by a newer program", kind)
	}
	e := make()
	if err := json.Unmarshal(raw, e); err != nil {
		return nil, fmt.Errorf("read event of kind %s: %w", kind, err)
	}
	for i, text := range e.texts() {
		if *text != "" {
			*text = open(i, *text)
		}
	}
	return e, nil
}
