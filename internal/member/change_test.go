package member_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"

	"github.com/google/uuid"
)

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

func role(r authz.Role) func(*member.InviteParams) {
	return func(p *member.InviteParams) { p.Role = r }
}

// Who may give and take which role: a workspace admin; owners are made and unmade by owners; nobody changes their own.
func TestSetRoleMatrix(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	roles := []authz.Role{authz.RoleOwner, authz.RoleAdmin, authz.RoleMember}
	viewers := map[string]*authz.Viewer{}
	for _, r := range roles {
		viewers[string(r)] = w.Member(t, role(r)).Viewer(t)
	}
	viewers["service"], viewers["stranger"], viewers["nobody"] = w.Service(t, authz.AllScopes...).Viewer(t), foreign.Owner.Viewer(t), nil
	for name, v := range viewers {
		for _, from := range roles {
			for _, to := range roles {
				t.Run(fmt.Sprintf("%s makes %s %s", name, from, to), func(t *testing.T) {
					target := w.Member(t, role(from))
					before, seq := a.Snapshot(t), w.Seq(t)
					got, receipt, err := a.Members.SetRole(t.Context(), v, target.ID, to, from)
					switch {
					case name == "stranger" || name == "nobody":
						apptest.WantCode(t, err, fault.NotFound)
					case name == "member" || name == "service" || name == "admin" && (from == authz.RoleOwner || to == authz.RoleOwner):
						apptest.WantCode(t, err, fault.Forbidden)
					case err != nil:
						t.Fatal(err)
					case from == to:
						if receipt.Seq != 0 || got.Role != to {
							t.Errorf("nothing changes, it gives %+v, %+v", got, receipt)
						}
					default:
						if got.Role != to || receipt.Seq != seq+1 || w.Seq(t) != seq+1 {
							t.Errorf("it gives %+v, %+v", got, receipt)
						}
						last := w.Log(t)[seq]
						if last.Action != activity.RoleChanged || last.Visibility != activity.ToAdmins || *last.Changes[0].Old != string(from) || *last.Changes[0].New != string(to) {
							t.Errorf("the log tells %+v", last)
						}
						return
					}
					same(t, before, a.Snapshot(t))
				})
			}
		}
	}
	t.Run("nobody changes their own", func(t *testing.T) {
		ada := w.Admin(t)
		for _, p := range []*apptest.Person{ada, w.Owner} {
			_, _, err := a.Members.SetRole(t.Context(), p.Viewer(t), p.ID, authz.RoleMember, p.Role)
			apptest.WantCode(t, err, fault.Forbidden)
		}
	})
	t.Run("another role than expected is a conflict", func(t *testing.T) {
		_, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), w.Admin(t).ID, authz.RoleMember, authz.RoleMember)
		apptest.WantRejection(t, err, check.Conflict, "expectedRole")
	})
}

// Two owners who take each other's role at once: one keeps it.
func TestLastOwnerStaysUnderParallelDemotions(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for range 5 {
		w := a.Workspace(t)
		other := w.Member(t, role(authz.RoleOwner))
		pairs := [][2]*apptest.Person{{w.Owner, other}, {other, w.Owner}}
		viewers := []*authz.Viewer{w.Owner.Viewer(t), other.Viewer(t)}
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i, pair := range pairs {
			wg.Go(func() {
				_, _, errs[i] = a.Members.SetRole(t.Context(), viewers[i], pair[1].ID, authz.RoleMember, authz.RoleOwner)
			})
			wg.Go(func() { _, _, errs[2+i] = a.Members.Remove(t.Context(), viewers[i], pair[0].ID) })
		}
		wg.Wait()
		n, err := a.DB.NewSelect().Model((*member.Member)(nil)).Where("workspace_id = ?", w.ID).Where("role = 'owner'").Where("removed_at is null").Count(t.Context())
		if err != nil || n != 1 {
			t.Errorf("%d owners are left: %v", n, err)
		}
		for _, err := range errs {
			if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
				apptest.WantRejection(t, err, check.LastOwner, "memberId")
			}
		}
	}
}

func TestLastOwnerCannotLeave(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Admin(t)
	before := a.Snapshot(t)
	_, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), w.Owner.ID)
	apptest.WantRejection(t, err, check.LastOwner, "memberId")
	_, _, err = a.Members.Remove(t.Context(), w.Service(t, authz.DirectoryWrite).Viewer(t), w.Owner.ID)
	apptest.WantCode(t, err, fault.Forbidden)
	after := a.Snapshot(t)
	delete(before, "api_tokens")
	delete(before, "activities")
	delete(before, "workspace_heads")
	same(t, before, after)
}

func TestManagerCircles(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	v := w.Admin(t).Viewer(t)
	p := []*apptest.Person{w.Member(t), w.Member(t), w.Member(t), w.Member(t)}
	set := func(of int, manager uuid.UUID) error {
		_, _, err := a.Members.SetManager(t.Context(), v, p[of].ID, &manager)
		return err
	}
	for i := range 3 {
		if err := set(i, p[i+1].ID); err != nil {
			t.Fatal(err)
		}
	}
	theirs, gone := foreign.Member(t), w.Member(t)
	if _, _, err := a.Members.Remove(t.Context(), gone.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	for i := range 4 {
		apptest.WantRejection(t, set(3, p[i].ID), check.Invalid, "managerId")
	}
	apptest.WantRejection(t, set(1, p[0].ID), check.Invalid, "managerId")
	for name, id := range map[string]uuid.UUID{"foreign": theirs.ID, "removed": gone.ID, "absent": uuid.New(), "none": uuid.Nil} {
		t.Log(name)
		apptest.WantRejection(t, set(0, id), check.NotFound, "managerId")
	}
	if _, receipt, err := a.Members.SetManager(t.Context(), v, p[0].ID, &p[1].ID); err != nil || receipt.Seq != 0 {
		t.Errorf("the same manager again: %+v, %v", receipt, err)
	}
	same(t, before, a.Snapshot(t))
	chains, err := a.Members.Chains(t.Context(), v, []uuid.UUID{p[0].ID, p[3].ID, theirs.ID})
	if err != nil || len(chains[p[0].ID]) != 3 || len(chains[p[3].ID]) != 0 || len(chains[theirs.ID]) != 0 {
		t.Errorf("the chains are %v: %v", chains, err)
	}
	for i, m := range chains[p[0].ID] {
		if m.ID != p[i+1].ID {
			t.Errorf("rung %d is %s", i, m.DisplayName)
		}
	}
	// A removed manager is passed over, their own manager is not.
	if _, _, err := a.Members.Remove(t.Context(), v, p[1].ID); err != nil {
		t.Fatal(err)
	}
	chains, err = a.Members.Chains(t.Context(), v, []uuid.UUID{p[0].ID})
	if err != nil || len(chains[p[0].ID]) != 2 || chains[p[0].ID][0].ID != p[2].ID {
		t.Errorf("after a manager left the chain is %v: %v", chains[p[0].ID], err)
	}
	if m, receipt, err := a.Members.SetManager(t.Context(), v, p[0].ID, nil); err != nil || m.ManagerID != nil || receipt.Seq == 0 {
		t.Errorf("clearing a manager: %+v %v", m, err)
	}
}

func TestManagerCirclesInParallel(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Admin(t).Viewer(t)
	for range 5 {
		p := []*apptest.Person{w.Member(t), w.Member(t), w.Member(t)}
		var wg sync.WaitGroup
		for i := range p {
			wg.Go(func() {
				if _, _, err := a.Members.SetManager(t.Context(), v, p[i].ID, &p[(i+1)%3].ID); err != nil {
					apptest.WantRejection(t, err, check.Invalid, "managerId")
				}
			})
		}
		wg.Wait()
		wantNoCircle(t, a, v, w, p)
	}
}

// wantNoCircle checks that nobody stands in their own chain.
func wantNoCircle(t testing.TB, a *apptest.App, v *authz.Viewer, w *apptest.Workspace, people []*apptest.Person) {
	t.Helper()
	for _, p := range people {
		chains, err := a.Members.Chains(t.Context(), v, []uuid.UUID{p.ID})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(chains[p.ID], func(m *member.Member) bool { return m.ID == p.ID }) {
			t.Errorf("%s of %s is their own manager, however far up", p.DisplayName, w.Slug)
		}
	}
}

// Who comes back keeps the id and with it what they did, and must not close a circle of managers.
func TestComeBack(t *testing.T) {
	t.Parallel()
	invite := func(w *apptest.Workspace, m *apptest.Person) member.InviteParams {
		return member.InviteParams{WorkspaceID: w.ID, Email: *m.Email, DisplayName: "Back again", Role: authz.RoleMember}
	}
	t.Run("keeps the id", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		ann, v := w.Admin(t), w.Owner.Viewer(t)
		row := w.Standup(t, ann)
		_, _, err := a.Members.Add(t.Context(), activity.BySystem, invite(w, ann))
		apptest.WantRejection(t, err, check.Duplicate, "email")
		gone, receipt, err := a.Members.Remove(t.Context(), v, ann.ID)
		if err != nil || gone.RemovedAt == nil || receipt.Seq == 0 {
			t.Fatalf("removing: %+v %v", gone, err)
		}
		if _, _, err := a.Members.Remove(t.Context(), v, ann.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("removing a second time: %v", err)
		}
		seq := w.Seq(t)
		back, receipt, err := a.Members.Invite(t.Context(), v, invite(w, ann))
		if err != nil || receipt.Seq != seq+1 || back.ID != ann.ID || back.AccountID != ann.AccountID || back.RemovedAt != nil || back.Role != authz.RoleMember {
			t.Fatalf("coming back: %+v %v", back, err)
		}
		if !back.JoinedAt.After(ann.JoinedAt) {
			t.Error("they joined before they came back")
		}
		v2 := ann.Viewer(t)
		if m, ok := v2.In(w.ID); !ok || m.Role != authz.RoleMember {
			t.Errorf("their session has %+v", m)
		}
		if found, err := a.Standups.ByIDs(t.Context(), v2, []uuid.UUID{row.ID}); err != nil || found[row.ID] == nil {
			t.Errorf("their standup is not theirs any more: %v", err)
		}
	})
	t.Run("to their own report is no circle", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		v := w.Owner.Viewer(t)
		boss, ann := w.Member(t), w.Member(t)
		if _, _, err := a.Members.SetManager(t.Context(), v, ann.ID, &boss.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Members.Remove(t.Context(), v, boss.ID); err != nil {
			t.Fatal(err)
		}
		p := invite(w, boss)
		p.ManagerID = &ann.ID
		_, _, err := a.Members.Invite(t.Context(), v, p)
		apptest.WantRejection(t, err, check.Invalid, "managerId")
		wantNoCircle(t, a, v, w, []*apptest.Person{boss, ann})
	})
	t.Run("as their own manager is rejected", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		v, ann := w.Owner.Viewer(t), w.Member(t)
		if _, _, err := a.Members.Remove(t.Context(), v, ann.ID); err != nil {
			t.Fatal(err)
		}
		p := invite(w, ann)
		p.ManagerID = &ann.ID
		_, _, err := a.Members.Invite(t.Context(), v, p)
		apptest.WantRejection(t, err, check.Invalid, "managerId")
	})
	t.Run("under a manager who left is rejected", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		v, boss := w.Owner.Viewer(t), w.Member(t)
		if _, _, err := a.Members.Remove(t.Context(), v, boss.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err := a.Members.Invite(t.Context(), v, member.InviteParams{WorkspaceID: w.ID, Email: "new@example.com", DisplayName: "New", Role: authz.RoleMember, ManagerID: &boss.ID})
		apptest.WantRejection(t, err, check.NotFound, "managerId")
	})
}

// However many admins add the same address at once, one person is added and the others are told.
func TestInviteAtOnce(t *testing.T) {
	t.Parallel()
	for name, removed := range map[string]bool{"a new address": false, "one who left": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			v := w.Owner.Viewer(t)
			p := member.InviteParams{WorkspaceID: w.ID, Email: "new@example.com", DisplayName: "New", Role: authz.RoleMember}
			if removed {
				m, _, err := a.Members.Invite(t.Context(), v, p)
				if err != nil {
					t.Fatal(err)
				}
				if _, _, err := a.Members.Remove(t.Context(), v, m.ID); err != nil {
					t.Fatal(err)
				}
			}
			seq := w.Seq(t)
			errs := make([]error, 8)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() { _, _, errs[i] = a.Members.Invite(t.Context(), v, p) })
			}
			wg.Wait()
			added := 0
			for _, err := range errs {
				if err == nil {
					added++
				} else {
					apptest.WantRejection(t, err, check.Duplicate, "email")
				}
			}
			if added != 1 || w.Seq(t) != seq+1 {
				t.Errorf("%d were added and %d activities appended", added, w.Seq(t)-seq)
			}
		})
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ada, ann := w.Admin(t), w.Member(t)
	theirTeam, theirs := foreign.Team(t), foreign.Member(t)
	bot, weak := w.Service(t, authz.DirectoryWrite).Viewer(t), w.Service(t, authz.DirectoryRead).Viewer(t)
	good := func() member.InviteParams {
		return member.InviteParams{WorkspaceID: w.ID, Email: "x@example.com", DisplayName: "X", Role: authz.RoleMember}
	}
	before := a.Snapshot(t)
	for name, c := range map[string]struct {
		change func(*member.InviteParams)
		code   check.Code
		field  string
	}{
		"no address":      {func(p *member.InviteParams) { p.Email = "" }, check.Invalid, "email"},
		"a strange one":   {func(p *member.InviteParams) { p.Email = "Ann <ann@example.com>" }, check.Invalid, "email"},
		"two":             {func(p *member.InviteParams) { p.Email = "a@example.com, b@example.com" }, check.Invalid, "email"},
		"one with NUL":    {func(p *member.InviteParams) { p.Email = "a\x00@example.com" }, check.Invalid, "email"},
		"one with a line": {func(p *member.InviteParams) { p.Email = "a@example.com\r\nBcc: b@example.com" }, check.Invalid, "email"},
		"no name":         {func(p *member.InviteParams) { p.DisplayName = " " }, check.Required, "displayName"},
		"name with NUL":   {func(p *member.InviteParams) { p.DisplayName = "\x00" }, check.Invalid, "displayName"},
		"no zone":         {func(p *member.InviteParams) { p.TimeZone = "Mars/Base" }, check.Invalid, "timeZone"},
		"the server's":    {func(p *member.InviteParams) { p.TimeZone = "Local" }, check.Invalid, "timeZone"},
		"taken":           {func(p *member.InviteParams) { p.Email = " " + *ann.Email + "\n" }, check.Duplicate, "email"},
		"foreign team":    {func(p *member.InviteParams) { p.TeamID = &theirTeam.ID }, check.NotFound, "teamId"},
		"foreign manager": {func(p *member.InviteParams) { p.ManagerID = &theirs.ID }, check.NotFound, "managerId"},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			p := good()
			c.change(&p)
			_, _, err := a.Members.Invite(t.Context(), ada.Viewer(t), p)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
	for name, v := range map[string]*authz.Viewer{"a member": ann.Viewer(t), "a weak service": weak} {
		_, _, err := a.Members.Invite(t.Context(), v, good())
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := a.Members.Invite(t.Context(), theirs.Viewer(t), good())
	apptest.WantCode(t, err, fault.NotFound)
	owner := good()
	owner.Role = authz.RoleOwner
	for name, v := range map[string]*authz.Viewer{"an admin": ada.Viewer(t), "a service": bot} {
		if _, _, err := a.Members.Invite(t.Context(), v, owner); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s makes an owner: %v", name, err)
		}
	}
	same(t, before, a.Snapshot(t))
	p := good()
	p.Email, p.DisplayName = "  Mixed.Case@Example.COM ", "  Ümit 'O\"Neil\\ ?  "
	m, _, err := a.Members.Invite(t.Context(), bot, p)
	if err != nil || *m.Email != "mixed.case@example.com" || m.DisplayName != "Ümit 'O\"Neil\\ ?" || m.TimeZone != "UTC" {
		t.Errorf("it gives %+v: %v", m, err)
	}
	if found, err := member.ByEmail(t.Context(), a.DB, w.ID, "MIXED.case@example.com"); err != nil || found.ID != m.ID {
		t.Errorf("by address: %v %v", found, err)
	}
	if found, err := member.ByEmail(t.Context(), a.DB, foreign.ID, "mixed.case@example.com"); err != nil || found != nil {
		t.Errorf("by address in another workspace: %v %v", found, err)
	}
}

// One person, two workspaces: one account, two members; leaving one leaves the other.
func TestAccountSharedByTwoWorkspaces(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w1, w2 := a.Workspace(t), a.Workspace(t)
	one := w1.Member(t)
	two := w2.Member(t, func(p *member.InviteParams) {
		p.Email, p.DisplayName, p.Role = *one.Email, "Known otherwise", authz.RoleAdmin
	})
	if one.AccountID != two.AccountID || one.ID == two.ID {
		t.Fatalf("the accounts are %s and %s", one.AccountID, two.AccountID)
	}
	v := one.Viewer(t)
	if len(v.Memberships) != 2 || v.IsAdmin(w1.ID) || !v.IsAdmin(w2.ID) {
		t.Errorf("the memberships are %+v", v.Memberships)
	}
	s1, s2 := w1.Standup(t, one), w2.Standup(t, two) // trap 22: the day's uniqueness does not bleed
	if s1.ID == s2.ID || s1.WorkspaceID == s2.WorkspaceID {
		t.Error("one standup stands in both workspaces")
	}
	token1, token2 := w1.Personal(t, one), w2.Personal(t, two)
	if m := token1.Viewer(t).Memberships; len(m) != 1 || m[0].WorkspaceID != w1.ID {
		t.Errorf("a token of one workspace reaches %+v", m)
	}
	if _, _, err := a.Members.Remove(t.Context(), v, one.ID); err != nil {
		t.Fatal(err)
	}
	v = one.Viewer(t)
	if _, ok := v.In(w1.ID); ok || len(v.Memberships) != 1 {
		t.Errorf("after leaving the memberships are %+v", v.Memberships)
	}
	if _, err := a.Authn.Token(t.Context(), token1.Secret); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the token of the workspace left: %v", err)
	}
	token2.Viewer(t)
	if found, err := a.Standups.ByIDs(t.Context(), v, []uuid.UUID{s1.ID, s2.ID}); err != nil || len(found) != 1 || found[s2.ID] == nil {
		t.Errorf("what is found is %v: %v", found, err)
	}
}

func TestRemoveRights(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ada, ann, bob := w.Admin(t), w.Member(t), w.Member(t)
	for name, c := range map[string]struct {
		v    *authz.Viewer
		of   *apptest.Person
		code fault.Code
	}{
		"a mate": {ann.Viewer(t), bob, fault.Forbidden}, "an admin an owner": {ada.Viewer(t), w.Owner, fault.Forbidden},
		"a stranger": {foreign.Owner.Viewer(t), bob, fault.NotFound}, "a weak service": {w.Service(t, authz.DirectoryRead).Viewer(t), bob, fault.Forbidden},
	} {
		if _, _, err := a.Members.Remove(t.Context(), c.v, c.of.ID); !fault.Is(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := a.Members.Remove(t.Context(), bob.Viewer(t), bob.ID); err != nil {
		t.Errorf("leaving: %v", err)
	}
	if _, _, err := a.Members.Remove(t.Context(), w.Service(t, authz.DirectoryWrite).Viewer(t), ann.ID); err != nil {
		t.Errorf("by a service: %v", err)
	}
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	crew := w.Team(t)
	ann := w.Member(t, func(p *member.InviteParams) { p.DisplayName, p.TeamID = "Ann 50%_x", &crew.ID })
	bob, ada := w.Member(t), w.Admin(t)
	p := w.Restricted(t, ann, bob)
	gone := w.Member(t)
	if _, _, err := a.Members.Remove(t.Context(), gone.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		f    member.Filter
		want int
	}{
		"everybody": {member.Filter{}, 4}, "with those who left": {member.Filter{IncludeRemoved: true}, 5}, "by id": {member.Filter{IDs: []uuid.UUID{ann.ID, gone.ID, uuid.New()}}, 1},
		"none by id": {member.Filter{IDs: []uuid.UUID{}}, 0}, "a team": {member.Filter{TeamID: &crew.ID}, 1}, "a project": {member.Filter{ProjectID: &p.ID}, 2},
		"roles": {member.Filter{Roles: []authz.Role{authz.RoleAdmin, authz.RoleOwner}}, 2}, "no roles": {member.Filter{Roles: []authz.Role{}}, 0},
		"a text literally": {member.Filter{Text: new("50%_")}, 1}, "a wildcard": {member.Filter{Text: new("A%x")}, 0}, "an address": {member.Filter{Text: ada.Email}, 1},
	} {
		c1, err := a.Members.List(t.Context(), ann.Viewer(t), w.ID, c.f, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		count, err := c1.Count(t.Context())
		if err != nil || len(c1.Nodes()) != c.want || count.Value != c.want {
			t.Errorf("%s: listed %d, counted %d, want %d: %v", name, len(c1.Nodes()), count.Value, c.want, err)
		}
	}
}

// The sort value in a cursor must be what PostgreSQL sorts by, whatever its locale makes of capital letters.
func TestListR15NamesOfAnyScript(t *testing.T) {
	t.Parallel()
	people := []string{"Ärger", "ärger", "ÉMILE", "émile", "İpek", "ipek", "ISIK", "ışık", "ΣΊΣΥΦΟΣ", "σίσυφος", "ẞtein", "Straße", "ǅungla", "ЖЕНЯ", "женя", "Ⱥ", "ꭰ", "Ꭰ", "O'Neil", "o\\neil", "李", "🦆"}
	a := apptest.New(t)
	w := a.Workspace(t)
	for _, n := range people {
		w.Member(t, func(p *member.InviteParams) { p.DisplayName = n })
	}
	v := w.Owner.Viewer(t)
	fetch := func(args page.Args) (*page.Connection[*member.Member], error) {
		return a.Members.List(t.Context(), v, w.ID, member.Filter{}, args, apptest.Seal("members"))
	}
	whole := apptest.Forwards(t, 100, fetch, nil)
	if len(whole) != len(people)+1 {
		t.Fatalf("%d are listed", len(whole))
	}
	for direction, rows := range map[string][]*member.Member{"forwards": apptest.Forwards(t, 1, fetch, nil), "backwards": apptest.Backwards(t, 1, fetch)} {
		if !slices.EqualFunc(rows, whole, func(a, b *member.Member) bool { return a.ID == b.ID }) {
			var seen []string
			for _, m := range rows {
				seen = append(seen, m.DisplayName)
			}
			t.Errorf("%s are seen %d of %d: %v", direction, len(rows), len(whole), seen)
		}
	}
}
