package loader_test

import (
	"testing"

	"daybook/graph/loader"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/postgres"

	"github.com/google/uuid"
)

// Who was read for one answer is not read again for the next, until they are to be forgotten.
func TestPeopleAreReadOnceUntilTheyAreForgotten(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	v := ann.Viewer(t)
	services := loader.Services{Members: a.Members}
	people := &loader.People{}
	load := func(v *authz.Viewer, who uuid.UUID) (name string, statements int64) {
		t.Helper()
		ctx, n := postgres.CountStatements(t.Context())
		l := &loader.Loaders{}
		people.Introduce(l, services, v, []uuid.UUID{who})
		m, err := l.Members.Load(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		if m == nil {
			return "", n.Load()
		}
		return m.DisplayName, n.Load()
	}
	for _, c := range []struct {
		who        *apptest.Person
		statements int64
	}{{ann, 1}, {ann, 0}, {bob, 1}, {ann, 0}, {bob, 0}} {
		if name, n := load(v, c.who.ID); name != c.who.DisplayName || n != c.statements {
			t.Errorf("%s is read as %q in %d statements, want %d", c.who.DisplayName, name, n, c.statements)
		}
	}
	if _, err := a.DB.NewRaw("update members set display_name = 'Changed' where workspace_id = ? and id = ?", w.ID, ann.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	people.Forget()
	if name, n := load(v, ann.ID); name != "Changed" || n != 1 {
		t.Errorf("after forgetting %q is read in %d statements", name, n)
	}
	for range 2 { // nobody is not remembered
		if name, n := load(v, uuid.New()); name != "" || n != 1 {
			t.Errorf("nobody is %q in %d statements", name, n)
		}
	}
}
