package queue

import "time"

// day is what a provider's quota is counted over.
const day = 24 * time.Hour

// quota is a token bucket that never lets more than perDay letters leave in any
// 24 hours: it holds half of them, and the other half trickles in. The last
// tenth is kept for answers to a person.
type quota struct {
	size, kept float64
	perSecond  float64
	tokens     float64
	at         time.Time
}

// newQuota is the bucket as the letters sent in the last two days, in order,
// have left it. A perDay of 0 is no quota: nil.
func newQuota(perDay int, sent []time.Time, now time.Time) *quota {
	if perDay <= 0 {
		return nil
	}
	size := max(float64(perDay)/2, 1)
	b := &quota{size: size, kept: min(size/10, size-1), perSecond: size / day.Seconds(), tokens: size, at: now.Add(-2 * day)}
	for _, at := range sent {
		b.fill(at)
		b.tokens = max(b.tokens-1, 0)
	}
	b.fill(now)
	return b
}

func (b *quota) fill(now time.Time) {
	if passed := now.Sub(b.at); passed > 0 {
		b.tokens = min(b.size, b.tokens+passed.Seconds()*b.perSecond)
		b.at = now
	}
}

// take takes a token where one may leave now.
func (b *quota) take(now time.Time, personal bool) bool {
	if b == nil {
		return true
	}
	b.fill(now)
	if b.lacks(personal) > 0 {
		return false
	}
	b.tokens--
	return true
}

func (b *quota) lacks(personal bool) float64 {
	if personal {
		return 1 - b.tokens
	}
	return 1 + b.kept - b.tokens
}

// giveBack is for a letter that surely did not leave.
func (b *quota) giveBack() {
	if b != nil {
		b.tokens = min(b.size, b.tokens+1)
	}
}

// ready is when take would succeed.
func (b *quota) ready(personal bool) time.Time {
	wait := time.Duration(b.lacks(personal) / b.perSecond * float64(time.Second))
	return b.at.Add(wait).Truncate(time.Second).Add(time.Second)
}
