package project_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/project"

	"github.com/google/uuid"
)

func TestUpsertChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p, ann, v := w.Project(t), w.Member(t), w.Owner.Viewer(t)
	weak := w.Service(t, authz.WorkRead).Viewer(t)
	many := make([]uuid.UUID, project.MaxMembers+1)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		u     project.Upsert
		code  check.Code
		field string
	}{
		"no key":             {project.Upsert{Name: new("x")}, check.Required, "key"},
		"no name":            {project.Upsert{Key: new("AB")}, check.Required, "name"},
		"small key":          {project.Upsert{Key: new("ab"), Name: new("x")}, check.Invalid, "key"},
		"key too short":      {project.Upsert{Key: new("A"), Name: new("x")}, check.Invalid, "key"},
		"key too long":       {project.Upsert{Key: new("ABCDEFGHIJK"), Name: new("x")}, check.Invalid, "key"},
		"key with a digit":   {project.Upsert{Key: new("1A"), Name: new("x")}, check.Invalid, "key"},
		"key with a line":    {project.Upsert{Key: new("AB\n"), Name: new("x")}, check.Invalid, "key"},
		"key in use":         {project.Upsert{Key: &p.Key, Name: new("x")}, check.Duplicate, "key"},
		"another key":        {project.Upsert{ID: &p.ID, Key: new("OTHER")}, check.Invalid, "key"},
		"name too long":      {project.Upsert{ID: &p.ID, Name: new(strings.Repeat("ü", 201))}, check.TooLong, "name"},
		"name with NUL":      {project.Upsert{ID: &p.ID, Name: new("a\x00")}, check.Invalid, "name"},
		"too many members":   {project.Upsert{ID: &p.ID, MemberIDs: &many}, check.OutOfRange, "memberIds"},
		"row that is not":    {project.Upsert{ID: new(uuid.New()), Name: new("x")}, check.NotFound, "id"},
		"version of another": {project.Upsert{ID: &p.ID, Name: new("x"), Version: new(7)}, check.Conflict, "expectedVersion"},
	} {
		c.u.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			_, _, err := a.Projects.Upsert(t.Context(), v, c.u)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	for name, who := range map[string]*authz.Viewer{"a member": ann.Viewer(t), "a weak service": weak} {
		if _, _, err := a.Projects.Upsert(t.Context(), who, project.Upsert{WorkspaceID: w.ID, ID: &p.ID, Name: new("x")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s changes it: %v", name, err)
		}
		if _, _, err := a.Projects.Archive(t.Context(), who, p.ID, true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s archives it: %v", name, err)
		}
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func TestMembersAreSet(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob, v := w.Member(t), w.Member(t), w.Owner.Viewer(t)
	p := w.Restricted(t, ann)
	set := func(ids ...uuid.UUID) {
		t.Helper()
		if _, _, err := a.Projects.Upsert(t.Context(), v, project.Upsert{WorkspaceID: w.ID, ID: &p.ID, MemberIDs: &ids}); err != nil {
			t.Fatal(err)
		}
	}
	opens := func() string {
		out := ""
		for _, who := range []*apptest.Person{ann, bob} {
			found, err := a.Projects.ByIDs(t.Context(), who.Viewer(t), []uuid.UUID{p.ID})
			if err != nil {
				t.Fatal(err)
			}
			out += fmt.Sprint(len(found))
		}
		return out
	}
	if got := opens(); got != "10" {
		t.Errorf("at first it opens for %s", got)
	}
	set(bob.ID, bob.ID)
	if got := opens(); got != "01" {
		t.Errorf("after a change it opens for %s", got)
	}
	set()
	if got := opens(); got != "00" {
		t.Errorf("without members it opens for %s", got)
	}
}

// R10: what does not open is not listed, counted or found, and is not archived either.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	rows := []*project.Project{w.Project(t), w.Restricted(t, ann), w.Restricted(t), foreign.Project(t)}
	old := w.Project(t)
	if got, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), old.ID, true); err != nil || got.ArchivedAt == nil {
		t.Fatalf("archiving: %+v %v", got, err)
	}
	all := []uuid.UUID{old.ID}
	for _, r := range rows {
		all = append(all, r.ID)
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"member": {ann.Viewer(t), 3}, "mate": {bob.Viewer(t), 2}, "admin": {w.Admin(t).Viewer(t), 4}, "service": {w.Service(t, authz.WorkRead).Viewer(t), 4},
	} {
		for filter, f := range map[string]struct {
			f    project.Filter
			want int
		}{
			"none": {project.Filter{}, c.want}, "archived": {project.Filter{Archived: new(true)}, 1}, "not archived": {project.Filter{Archived: new(false)}, c.want - 1},
			"text": {project.Filter{Text: new("project")}, c.want}, "key": {project.Filter{Text: &rows[0].Key}, 1}, "another text": {project.Filter{Text: new("%ro_")}, 0},
		} {
			got, err := a.Projects.List(t.Context(), c.v, w.ID, f.f, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := got.Count(t.Context())
			if err != nil || filter != "key" && len(got.Nodes()) != f.want || count.Value != len(got.Nodes()) {
				t.Errorf("%s by %s: listed %d, counted %d, want %d: %v", name, filter, len(got.Nodes()), count.Value, f.want, err)
			}
		}
		if found, err := a.Projects.ByIDs(t.Context(), c.v, all); err != nil || len(found) != c.want {
			t.Errorf("%s finds %d: %v", name, len(found), err)
		}
	}
	if _, _, err := a.Projects.Archive(t.Context(), bob.Viewer(t), rows[1].ID, true); !fault.Is(err, fault.NotFound) {
		t.Errorf("archiving what is hidden: %v", err)
	}
	if _, err := a.Projects.List(t.Context(), foreign.Owner.Viewer(t), w.ID, project.Filter{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
}

// One key, many at once: one project.
func TestUpsertOfOneKeyHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Owner.Viewer(t)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, _, errs[i] = a.Projects.Upsert(t.Context(), v, project.Upsert{WorkspaceID: w.ID, Key: new("ONE"), Name: new("x")})
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else {
			apptest.WantRejection(t, err, check.Duplicate, "key")
		}
	}
	if made != 1 {
		t.Errorf("%d were made", made)
	}
}
