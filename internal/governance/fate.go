package governance

// Fate is the one named state in which a mail ends (safety.md, promise D),
// read from what it made happen: counted, superseded, held, confirmed,
// proposed, paused, done (any other word that was obeyed), asked, refused,
// talk, answered, or ignored.
func Fate(records []Record) string {
	fate := "ignored"
	for _, r := range records {
		if name := fates[r.Event.kind()]; rank[name] > rank[fate] {
			fate = name
		}
	}
	return fate
}

// fates names what each kind of event makes of the mail that caused it. A kind
// that stands in no row is none of a mail's.
var fates = map[string]string{
	"ignored": "ignored", "authenticated": "ignored", "became_reachable": "ignored", "bounced": "ignored",
	"alarmed": "ignored", "became_unreachable": "ignored", "closed": "ignored", "countered": "ignored",
	"window_started": "ignored", "wrote_owner": "talk", "stranger_wrote": "refused", "declined": "refused", "replied": "answered",
	"previewed": "answered", "posted": "talk", "asked": "asked", "held": "held", "voted": "counted",
	"opened": "proposed", "paused": "paused", "confirmed": "confirmed", "joined": "done", "departed": "done", "erasure_began": "done",
	"leave_began": "done", "leave_ended": "done", "address_added": "done", "renamed": "done", "delivery_chosen": "done", "digested": "ignored", "confided": "talk", "followed": "done", "unfollowed": "done", "follower_bounced": "ignored", "knocked": "refused", "accepted": "done",
	"requalified": "done", "withdrawn": "done", "done": "done", "contested": "done", "ballot_voided": "done",
	"intervened": "done", "resumed": "done", "held_asked": "ignored", "still_here": "done", "ghosts_spared": "done",
	"convened": "proposed", "assembly_previewed": "answered", "assembly_moved": "done", "assembly_cancelled": "done",
	"charge_left": "done", "concluded": "done", "mandate_wrote": "talk", "agenda_added": "done", "attendance_told": "done",
	"concerned": "talk", "survey_answered": "answered", "whispered": "refused",
}

// rank orders fates: what a mail achieved says more than what it was also
// answered.
var rank = map[string]int{
	"ignored": 0, "answered": 1, "talk": 2, "refused": 3, "asked": 4, "held": 5, "confirmed": 6,
	"done": 7, "paused": 8, "counted": 9, "proposed": 10,
}
