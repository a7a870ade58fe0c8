// Package app puts the rooms together: from one database to everything that works on it.
package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"daybook/graph"
	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authn"
	"daybook/internal/blocker"
	"daybook/internal/comment"
	"daybook/internal/download"
	"daybook/internal/export"
	"daybook/internal/external"
	"daybook/internal/feed"
	"daybook/internal/member"
	"daybook/internal/metrics"
	"daybook/internal/notification"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"
	"daybook/internal/relay"
	"daybook/internal/schedule"
	"daybook/internal/secret"
	"daybook/internal/session"
	"daybook/internal/slack"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/transport"
	"daybook/internal/transport/limit"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"
)

// Version is the server's; set when a release is built.
var Version = "0.1.0-dev"

// Options of an App.
type Options struct {
	// URL is the database's address for connections of our own (wake-ups, the election of who runs the jobs); empty for none.
	URL string
	// NATS carries the wake-ups instead of the database; without an address there is none.
	NATS relay.Server
	// Jobs has Run do the scheduled work too; it needs the URL.
	Jobs      bool
	PublicURL string
	Origins   []string
	Secure    bool
	Log       *slog.Logger
	// Reserve are connections of their own for what must not wait behind anything that is asked: recognising callers, looking
	// at rights, following the log. The app's other connections when nil.
	Reserve *bun.DB
	// Now is the clock that decides which day it is; time.Now when nil.
	Now func() time.Time
	// Heartbeat is the longest silence of a stream; 15 s when zero.
	Heartbeat time.Duration
	// MetricsEvery is the shortest time between two frames of numbers; 10 s when zero.
	MetricsEvery time.Duration
	// LoaderWait is how long loaders collect keys; loader.DefaultWait when zero.
	LoaderWait time.Duration
	// StreamsAlone executes every stream for itself, for comparison.
	StreamsAlone bool
	Cost         limit.Cost
	Budget       limit.Budget
}

// App is everything that works on one database.
type App struct {
	loader.Services
	DB      *bun.DB
	Log     *activity.Log
	Authn   *authn.Service
	Hub     *feed.Hub
	GraphQL http.Handler
	// Gate is what each request for GraphQL passes; its Door stands before the recognition of credentials.
	Gate     transport.Gate
	Registry *transport.Registry
	Groups   *graph.Groups
	Metrics  *prometheus.Registry

	// Downloads writes exports out.
	Downloads http.Handler

	wakeups wakeups
	jobs    *schedule.Scheduler
}

// wakeups tell the other processes on a database of commits, and are told.
type wakeups interface {
	// Announce tells of a commit, this process first. It never blocks.
	Announce(c activity.Commit)
	Run(ctx context.Context) error
}

// New puts an app together on an open database.
func New(ctx context.Context, db *bun.DB, o Options) (*App, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Reserve == nil {
		o.Reserve = db
	}
	key, err := secret.Load(ctx, db, "cursor_key", page.KeySize)
	if err != nil {
		return nil, err
	}
	epoch, err := secret.Load(ctx, db, "epoch", 8)
	if err != nil {
		return nil, err
	}
	sealer, err := page.NewSealer(key)
	if err != nil {
		return nil, err
	}
	exportKey, err := secret.Load(ctx, db, "export_key", export.KeySize)
	if err != nil {
		return nil, err
	}
	a := &App{DB: db, Hub: feed.NewHub(db, o.Reserve, o.Log), Registry: transport.NewRegistry(), Groups: &graph.Groups{}, Metrics: prometheus.NewRegistry()}
	if err := a.wakeUp(ctx, o, [8]byte(epoch)); err != nil {
		return nil, err
	}
	wake := func(c activity.Commit) { a.Hub.Wake(c.WorkspaceID) }
	if a.wakeups != nil {
		wake = a.wakeups.Announce
	}
	a.Log = activity.NewLog(db, wake)
	timers := timer.NewService(db, a.Log, o.Now, o.Log)
	a.Services = loader.Services{
		Activities: activity.NewService(db),
		Members:    member.NewService(db, a.Log, timers.Leave),
		Projects:   project.NewService(db, a.Log),
		Sprints:    sprint.NewService(db, a.Log),
		Standups:   standup.NewService(db, a.Log, o.Now),
		Tasks:      task.NewService(db, a.Log),
		Teams:      team.NewService(db, a.Log),
		Tokens:     apitoken.NewService(db, a.Log),
		Workspaces: workspace.NewService(db, a.Log, o.Now),

		WorkLogs:    worklog.NewService(db, a.Log, o.Now),
		TimeEntries: timeentry.NewService(db, a.Log, o.Now),
		Timers:      timers,
		Blockers:    blocker.NewService(db, a.Log, o.Now),
		Metrics:     metrics.NewService(db, o.Now),

		Externals:     external.NewService(db, a.Log),
		Notifications: notification.NewService(db),
		Sessions:      session.NewService(db, a.Log),
		Slack:         slack.NewService(db, a.Log),

		Wait: o.LoaderWait,
	}
	a.Comments = comment.NewService(db, a.Log, comment.Rooms{
		Activities: a.Activities, Blockers: a.Blockers, Members: a.Members, Projects: a.Projects, Sprints: a.Sprints,
		Standups: a.Standups, Tasks: a.Tasks, TimeEntries: a.TimeEntries, WorkLogs: a.WorkLogs, Workspaces: a.Workspaces,
	})
	a.Exports = export.NewService(db, a.Log, o.Now, export.Rooms{
		Activities: a.Activities, Blockers: a.Blockers, Members: a.Members, Projects: a.Projects, Standups: a.Standups,
		Tasks: a.Tasks, TimeEntries: a.TimeEntries, Tokens: a.Tokens, WorkLogs: a.WorkLogs, Workspaces: a.Workspaces,
	}, exportKey)
	a.Authn = authn.NewService(db, o.Reserve, a.Log, o.Log)
	a.Downloads = download.NewHandler(download.Options{Exports: a.Exports, Watch: a.Authn.Ended, Log: o.Log})
	a.Gate = transport.Gate{Origins: o.Origins, Own: o.PublicURL, SessionCookie: authn.CookieName(o.Secure)}
	a.GraphQL = graph.NewHandler(graph.HandlerOptions{
		Options: graph.Options{
			Services: a.Services, Authn: a.Authn, Feed: a.Hub, Sealer: sealer, Epoch: [8]byte(epoch), PublicURL: o.PublicURL,
			Version: Version, Heartbeat: o.Heartbeat, MetricsEvery: o.MetricsEvery, Limits: serverLimits,
		},
		Gate:     a.Gate,
		Registry: a.Registry,
		Groups:   a.Groups,
		Alone:    o.StreamsAlone,
		Log:      o.Log,
		Classify: postgres.Classify,
		Cost:     o.Cost,
		Budget:   o.Budget,
	})
	a.register()
	if o.Jobs && o.URL != "" {
		a.jobs = schedule.New(schedule.Options{URL: o.URL, Log: o.Log,
			Jobs: schedule.Jobs(schedule.Services{DB: db, Blockers: a.Blockers, Exports: a.Exports, Timers: a.Timers, Now: o.Now})})
		a.Metrics.MustRegister(a.jobs.Collectors()...)
	}
	return a, nil
}

// wakeUp decides how processes tell each other of commits: over NATS where there is one, else over the database, or not at
// all, as in a command that ends soon.
func (a *App) wakeUp(ctx context.Context, o Options, epoch [8]byte) error {
	switch {
	case o.NATS.URL != "":
		key, err := secret.Load(ctx, a.DB, "relay_key", relay.KeySize)
		if err != nil {
			return err
		}
		r, err := relay.New(a.DB, a.Hub, relay.Options{Server: o.NATS, Key: key, Epoch: epoch, Log: o.Log})
		if err != nil {
			return err
		}
		a.wakeups = r
		a.Metrics.MustRegister(r.Collectors()...)
	case o.URL != "":
		a.wakeups = feed.NewWakeups(o.URL, a.Hub, o.Log)
	}
	return nil
}

// serverLimits are the limits as the API tells them; TestServerLimits keeps them equal to what is enforced.
var serverLimits = model.ServerLimits{MaxBodyBytes: 256 << 10, MaxTokens: 1500, MaxDepth: 12, MaxAliases: 60, MaxCost: 5000,
	MaxPageSize: page.MaxSize, MaxSubscriptionsPerSocket: 20}

func (a *App) register() {
	count := func(name, help string, of func() int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(of()) })
	}
	a.Metrics.MustRegister(
		count("daybook_feed_rows_offered_total", "Activities that other processes have read for this one.", a.Hub.Taken),
		count("daybook_feed_gaps_filled_total", "Times the log was read because some of what other processes told of was missing.", a.Hub.Gaps),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(a.DB.DB, "daybook"),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "daybook_streams_open", Help: "Open streams of activities."},
			func() float64 { return float64(a.Hub.Listeners()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "daybook_stream_groups", Help: "Groups of streams that are executed together."},
			func() float64 { return float64(len(a.Groups.Sizes())) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "daybook_connections_open", Help: "Open sockets and event streams."},
			func() float64 { return float64(a.Registry.Len()) }),
	)
}

// Run follows the log and the rights of open streams, and does the scheduled work, until the context ends. The jobs end
// first: what they have stored still goes out.
func (a *App) Run(ctx context.Context) error {
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	g, work := errgroup.WithContext(work)
	g.Go(func() error { return a.Hub.Run(work) })
	g.Go(func() error { return a.Authn.Run(work) })
	if a.wakeups != nil {
		g.Go(func() error { return a.wakeups.Run(work) })
	}
	g.Go(func() error {
		defer stopWork()
		return a.runJobs(ctx, work)
	})
	return g.Wait()
}

// runJobs does the scheduled work, if there is any, until one of the contexts ends.
func (a *App) runJobs(ctx, work context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(work, stop)()
	if a.jobs != nil {
		return a.jobs.Run(ctx)
	}
	<-ctx.Done()
	return nil
}
