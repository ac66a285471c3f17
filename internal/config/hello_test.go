package config

import "testing"

// The name said in EHLO is the one given, or else the list's domain, as the
// README has it.
func TestHelloName(t *testing.T) {
	c := &Config{List: List{Address: "tdc@asso.example"}, Send: Send{SMTP: &Smarthost{}}}
	if got := c.HelloName(); got != "asso.example" {
		t.Errorf("without send.smtp.hello: %q", got)
	}
	c.Send.SMTP.Hello = "lists.asso.example"
	if got := c.HelloName(); got != "lists.asso.example" {
		t.Errorf("with send.smtp.hello: %q", got)
	}
}
