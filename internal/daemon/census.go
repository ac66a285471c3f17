package daemon

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"toutdoux/internal/association"
	"toutdoux/internal/governance"
)

// scrapeTime bounds one scrape.
const scrapeTime = 5 * time.Second

// Collect implements prometheus.Collector.
func (c *census) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	for _, h := range c.d.houses {
		c.register(ctx, h, out)
		c.state(h, out)
		out <- gauge(doubtfulMetric, h.Doubtful(), h.List.String())
		if at, mailbox, _ := h.MailboxRead(); mailbox {
			out <- gauge(readMetric, max(at.Unix(), 0), h.List.String()) // the zero time is before 1970
		}
	}
}

// register tells what the register of an association holds.
func (c *census) register(ctx context.Context, h *association.Association, out chan<- prometheus.Metric) {
	list := h.List.String()
	counted, err := h.Store.Census(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(eventsMetric, err)
		return
	}
	for _, n := range counted.Mails {
		out <- gauge(mailsMetric, n.N, list, n.Label, n.Sublabel)
	}
	for _, n := range counted.Deliveries {
		out <- gauge(deliveriesMetric, n.N, list, n.Label)
	}
	out <- gauge(repeatsMetric, counted.Repeats, list)
	out <- gauge(eventsMetric, counted.Events, list)
	overdue := int64(0)
	if now := c.d.world.Clock.Now(); !counted.Overdue.IsZero() && counted.Overdue.Before(now) {
		overdue = int64(now.Sub(counted.Overdue) / time.Second)
	}
	out <- gauge(dueMetric, overdue, list)
}

// state tells how many members and actions stand where.
func (c *census) state(h *association.Association, out chan<- prometheus.Metric) {
	members, actions := map[string]int64{}, map[string]int64{}
	h.Clerk.View(func(s *governance.State) {
		for _, m := range s.Members {
			members[m.Standing(s.At)]++
		}
		for _, a := range s.Actions {
			actions[string(a.State)]++
		}
	})
	for standing, n := range members {
		out <- gauge(membersMetric, n, h.List.String(), standing)
	}
	for state, n := range actions {
		out <- gauge(actionsMetric, n, h.List.String(), state)
	}
}

func gauge(m *prometheus.Desc, n int64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(m, prometheus.GaugeValue, float64(n), labels...)
}
