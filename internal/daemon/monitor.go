package daemon

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// monitor serves /healthz and /metrics for all the associations.
func (d *Daemon) monitor() server {
	registry := prometheus.NewRegistry()
	registry.MustRegister(&census{d})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", d.health)
	return &http.Server{Handler: mux, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
}

// health answers 200 while mail can be fetched, taken and decided, and says in one line
// what is wrong otherwise.
func (d *Daemon) health(w http.ResponseWriter, r *http.Request) {
	for _, h := range d.houses {
		if err := h.Healthy(r.Context()); err != nil {
			http.Error(w, fmt.Sprintf("%s: %v", h.List, err), http.StatusServiceUnavailable)
			return
		}
	}
	fmt.Fprintln(w, "ok")
}

// census counts the register at each scrape: what is counted survives a
// restart, and nothing has to be kept in step.
type census struct{ d *Daemon }

// The metrics, each with the list's address.
var (
	mailsMetric      = metric("mails", "Mails by state and by what became of them.", "state", "outcome")
	repeatsMetric    = metric("mail_repeats", "Mails that came again.")
	deliveriesMetric = metric("deliveries", "Deliveries of letters by state.", "state")
	eventsMetric     = metric("events", "Events in the log.")
	membersMetric    = metric("members", "Members by standing.", "standing")
	actionsMetric    = metric("actions", "Actions by state.", "state")
	doubtfulMetric   = metric("doubtful_sends", "Letters that may arrive twice, since the start: they had gone out when the line broke or the daemon stopped.")
	dueMetric        = metric("overdue_seconds", "How long the most overdue letter has waited.")
	readMetric       = metric("mailbox_read_timestamp_seconds", "When the mailbox was last read, 0 for not since the start.")
)

func metric(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("toutdoux_"+name, help, append([]string{"list"}, labels...), nil)
}

// Describe implements prometheus.Collector.
func (*census) Describe(out chan<- *prometheus.Desc) {
	for _, m := range []*prometheus.Desc{mailsMetric, repeatsMetric, deliveriesMetric, eventsMetric, membersMetric, actionsMetric, doubtfulMetric, dueMetric, readMetric} {
		out <- m
	}
}
