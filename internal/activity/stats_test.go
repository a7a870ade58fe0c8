package activity_test

import (
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/workspace"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"
)

// R10, R11: what admins and services are told is how many activities they are shown, of each kind too; members are told of
// what the workspace shares with them alone.
func TestStatsCountWhatIsShown(t *testing.T) {
	t.Parallel()
	b := newScopeBench(t)
	rapid.Check(t, func(t *rapid.T) {
		v := b.viewer(t)
		from := rapid.SampledFrom(b.all).Draw(t, "from").OccurredAt
		s, err := activity.Count(background(), b.app.DB, v, b.w.ID, activity.Period{Days: 1, From: from}, 3)
		if err != nil {
			t.Fatal(err)
		}
		scope := authz.Activities(v, b.w.ID)
		member := !v.IsAdmin(b.w.ID) && !v.IsService()
		total, entities, actions, actors := 0, map[activity.EntityType]int{}, map[activity.Action]int{}, map[string]int{}
		for _, a := range b.all {
			if !scope.Shows(a.Facts()) || a.OccurredAt.Before(from) || member && a.Visibility != activity.ToWorkspace {
				continue
			}
			total++
			entities[a.EntityType]++
			actions[a.Action]++
			actors[actorName(a.ActorKind, a.ActorID)]++
		}
		if s.TooFew != 0 {
			if !member || s.Total != nil || s.ByEntity != nil || s.ByAction != nil || s.ByActor != nil {
				t.Fatalf("suppressed: %+v", s)
			}
			return
		}
		if s.Total.Value != total || !s.Total.Exact {
			t.Fatalf("told are %d, shown %d", s.Total.Value, total)
		}
		for _, e := range s.ByEntity {
			if e.Count != entities[e.EntityType] {
				t.Fatalf("of %s are told %d, shown %d", e.EntityType, e.Count, entities[e.EntityType])
			}
		}
		for _, c := range s.ByAction {
			if c.Count != actions[c.Action] {
				t.Fatalf("of %s are told %d, shown %d", c.Action, c.Count, actions[c.Action])
			}
		}
		for _, c := range s.ByActor {
			if c.Count != actors[actorName(c.Kind, c.ID)] {
				t.Fatalf("of an actor are told %d: %v", c.Count, actors)
			}
		}
		if !member && (len(s.ByEntity) != len(entities) || len(s.ByAction) != len(actions)) || v.IsAdmin(b.w.ID) && len(s.ByActor) != len(actors) ||
			!v.IsAdmin(b.w.ID) && s.ByActor != nil {
			t.Fatalf("told are %+v, shown %v %v %v", s, entities, actions, actors)
		}
	})
}

func actorName(kind authz.Kind, i interface{ String() string }) string {
	if kind == authz.KindSystem {
		return "the server"
	}
	return string(kind) + i.String()
}

// Days are those of the workspace's zone, and two statements are enough.
func TestActivityStatsBeginWithTheDay(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t, func(p *workspace.CreateParams) { p.TimeZone = "Asia/Tokyo" })
	midnight := time.Date(2026, time.February, 10, 15, 0, 0, 0, time.UTC) // in Tokyo
	seq := w.Seq(t)
	for i, at := range []time.Time{midnight.Add(-24*time.Hour - time.Microsecond), midnight.Add(-time.Microsecond), midnight} {
		_, err := a.DB.NewRaw(`insert into activities (workspace_id, seq, id, occurred_at, actor_kind, action, entity_type, entity_id, visibility)
			values (?0, ?1, gen_random_uuid(), ?2, 'system', 'paid', 'invoice', gen_random_uuid(), 'workspace')`, w.ID, seq+int64(i)+1, at).Exec(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	v := w.Owner.Viewer(t)
	for days, want := range map[int]int{1: 1, 2: 2, 3: 3} {
		ctx, statements := postgres.CountStatements(t.Context())
		s, err := a.Workspaces.ActivityStats(ctx, v, w.Workspace, days)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, e := range s.ByEntity {
			if e.EntityType == activity.Invoice {
				got = e.Count
			}
		}
		if got != want || statements.Load() > 2 {
			t.Errorf("of %d days there are %d, want %d, in %d statements", days, got, want, statements.Load())
		}
	}
	for _, days := range []int{-1, 0, 367, 1 << 40} {
		_, err := a.Workspaces.ActivityStats(t.Context(), v, w.Workspace, days)
		apptest.WantCode(t, err, fault.BadUserInput)
	}
	_, err := a.Workspaces.ActivityStats(t.Context(), a.Workspace(t).Owner.Viewer(t), w.Workspace, 1)
	apptest.WantCode(t, err, fault.NotFound)
}

// Where there is much, statistics and words are read through their indexes.
func TestReadingUsesItsIndexes(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	owner, closePool, err := postgres.Open(t.Context(), a.Database.OwnerURL, postgres.Options{MaxConns: 1, Name: t.Name()})
	if err != nil {
		t.Fatal(err)
	}
	defer closePool()
	_, err = owner.NewRaw(`insert into activities (workspace_id, seq, id, occurred_at, actor_kind, action, entity_type, entity_id, visibility, title)
		select ?, 100 + n, gen_random_uuid(), now() - n * interval '1 minute', 'system', 'other', 'task', gen_random_uuid(), 'workspace', 'word' || n
		from generate_series(1, 5000) n`, w.ID).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Exec("analyze activities"); err != nil {
		t.Fatal(err)
	}
	for index, q := range map[string]*bun.SelectQuery{
		"activities_time":  activity.CountedSince(a.DB, authz.Activities(w.Owner.Viewer(t), w.ID), time.Now().Add(-time.Hour)),
		"activities_words": activity.Filter{Words: []string{"word77"}}.Where(a.DB.NewSelect().TableExpr("activities AS a").ColumnExpr("a.seq").Where("a.workspace_id = ?", w.ID)),
	} {
		var plan []string
		if err := a.DB.NewRaw("explain ?", q).Scan(t.Context(), &plan); err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); !strings.Contains(text, index) {
			t.Errorf("%s is not used:\n%s", index, text)
		}
	}
}
