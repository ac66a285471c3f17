package check

import "context"

// clock asks the kernel whether something keeps the machine's clock right:
// deadlines go by it.
func (c *checker) clock(_ context.Context, s *sheet) {
	right, err := c.Machine.Synchronised()
	now := c.Now().In(c.cfg.Zone()).Format("2006-01-02 15:04:05 MST")
	switch {
	case err != nil:
		s.note("compare it with another clock", "it is %s by this machine; whether a time server keeps its clock right cannot be known: %v", now, err)
	case !right:
		s.warn("run timedatectl set-ntp true, or install chrony; in a container, look at the machine around it", "it is %s by this machine, and no time server keeps its clock right: deadlines go by it", now)
	default:
		s.ok("it is %s, and a time server keeps this machine's clock right", now)
	}
}
