package team_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/team"

	"github.com/google/uuid"
)

func TestUpsertChecks(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	crew, other, ann, v := w.Team(t), w.Team(t), w.Member(t), w.Owner.Viewer(t)
	weak := w.Service(t, authz.WorkRead).Viewer(t)
	many := make([]uuid.UUID, team.MaxMembers+1)
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		u     team.Upsert
		code  check.Code
		field string
	}{
		"no name":            {team.Upsert{}, check.Required, "name"},
		"blank name":         {team.Upsert{Name: new("\n")}, check.Required, "name"},
		"name too long":      {team.Upsert{ID: &crew.ID, Name: new(strings.Repeat("ü", 201))}, check.TooLong, "name"},
		"name in use":        {team.Upsert{Name: &other.Name}, check.Duplicate, "name"},
		"name in capitals":   {team.Upsert{ID: &crew.ID, Name: new(strings.ToUpper(other.Name))}, check.Duplicate, "name"},
		"too many members":   {team.Upsert{ID: &crew.ID, MemberIDs: &many}, check.OutOfRange, "memberIds"},
		"row that is not":    {team.Upsert{ID: new(uuid.New()), Name: new("x")}, check.NotFound, "id"},
		"version of another": {team.Upsert{ID: &crew.ID, Name: new("x"), Version: new(7)}, check.Conflict, "expectedVersion"},
	} {
		c.u.WorkspaceID = w.ID
		t.Run(name+" is rejected", func(t *testing.T) {
			_, _, err := a.Teams.Upsert(t.Context(), v, c.u)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	for name, who := range map[string]*authz.Viewer{"a member": ann.Viewer(t), "a weak service": weak} {
		if _, _, err := a.Teams.Upsert(t.Context(), who, team.Upsert{WorkspaceID: w.ID, Name: new("x")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := a.Teams.List(t.Context(), foreign.Owner.Viewer(t), w.ID, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger lists: %v", err)
	}
	if found, err := a.Teams.ByIDs(t.Context(), foreign.Owner.Viewer(t), []uuid.UUID{crew.ID}); err != nil || len(found) != 0 {
		t.Errorf("a stranger finds %d: %v", len(found), err)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
	same := foreign.Team(t, func(p *team.Upsert) { p.Name = &crew.Name }) // another workspace's names are its own
	if same.Name != crew.Name {
		t.Error("the name was changed")
	}
}

func TestMembersAreSetAndMoved(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob, eve, v := w.Member(t), w.Member(t), w.Member(t), w.Owner.Viewer(t)
	one := w.Team(t, func(p *team.Upsert) { p.MemberIDs, p.ManagerID = &[]uuid.UUID{ann.ID, bob.ID}, patch.To(&eve.ID) })
	two := w.Team(t)
	of := func(id uuid.UUID) []uuid.UUID {
		t.Helper()
		c, err := a.Members.List(t.Context(), v, w.ID, member.Filter{TeamID: &id}, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		var out []uuid.UUID
		for _, m := range c.Nodes() {
			out = append(out, m.ID)
		}
		return out
	}
	if got := of(one.ID); !slices.Equal(got, []uuid.UUID{ann.ID, bob.ID}) || *one.ManagerID != eve.ID {
		t.Errorf("the first team is %v", got)
	}
	given := make([]uuid.UUID, 1, 8) // room to append to: the caller's list must stay theirs
	given[0] = bob.ID
	if _, _, err := a.Teams.Upsert(t.Context(), v, team.Upsert{WorkspaceID: w.ID, ID: &two.ID, MemberIDs: &given, ManagerID: patch.To(&ann.ID)}); err != nil {
		t.Fatal(err)
	}
	if got1, got2 := of(one.ID), of(two.ID); !slices.Equal(got1, []uuid.UUID{ann.ID}) || !slices.Equal(got2, []uuid.UUID{bob.ID}) {
		t.Errorf("after a move they are %v and %v", got1, got2)
	}
	if _, _, err := a.Teams.Upsert(t.Context(), v, team.Upsert{WorkspaceID: w.ID, ID: &one.ID, MemberIDs: &[]uuid.UUID{}, ManagerID: patch.To[uuid.UUID](nil)}); err != nil {
		t.Fatal(err)
	}
	found, err := a.Teams.ByIDs(t.Context(), v, []uuid.UUID{one.ID, two.ID})
	if err != nil || len(of(one.ID)) != 0 || found[one.ID].ManagerID != nil || *found[two.ID].ManagerID != ann.ID || found[two.ID].Version != 2 {
		t.Errorf("in the end they are %v: %v", found, err)
	}
}

// Teams that take each other's members at once end with everybody in one team, and nobody is told of a deadlock.
func TestTeamsSwapMembersAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Owner.Viewer(t)
	var people []uuid.UUID
	for range 6 {
		people = append(people, w.Member(t).ID)
	}
	teams := []*team.Team{w.Team(t), w.Team(t)}
	for range 5 {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				take := slices.Clone(people[i%3 : i%3+3])
				if i%2 == 1 {
					slices.Reverse(take)
				}
				if _, _, err := a.Teams.Upsert(t.Context(), v, team.Upsert{WorkspaceID: w.ID, ID: &teams[i%2].ID, MemberIDs: &take}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}
