package demo

import (
	"time"

	"daybook/internal/authz"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/team"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// foundingDay is the Friday before work begins.
const foundingDay = -1

// found makes the workspace, its people, teams and projects: the owner begins, the admin goes on.
func (s *story) found() {
	owner, admin := s.person("owner"), s.person("admin")
	minute := 9*time.Hour + 12*time.Minute
	next := func() time.Time {
		t := s.at(foundingDay, owner.zone, around(chance("founding", minute), minute, 40*time.Second))
		minute += 4 * time.Minute
		return t
	}
	first := next()
	s.workspace = &workspaceRow{Workspace: workspace.Workspace{ID: newID(first, "workspace", slug), Slug: slug, Name: workspaceName,
		TimeZone: workspaceZone, WeekStart: workspace.Monday}, stamps: stamped(first)}
	s.enter(owner, first, authz.RoleOwner)
	s.tell(first, owner, toldWorkspace(s.workspace))

	t := next()
	s.enter(admin, t, authz.RoleMember)
	s.tell(t, owner, toldAdded(admin.row))
	t = next()
	admin.row.Role = authz.RoleAdmin
	admin.row.changed(t)
	s.tell(t, owner, toldRole(admin.row, authz.RoleMember))

	for _, mail := range []string{"vp", "director", "manager"} {
		t = next()
		s.enter(s.person(mail), t, authz.RoleMember)
		s.tell(t, admin, toldAdded(s.person(mail).row))
	}
	s.setManager(admin, s.person("vp"), next(), owner)
	for _, made := range teams {
		s.makeTeam(made.name, s.person(made.manager), next(), admin)
	}
	for _, p := range s.people {
		if p.row == nil && p.joined == 0 {
			t = next()
			s.enter(p, t, authz.RoleMember)
			s.tell(t, admin, toldAdded(p.row))
		}
	}
	for _, made := range projects {
		s.makeProject(made.key, made.name, made.members, next(), admin)
	}
	for _, p := range s.people {
		if p.joined > 0 {
			s.join(p)
		}
	}
}

// join lets a person in later on, the day before they begin; their manager is set when they are there.
func (s *story) join(p *person) {
	by := s.planner(p.joined - 1)
	t := s.at(p.joined-1, by.zone, 15*time.Hour+31*time.Minute+12*time.Second)
	s.enter(p, t, authz.RoleMember)
	s.tell(t, by, toldAdded(p.row))
	by = s.planner(p.joined + 1)
	s.setManager(p, s.person("manager"), s.at(p.joined+1, by.zone, 10*time.Hour+5*time.Minute+44*time.Second), by)
}

// enter makes the account and the member; a team and manager that are there already are theirs from the start.
func (s *story) enter(p *person, at time.Time, role authz.Role) {
	email := mailOf(p.mail)
	account := &accountRow{ID: newID(at, "account", p.mail), Email: email, DisplayName: p.name, TimeZone: p.part.zone,
		WorkspaceIDs: []uuid.UUID{s.workspace.ID}, CreatedAt: at}
	p.row = &memberRow{Member: member.Member{WorkspaceID: s.workspace.ID, ID: newID(at, "member", p.mail), AccountID: account.ID,
		DisplayName: p.name, Email: &email, Role: role, TimeZone: p.part.zone, JoinedAt: at}, UpdatedAt: at, Version: 1}
	if boss := s.person(p.boss); boss != nil && boss.row != nil {
		p.row.ManagerID = &boss.row.ID
	}
	for _, t := range s.teams {
		if t.Name == p.team {
			p.row.TeamID = &t.ID
		}
	}
	s.accounts = append(s.accounts, account)
	s.members = append(s.members, p.row)
}

func (s *story) setManager(p, manager *person, at time.Time, by *person) {
	old := p.row.ManagerID
	p.row.ManagerID = &manager.row.ID
	p.row.changed(at)
	s.tell(at, by, toldManager(p.row, old))
}

// makeTeam makes a team and moves those into it who are there already.
func (s *story) makeTeam(name string, manager *person, at time.Time, by *person) {
	t := &teamRow{Team: team.Team{WorkspaceID: s.workspace.ID, ID: newID(at, "team", name), Name: name, ManagerID: &manager.row.ID, Version: 1},
		stamps: stamped(at)}
	moved := false
	for _, p := range s.people {
		if p.team == name && p.row != nil {
			p.row.TeamID = &t.ID
			p.row.changed(at)
			moved = true
		}
	}
	s.teams = append(s.teams, t)
	s.tell(at, by, toldTeam(t, moved))
}

func (s *story) makeProject(key, name string, members []string, at time.Time, by *person) {
	p := &projectRow{Project: project.Project{WorkspaceID: s.workspace.ID, ID: newID(at, "project", key), Key: key, Name: name,
		Access: project.Open, Version: 1}, stamps: stamped(at)}
	if members != nil {
		p.Access = project.Restricted
	}
	for _, mail := range members {
		s.projectMembers = append(s.projectMembers, &projectMemberRow{WorkspaceID: p.WorkspaceID, ProjectID: p.ID, MemberID: s.person(mail).row.ID})
	}
	s.projects = append(s.projects, p)
	s.tell(at, by, toldProject(p, members != nil))
}
