package activity_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/page"

	"github.com/uptrace/bun"
)

// many is how many activities are searched.
const many = 300_000

// overheard keeps the SQL that was sent.
type overheard struct{ statements []string }

func (o *overheard) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (o *overheard) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	o.statements = append(o.statements, e.Query)
}

// fillWords gives a workspace many activities as owners may: a word of each one's own, one of every thousandth, and one of
// all; and a second workspace some with the same words.
func fillWords(t *testing.T, a *apptest.App, w, other *apptest.Workspace) {
	t.Helper()
	a.AsOwner(t, fmt.Sprintf(`
		set statement_timeout = 0;
		insert into activities (workspace_id, seq, id, occurred_at, actor_kind, action, entity_type, entity_id, visibility, title, subject_name)
		select case when n %% 10 = 0 then '%[2]s'::uuid else '%[1]s'::uuid end, 100 + n, md5(n::text)::uuid, timestamptz '2026-01-01' + n * interval '1 second',
			'system', 'other', 'task', md5(n::text)::uuid, case when n %% 3 = 0 then 'admin' else 'workspace' end,
			'changed the task number' || n || case when n %% 1000 = 1 then ' seldom' else '' end, 'Task ' || n %% 500
		from generate_series(1, %[3]d) n;
		analyze activities`, w.ID, other.ID, many))
}

// A search reads what the words' index finds and little else, for everyone who may search, on the first page and on later
// ones; a word of everything is found by reading on from the newest.
func TestSearchUsesItsIndexOnManyActivities(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	fillWords(t, a, w, other)
	mine := w.Member(t)
	w.Restricted(t, mine)
	seal := apptest.Seal("search")
	search := func(t *testing.T, v *authz.Viewer, text string, after *string) (*page.Connection[*activity.Activity], string) {
		t.Helper()
		o := new(overheard)
		c, err := activity.NewService(a.DB.WithQueryHook(o)).List(t.Context(), v, w.ID, activity.Timeline{}, activity.Filter{Words: activity.Words(text)},
			page.Args{First: new(25), After: after}, seal)
		if err != nil || len(o.statements) != 1 {
			t.Fatalf("%d statements, %v", len(o.statements), err)
		}
		return c, o.statements[0]
	}
	plan := func(t *testing.T, statement string) string {
		t.Helper()
		var lines []string
		if err := a.DB.NewRaw("explain ?", bun.Safe(statement)).Scan(t.Context(), &lines); err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	for name, v := range map[string]*authz.Viewer{"an admin": w.Owner.Viewer(t), "a member": mine.Viewer(t), "a service": w.Service(t, authz.ActivityRead).Viewer(t)} {
		for text, index := range map[string]string{"number77777": "activities_words", "number7777": "activities_words", "seldom": "activities_words", "seldom changed": "activities_words",
			"nowhere": "activities_words", "changed": "activities_pkey"} {
			t.Run(name+" finds "+text, func(t *testing.T) {
				c, statement := search(t, v, text, nil)
				if got := plan(t, statement); !strings.Contains(got, index) || strings.Contains(got, "Seq Scan on activities") {
					t.Errorf("%s is not used:\n%s", index, got)
				}
				for _, x := range c.Nodes() {
					if x.WorkspaceID != w.ID || name != "an admin" && x.Visibility != activity.ToWorkspace {
						t.Errorf("found is %+v", x)
					}
				}
				if text == "nowhere" != (len(c.Nodes()) == 0) {
					t.Errorf("found are %d", len(c.Nodes()))
				}
				if len(c.Nodes()) < 25 {
					return
				}
				if _, statement = search(t, v, text, new(c.Edges()[24].Cursor())); !strings.Contains(plan(t, statement), index) {
					t.Errorf("on the second page %s is not used:\n%s", index, plan(t, statement))
				}
			})
		}
	}
}
