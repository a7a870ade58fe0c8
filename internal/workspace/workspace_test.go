package workspace_test

import (
	"sync"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// R10: a viewer lists, counts and finds the workspaces they belong to and no other.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	one, two := a.Workspace(t), a.Workspace(t)
	ids := []uuid.UUID{one.ID, two.ID, uuid.New()}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"owner": {one.Owner.Viewer(t), 1}, "service": {two.Service(t, authz.DirectoryRead).Viewer(t), 1}, "nobody": {nil, 0},
	} {
		list, err := a.Workspaces.List(t.Context(), c.v, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		count, err := list.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := a.Workspaces.ByIDs(t.Context(), c.v, ids)
		if err != nil || len(list.Nodes()) != c.want || count.Value != c.want || len(found) != c.want {
			t.Errorf("%s: listed %d, counted %d, found %d: %v", name, len(list.Nodes()), count.Value, len(found), err)
		}
	}
	if _, err := a.Workspaces.MustReach(t.Context(), one.Owner.Viewer(t), two.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another's workspace: %v", err)
	}
	if _, err := workspace.BySlug(t.Context(), a.DB, "none"); err == nil {
		t.Error("a workspace that is not there was found")
	}
}

// One slug, many at once: one workspace, and of the others nothing stays.
func TestCreateOfOneSlugHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	v := a.Workspace(t).Owner.Viewer(t)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, _, errs[i] = a.Workspaces.Create(t.Context(), v, workspace.CreateParams{Slug: "one", Name: "One", TimeZone: "UTC", WeekStart: workspace.Monday})
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else {
			apptest.WantRejection(t, err, check.Duplicate, "slug")
		}
	}
	var n int
	if err := a.DB.NewRaw("select count(*) from members where account_id = ?", v.AccountID).Scan(t.Context(), &n); err != nil || made != 1 || n != 2 {
		t.Errorf("%d were made, the person is %d members: %v", made, n, err)
	}
}
