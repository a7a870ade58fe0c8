// Package graph answers the contract: resolvers turn arguments into domain values, call one method of a domain room, and
// hand its result back. Rights are decided below (services, loaders) and looked at once more by the directives.
package graph

import (
	"context"
	"time"

	"daybook/graph/generated"
	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/feed"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// Options are what the resolvers work with.
type Options struct {
	loader.Services
	Authn  *authn.Service
	Feed   *feed.Hub
	Sealer *page.Sealer
	// Epoch names the log's lifetime: it changes when a database is restored to an earlier state.
	Epoch [8]byte
	// PublicURL is where people reach this server, without a slash at the end.
	PublicURL string
	// Version is the server's.
	Version string
	// Heartbeat is the longest silence of a stream; 15 s when zero.
	Heartbeat time.Duration
	// MetricsEvery is the shortest time between two frames of numbers; 10 s when zero.
	MetricsEvery time.Duration
	// Limits are what one request may ask for.
	Limits model.ServerLimits
	// Budgets tells the caller's cost budgets.
	Budgets func(ctx context.Context) []Budget
}

// Budget is one cost budget of a caller.
type Budget struct {
	Name                        string
	Maximum, Available, Restore int
	ResetAt                     time.Time
}

// Resolver answers every field that is not a plain value.
type Resolver struct {
	services loader.Services
	authn    *authn.Service
	feed     *feed.Hub
	sealer   *page.Sealer
	options  Options
}

var _ generated.ResolverRoot = (*Resolver)(nil)

// NewResolver makes the resolvers.
func NewResolver(o Options) *Resolver {
	if o.Heartbeat == 0 {
		o.Heartbeat = 15 * time.Second
	}
	if o.MetricsEvery == 0 {
		o.MetricsEvery = 10 * time.Second
	}
	return &Resolver{services: o.Services, authn: o.Authn, feed: o.Feed, sealer: o.Sealer, options: o}
}

type (
	activityResolver       struct{ *Resolver }
	activityStatsResolver  struct{ *Resolver }
	actorCountResolver     struct{ *Resolver }
	apiTokenResolver       struct{ *Resolver }
	blockerResolver        struct{ *Resolver }
	cohortResolver         struct{ *Resolver }
	escalationResolver     struct{ *Resolver }
	exportResolver         struct{ *Resolver }
	externalEntityResolver struct{ *Resolver }
	memberResolver         struct{ *Resolver }
	membershipResolver     struct{ *Resolver }
	mutationResolver       struct{ *Resolver }
	notificationResolver   struct{ *Resolver }
	parsedBlockerResolver  struct{ *Resolver }
	parsedTaskResolver     struct{ *Resolver }
	projectResolver        struct{ *Resolver }
	queryResolver          struct{ *Resolver }
	sessionResolver        struct{ *Resolver }
	sprintResolver         struct{ *Resolver }
	standupDayResolver     struct{ *Resolver }
	standupDayRowResolver  struct{ *Resolver }
	standupResolver        struct{ *Resolver }
	subscriptionResolver   struct{ *Resolver }
	taskResolver           struct{ *Resolver }
	teamResolver           struct{ *Resolver }
	timeEntryResolver      struct{ *Resolver }
	timerResolver          struct{ *Resolver }
	todayResolver          struct{ *Resolver }
	trackingEdgeResolver   struct{ *Resolver }
	viewerResolver         struct{ *Resolver }
	workLogResolver        struct{ *Resolver }
	workspaceResolver      struct{ *Resolver }
)

// Activity and the methods below hand out the resolvers of each type.
func (r *Resolver) Activity() generated.ActivityResolver           { return &activityResolver{r} }
func (r *Resolver) ApiToken() generated.ApiTokenResolver           { return &apiTokenResolver{r} } //nolint:revive // gqlgen's name
func (r *Resolver) Blocker() generated.BlockerResolver             { return &blockerResolver{r} }
func (r *Resolver) Cohort() generated.CohortResolver               { return &cohortResolver{r} }
func (r *Resolver) Escalation() generated.EscalationResolver       { return &escalationResolver{r} }
func (r *Resolver) Member() generated.MemberResolver               { return &memberResolver{r} }
func (r *Resolver) Membership() generated.MembershipResolver       { return &membershipResolver{r} }
func (r *Resolver) Mutation() generated.MutationResolver           { return &mutationResolver{r} }
func (r *Resolver) ParsedBlocker() generated.ParsedBlockerResolver { return &parsedBlockerResolver{r} }
func (r *Resolver) ParsedTask() generated.ParsedTaskResolver       { return &parsedTaskResolver{r} }
func (r *Resolver) Project() generated.ProjectResolver             { return &projectResolver{r} }
func (r *Resolver) Query() generated.QueryResolver                 { return &queryResolver{r} }
func (r *Resolver) Sprint() generated.SprintResolver               { return &sprintResolver{r} }
func (r *Resolver) Standup() generated.StandupResolver             { return &standupResolver{r} }
func (r *Resolver) Subscription() generated.SubscriptionResolver   { return &subscriptionResolver{r} }
func (r *Resolver) Task() generated.TaskResolver                   { return &taskResolver{r} }
func (r *Resolver) Team() generated.TeamResolver                   { return &teamResolver{r} }
func (r *Resolver) TimeEntry() generated.TimeEntryResolver         { return &timeEntryResolver{r} }
func (r *Resolver) Timer() generated.TimerResolver                 { return &timerResolver{r} }
func (r *Resolver) Today() generated.TodayResolver                 { return &todayResolver{r} }
func (r *Resolver) Viewer() generated.ViewerResolver               { return &viewerResolver{r} }
func (r *Resolver) WorkLog() generated.WorkLogResolver             { return &workLogResolver{r} }
func (r *Resolver) Workspace() generated.WorkspaceResolver         { return &workspaceResolver{r} }

func (r *Resolver) ActivityStats() generated.ActivityStatsResolver {
	return &activityStatsResolver{r}
}

func (r *Resolver) ActorCount() generated.ActorCountResolver { return &actorCountResolver{r} }

func (r *Resolver) Export() generated.ExportResolver { return &exportResolver{r} }

func (r *Resolver) ExternalEntity() generated.ExternalEntityResolver {
	return &externalEntityResolver{r}
}

func (r *Resolver) Notification() generated.NotificationResolver { return &notificationResolver{r} }

func (r *Resolver) Session() generated.SessionResolver { return &sessionResolver{r} }

func (r *Resolver) StandupDay() generated.StandupDayResolver { return &standupDayResolver{r} }

func (r *Resolver) StandupDayRow() generated.StandupDayRowResolver { return &standupDayRowResolver{r} }

func (r *Resolver) TrackingStreamEdge() generated.TrackingStreamEdgeResolver {
	return &trackingEdgeResolver{r}
}

// seal binds the cursors of one list to the viewer, the list and its filter.
func (r *Resolver) seal(ctx context.Context, list string, parts ...any) page.Seal {
	return r.sealer.Bind(append([]any{authz.From(ctx).Principal(), list}, parts...)...)
}

// load reads one row that was asked for by id. Error: NOT_FOUND for one that is absent, foreign or hidden.
func load[T any](ctx context.Context, from *loader.ByID[*T], i id.ID, kind id.Kind) (*T, error) {
	u, err := i.As(kind, "id")
	if err != nil {
		return nil, err
	}
	return always(ctx, from, u)
}

// always reads a row that another one points to whatever happens. Error: NOT_FOUND when the viewer may not see it.
func always[T any](ctx context.Context, from *loader.ByID[*T], u uuid.UUID) (*T, error) {
	row, err := from.Load(ctx, u)
	if err == nil && row == nil {
		err = fault.Missing()
	}
	return row, err
}

// follow reads a row that another one points to; nil when there is none or the viewer may not see it.
func follow[T any](ctx context.Context, from *loader.ByID[*T], u *uuid.UUID) (*T, error) {
	if u == nil {
		return nil, nil
	}
	return from.Load(ctx, *u)
}

// resume is the cursor from which a stream begins with the change of a receipt; nil when nothing changed.
func (r *Resolver) resume(ctx context.Context, receipt activity.Receipt) *string {
	if receipt.Seq == 0 {
		return nil
	}
	cursor := r.writeSeal(ctx, receipt.WorkspaceID).Bytes(r.streamPosition(receipt.Seq - 1))
	return &cursor
}

// stored is the row a change made: as it was handed back, or, when the change was made by an earlier request with the same
// key, as it is now for this viewer.
func stored[T any](ctx context.Context, from *loader.ByID[*T], row *T, receipt activity.Receipt) (*T, error) {
	if !receipt.Replayed {
		return row, nil
	}
	changed, err := receipt.ResultID()
	if err != nil {
		return nil, err
	}
	return from.Load(ctx, changed)
}
