package blocker_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/member"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// bench is a person with three people above them, and others around.
type bench struct {
	*apptest.App
	w, foreign                      *apptest.Workspace
	ann, manager, director, vp, bob *apptest.Person
	admin                           *apptest.Person
	bot                             *apptest.Token
}

func newBench(t testing.TB) *bench {
	t.Helper()
	a := apptest.New(t)
	b := &bench{App: a, w: a.Workspace(t), foreign: a.Workspace(t)}
	under := func(boss *apptest.Person) func(*member.InviteParams) {
		return func(p *member.InviteParams) { p.ManagerID = &boss.ID }
	}
	b.vp = b.w.Member(t)
	b.director = b.w.Member(t, under(b.vp))
	b.manager = b.w.Member(t, under(b.director))
	b.ann, b.bob = b.w.Member(t, under(b.manager)), b.w.Member(t, under(b.manager))
	b.admin, b.bot = b.w.Admin(t), b.w.Service(t, authz.AllScopes...)
	return b
}

// who names people, for messages and comparisons.
func (b *bench) who(id uuid.UUID) string {
	for name, p := range map[string]*apptest.Person{"ann": b.ann, "manager": b.manager, "director": b.director, "vp": b.vp, "bob": b.bob, "admin": b.admin} {
		if p != nil && p.ID == id {
			return name
		}
	}
	return "somebody"
}

// see reads a blocker as somebody; nil when they don't see it.
func (b *bench) see(t testing.TB, v *authz.Viewer, id uuid.UUID) *blocker.Blocker {
	t.Helper()
	rows, err := b.Blockers.ByIDs(t.Context(), v, []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	return rows[id]
}

func (b *bench) list(t testing.TB, v *authz.Viewer, f blocker.Filter) []*blocker.Blocker {
	t.Helper()
	c, err := b.Blockers.List(t.Context(), v, b.w.ID, f, blocker.Order{}, page.Args{First: new(page.MaxSize)}, apptest.Seal("x"))
	if err != nil {
		t.Fatal(err)
	}
	count, err := c.Count(t.Context())
	if err != nil || count.Value != len(c.Nodes()) {
		t.Errorf("%d are listed, %+v counted: %v", len(c.Nodes()), count, err)
	}
	return c.Nodes()
}

// steps are the steps of a blocker as the owner sees them: "1 manager: manager".
func (b *bench) steps(t testing.TB, id uuid.UUID) []string {
	t.Helper()
	of, err := b.Blockers.Escalations(t.Context(), b.w.Owner.Viewer(t), []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, s := range of[id] {
		out = append(out, fmt.Sprintf("%d %s: %s", s.Step, s.Level, b.who(s.RecipientID)))
	}
	return out
}

func (b *bench) wantSteps(t testing.TB, id uuid.UUID, want ...string) {
	t.Helper()
	if got := b.steps(t, id); !slices.Equal(got, want) {
		t.Errorf("the steps are %q, want %q", got, want)
	}
}

// run runs the job once and tells how many steps it recorded.
func (b *bench) run(t testing.TB) int {
	t.Helper()
	n, err := b.Blockers.EscalateDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (b *bench) later(d time.Duration) { b.Clock.Set(apptest.Noon.Add(d)) }

// log is what was logged of a blocker: "opened a blocker".
func (b *bench) log(t testing.TB, id uuid.UUID) []string {
	t.Helper()
	var out []string
	for _, a := range b.w.Log(t) {
		if a.EntityID == id {
			out = append(out, *a.Title)
		}
	}
	return out
}

// changed is what an activity says of the fields.
func changed(a *activity.Activity) string {
	var out []string
	for _, c := range a.Changes {
		text := c.Field
		if c.Redacted {
			text += " (redacted)"
		}
		if c.Old != nil || c.New != nil {
			text += fmt.Sprintf(" %s > %s", deref(c.Old), deref(c.New))
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func deref(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p) })
}
