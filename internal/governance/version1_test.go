package governance

import "time"

// version1 is a history with every kind of event and every field of it.
func version1() []Record {
	start := utc(2026, 2, 2, 8, 0)
	var log []Record
	add := func(by int, events ...Event) {
		for _, e := range events {
			n := len(log) + 1
			log = append(log, Record{Seq: int64(n), At: start.Add(time.Duration(n) * time.Hour), Arrival: int64(n), By: by, Event: e})
		}
	}
	statutes := DefaultStatutes()
	later, sooner := start.AddDate(0, 0, 12), start.AddDate(0, 0, -1)
	tally := Tally{Electorate: 3, For: 1, Blank: 1, Against: 1}
	effects := []Effect{
		{Type: EffectMandate, Holders: []int{1, 2}, Until: later, Confidential: true, Words: "le site"},
		{Type: EffectWaiveDelay, Member: 4}, {Type: EffectRevocation, Mandate: 9}, {Type: EffectRule, Rule: "voting_delay", Value: "5 days", Before: "10 days"},
	}
	opened := Opened{
		Action: 1, Type: Extraordinary, Because: "cost", Title: "Adhérer à Framasoft", Body: "On en parle depuis juin.", Proposer: 1,
		CostCents: 6000, Urgent: true, Replaces: 9, Deadline: later, Rules: statutes.rules(Extraordinary), MessageID: "<1@exemple.test>", Enclosed: 20, Effects: effects, HintCents: 7000,
	}
	ordinary := Opened{Action: 2, Type: Ordinary, Title: "Activer le direct", Proposer: 2, Deadline: later, Rules: statutes.rules(Ordinary)}
	third := Opened{Action: 3, Type: Ordinary, Title: "Ranger", Proposer: 2, Deadline: later, Rules: statutes.rules(Ordinary)}
	add(0, &Founded{statutes},
		&Joined{1, "Alice", "alice@exemple.test", start, "founder"}, &Joined{2, "Bob", "bob@exemple.test", start, "founder"},
		&Joined{3, "Carol", "carol@exemple.test", start, "asked"}, &Joined{4, "Dave", "dave@exemple.test", later, "intervention"})
	add(1, &Authenticated{1}, &VotingBegan{4}, &AddressAdded{1, "alice@travail.test", true}, &Renamed{2, "Robert"}, &DeliveryChosen{2, DeliverDecisions})
	add(2, &LeaveBegan{2, later, sooner}, &LeaveEnded{2, true, sooner},
		&Bounced{3, 12, "5.1.1", true, true, true, 1}, &BecameUnreachable{3}, &BecameReachable{3, sooner}, &Alarmed{2}, &Resumed{})
	add(1, &opened, &Previewed{1, opened, 3, 2}, &WindowStopped{1}, &WindowStarted{1, start, later})
	add(2, &Voted{1, 2, For, "on leur doit bien ça", start}, &BallotVoided{1, 2, 21, "contested"}, &Voted{1, 2, Against, "", start.Add(time.Hour)},
		&Countered{1, 2, 23, 2}, &Reminded{[]int{1}, []int{1, 3}})
	add(2, &ordinary, &Paused{2, 1, "parlons-en", 25, true, later.Add(time.Hour)}, &Voted{2, 1, Blank, "", start},
		&Requalified{2, 2, "Alice a raison", 26, later, statutes.rules(Extraordinary), 1}, &Withdrawn{2, 2, "tant pis", 27, 3, tally})
	add(2, &third, &Done{3, 2, "c'est rangé", 28}, &Closed{1, later, Adopted, BySilence, tally, true})
	add(3, &Posted{3, 1, "Re: Framasoft", "Bonjour", "<2@exemple.test>", 29, 7}, &Asked{3, 1, WhyUnclear, 7, 2, 1},
		&Held{3, 1, 40, start, Against, "carol@travail.test", false, false, "", false, time.Time{}}, &Held{3, 1, 41, start, "", "", true, true, "", false, time.Time{}}, &Held{0, 0, 43, start, "", "", false, false, "hash of yan", true, later},
		&HeldAsked{3, 1, 41}, &Confirmed{3, 40, true, true}, &Held{0, 0, 42, start, "", "", false, false, "hash of zoe", false, later},
		&Contested{1, 3, Against, For}, &Replied{3, 1, VerbRegister, true}, &Declined{3, 1, WhyBadField, "exclusion", FlawUnknown, "Zoé", true, 2, 1})
	add(0, &StrangerWrote{"hash of yan", LetterRefusal, WhyNotAMember, later, 42}, &Ignored{WhyAutomatic},
		&Intervened{4, VerbAddMember, "elle a téléphoné", nil}, &Intervened{0, VerbImport, "depuis Sympa", []int{5, 6}}, &Faulted{WhyAside, 50}, &WroteOwner{later}, &WroteOwner{later}, &Departed{4, "exclusion", sooner, 1})
	add(0, &Introduced{[]int{3}})
	add(0, &DelayWaived{1, 4, later}, &MandateGiven{1, "le site", []int{1, 2}, later, later.AddDate(0, 6, 0), true}, &MandateEnded{1, "revoked", 2, later, true},
		&RoleGiven{1, RoleTechnical, 2, later, []int{3}}, &RoleEnded{RoleTechnical, 2, "revoked", 2, later}, &StatuteChanged{1, "voting_delay", "5 days", "10 days", later},
		&CharterReplaced{1, "Nous faisons, et laissons faire.", later}, &EffectFailed{1, 2, 2, WhyGone}, &EffectFailed{1, 2, 0, WhyEnded}, &Dissolved{1})
	add(2, &RoleGiven{1, RoleFinancial, 2, later, nil}, &ChargeLeft{2, "resigned", 2, 0, 3, "plus le temps"}, &MandateGiven{2, "la cave", []int{1, 2}, later, later, false}, &ChargeLeft{2, "left", 0, 2, 0, ""},
		&MandateWrote{2, 1, 66, "<4@exemple.test>", 66, 9, "greffe@etat.test"}, &MandateWrote{2, 0, 67, "", 0, 0, ""},
		&ConclusionAsked{1, []int{1}}, &Concluded{1, 1, "c'est fait", 68})
	add(0, &Reviewed{later, []int{2, 3}, later}, &GhostsAsked{[]int{2, 3}, later, later, true})
	add(1, &GhostsSpared{1, []int{2}}, &StillHere{1}, &ErasureBegan{3, later}, &Erased{3})
	add(0, &Digested{3, 2, []Standing{{3, tally}}, []int{1}, []int{2}, []int64{7}, 1, []int{2}, []int{1}}, &Digested{Since: 3}, &DigestPassed{})
	call := Convened{1, Extraordinary, "Assemblée de printemps", "salle B", "1. Les comptes", 1, true, later, later.Add(time.Hour), start, "<3@exemple.test>", 70}
	add(1, &call, &AssemblyPreviewed{1, call}, &AgendaAdded{1, 3, "le budget"}, &AttendanceTold{1, 3, ByProxy, 1, 2, "à bientôt", sooner})
	add(0, &ProxyLost{1, 3, 1}, &AgendaClosed{1})
	add(1, &AttendanceTold{1, 2, Present, 0, 0, "", sooner}, &AssemblyMoved{1, 1, later.Add(24 * time.Hour), later.Add(26 * time.Hour), start, "salle C", "il pleut", 71, later},
		&AgendaAdded{1, 1, "le pot"}, &AttendanceTold{1, 2, Absent, 0, 0, "", start}, &AssemblyCancelled{1, 1, "il pleut toujours", 72})
	add(1, &Followed{1, 0, "zoe@exemple.test"}, &Followed{2, 1, "alice@exemple.test"}, &FollowerBounced{1, 70, "5.1.1", true, true}, &Unfollowed{1, 70, "gone"},
		&Confided{1, 2, 73, 7, true, 73})
	add(0, &Knocked{1, true, "Zoé", "zoe@exemple.test", "Bonjour"}, &Knocked{2, false, "", "yan@exemple.test", ""}, &Accepted{1, 2, "Zoé", "zoe@exemple.test", "Bonjour", "Bonjour à tous", 70})
	add(0, &Concerned{1, "et la bande passante ?", "hash of a concern", 2}, &Surveyed{1, []int{2, 3}, later}, &SurveyAnswered{1, Text(NotSure), "hash of an answer", 3},
		&Whispered{1, WhyUnproven, "hash of a question", 3, 40}, &SurveyClosed{1, 68, 2, 3, map[Answer]int{NotSure: 1}})
	return log
}
