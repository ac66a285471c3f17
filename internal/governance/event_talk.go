package governance

// Posted is talk to be relayed; Action is 0 outside any action's thread.
type Posted struct {
	Member    int   `json:"member"`
	Action    int   `json:"action,omitempty"`
	Subject   Text  `json:"subject"`
	Words     Text  `json:"words"`
	MessageID Text  `json:"message_id,omitempty"`
	Enclosed  int64 `json:"enclosed,omitempty"` // the mail whose attachments it passes on, 0 for none
	Answers   int64 `json:"answers,omitempty"`  // the letter below which it stands, 0 for none
}

func (*Posted) kind() string     { return "posted" }
func (e *Posted) texts() []*Text { return []*Text{&e.Subject, &e.Words, &e.MessageID} }

func (*Posted) apply(*State, Record) {}
