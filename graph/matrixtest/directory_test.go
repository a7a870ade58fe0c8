package matrixtest

import (
	"context"
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/blocker"
	"daybook/internal/export"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

var directoryPart = part{
	ways: map[string][]way{
		"Member": byID("member",
			way{path: acme + "members(first: 100, filter: {ids: [$it], includeRemoved: true})/nodes"},
			way{path: acme + "members(first: 100, filter: {ids: [$it], includeRemoved: true})/edges/node"},
			way{path: "viewer/memberships(first: 10)/nodes/member", only: "subject mate manager admin", mine: true},
			way{path: "team(id: $crew)/members(first: 100)/nodes", only: "subject mate"},
			way{path: "team(id: $second)/manager", only: "manager"},
			way{path: "project(id: $open)/members(first: 100)/nodes", only: "subject mate"},
			way{path: "task(id: $openTask)/assignee", only: "subject"},
			way{path: "member(id: $subject)/manager", only: "manager"},
			way{path: "member(id: $subject)/managementChain", only: "manager"},
			way{path: "member(id: $it)/actor/member"},
			way{path: "activity(id: $shared)/actor/member", only: "subject"},
			way{path: "standup(id: $standup)/member", only: "subject"},
			way{path: acme + `standupDay(date: "` + inferred + `")/rows(first: 1, status: [INFERRED_ONLY])/nodes/member`, only: "subject"},
			way{path: "memberUpdate(input: {memberId: $it})/member", only: "subject"},
			way{path: "node(id: $mates)<TrackingRow>/member", only: "mate"},
			way{path: "workLog(id: $log)/member", only: "subject"},
			way{path: "timeEntry(id: $entry)/member", only: "subject"},
			way{path: "member(id: $it)/timer/member", only: "subject mate"},
			way{path: "blocker(id: $escalated)/member", only: "subject"},
			way{path: "blocker(id: $escalated)/escalations@firstStep/recipient", only: "manager"},
			way{path: acme + "metrics(cohort: {memberIds: [$it]}, " + week + ")/nodes/cohort/members", only: "subject"},
			way{path: "activity(id: $word)/subject", only: "subject"},
			way{path: "activity(id: $removed)/subject", only: "former"},
			way{path: "edges/node@shared/actor/member", over: "shared", only: "subject"},
			way{path: "edges/node@word/subject", over: "word", only: "subject"},
			way{path: "memberManagerSet(input: {memberId: $it, managerId: $manager})/member", only: "subject"},
			way{path: "memberRoleSet(input: {memberId: $it, role: MEMBER, expectedRole: MEMBER})/member", only: "subject mate manager"},
		),
		"Actor": {
			{path: "member(id: $subject)/actor", only: "subjectActor"},
			{path: "node(id: $subject)<Member>/actor", only: "subjectActor"},
			{path: "activity(id: $shared)/actor", only: "subjectActor"},
			{path: "activity(id: $programMade)/actor", only: "programActor"},
			{path: "activity(id: $teamMade)/actor", only: "systemActor"},
			{path: acme + "activities(first: 5, filter: {entityId: $openTask, action: {eq: UPDATED}})/nodes@shared/actor", only: "subjectActor"},
			{path: "node(id: $token)<ApiToken>/createdBy", only: "subjectActor"},
			{path: "export(id: $ownExport)/requestedBy", only: "subjectActor"},
			{path: acme + year + "/byActor/actor", only: "subjectActor"},
			{path: "edges/node@shared/actor", over: "shared", only: "subjectActor"},
			{path: "edges/node@programMade/actor", over: "programMade", only: "programActor"},
		},
		"Team": byID("team",
			way{path: acme + "teams(first: 100)/nodes"},
			way{path: acme + "teams(first: 100)/edges/node"},
			way{path: "member(id: $subject)/team", only: "crew"},
			way{path: "sprint(id: $sprint)/team", only: "second"},
			way{path: acme + "metrics(cohort: {teamId: $it}, " + week + ")/nodes/cohort/team"},
			way{path: "task(id: $openTask)/team", only: "second"},
			way{path: "teamUpsert(input: {workspaceId: $workspace, id: $it})/team"},
		),
	},
	tries: map[string]mutation{
		"teamUpsert": {shows: "team", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Team %d"}`, n)}
		}},
		"memberInvite": {shows: "member", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", email: "new%d@example.com", displayName: "New"}`, n)}
		}},
		"memberRoleSet": {shows: "member", try: func(t *testing.T, w *world, col column, _ int) try {
			m, v := w.newcomer(t, col)
			return try{about: m, as: v, input: fmt.Sprintf(`{memberId: %q, role: ADMIN, expectedRole: MEMBER}`, m)}
		}},
		"memberManagerSet": {shows: "member", try: func(t *testing.T, w *world, col column, _ int) try {
			m, v := w.newcomer(t, col)
			return try{about: m, as: v, input: fmt.Sprintf(`{memberId: %q, managerId: "$mate"}`, m)}
		}},
		"memberRemove": {shows: "userErrors", try: func(t *testing.T, w *world, col column, _ int) try {
			m, v := w.newcomer(t, col)
			return try{about: m, as: v, input: fmt.Sprintf(`{memberId: %q}`, m)}
		}},
	},
	remarks: roleRemarks,
}

// roleRemarks are what the notes say of roles.
var roleRemarks = []remark{
	{"memberRoleSet", admin, refused, "OWNER is granted by owners only", func(t *testing.T, w *world) try {
		m, _ := w.newcomer(t, mate)
		return try{input: fmt.Sprintf(`{memberId: %q, role: OWNER, expectedRole: MEMBER}`, m)}
	}},
	{"memberRoleSet", admin, allowed, "an owner grants OWNER", func(t *testing.T, w *world) try {
		m, _ := w.newcomer(t, mate)
		return try{as: w.viewerOf(w.acme.Owner), input: fmt.Sprintf(`{memberId: %q, role: OWNER, expectedRole: MEMBER}`, m)}
	}},
	{"memberRoleSet", admin, refused, "nobody changes their own role", func(_ *testing.T, w *world) try {
		return try{input: fmt.Sprintf(`{memberId: %q, role: MEMBER, expectedRole: ADMIN}`, w.admin.NodeID())}
	}},
	{"memberRoleSet", admin, refused, "OWNER is taken by owners only", func(_ *testing.T, w *world) try {
		return try{input: fmt.Sprintf(`{memberId: %q, role: MEMBER, expectedRole: OWNER}`, w.acme.Owner.NodeID())}
	}},
	{"memberInvite", admin, refused, "OWNER is granted by owners only", func(*testing.T, *world) try {
		return try{input: `{workspaceId: "$workspace", email: "owner.to.be@example.com", displayName: "Owner to be", role: OWNER}`}
	}},
	{"memberRemove", admin, refused, "owners are removed by owners only", func(_ *testing.T, w *world) try {
		return try{input: fmt.Sprintf(`{memberId: %q}`, w.acme.Owner.NodeID())}
	}},
}

func (w *world) memberFacts(m *member.Member, r *rows) facts {
	chain := []any{}
	for _, boss := range w.chains[m.ID] {
		chain = append(chain, named(id.Of(id.Member, boss)))
	}
	link := func(kind id.Kind, u *uuid.UUID) any {
		if u == nil {
			return nil
		}
		return named(id.Of(kind, *u))
	}
	return facts{
		"id": value(m.NodeID().String()), "actor": object(named(m.NodeID())), "role": value(enum(m.Role)), "team": object(link(id.Team, m.TeamID)),
		"manager": object(link(id.Member, m.ManagerID)), "managementChain": object(chain), "timeZone": value(m.TimeZone),
		"joinedAt": value(instant(&m.JoinedAt)), "removedAt": value(instant(m.RemovedAt)),
		"standups":      rawList(r.standups, func(s *standup.Standup) bool { return s.MemberID == m.ID }),
		"workLogs":      rawList(r.current(), func(l *worklog.WorkLog) bool { return l.MemberID == m.ID }),
		"timeEntries":   timeFact(r, func(e *timeentry.Entry) bool { return e.MemberID == m.ID }),
		"blockers":      rawList(r.blockers, func(b *blocker.Blocker) bool { return b.MemberID == m.ID }),
		"slackTracking": w.agreed(m.ID), "timer": object(r.running(m.ID)), "personalMetrics": w.metricsList(w.personal(m), r),
		"dataExports": list(func(*viewer) []string {
			return ids(r.exports, func(x *export.Export) bool { return *x.MemberID == m.ID && !x.WholeWorkspace })
		}),
		"activities": w.timeline(func(a *activity.Activity) bool {
			return a.SubjectID != nil && *a.SubjectID == m.ID || a.ActorID != nil && *a.ActorID == m.ID
		}),
	}
}

func (w *world) actorFacts(name string, r *rows) facts {
	it := w.things[name+"Actor"]
	f := facts{"id": value(it.id), "email": value(nil), "avatarUrl": value(nil), "member": object(nil)}
	switch name {
	case "subject":
		f["kind"], f["displayName"], f["email"] = value("HUMAN"), value("subject"), value("subject@example.com")
		f["avatarUrl"], f["member"] = value("https://example.com/subject.png"), object(map[string]any{"id": it.id})
	case "program":
		for _, k := range r.tokens {
			if k.NodeID().String() == it.id {
				f["kind"], f["displayName"] = value("SERVICE"), value(k.Name)
			}
		}
	case "system":
		f["kind"], f["displayName"] = value("SYSTEM"), value("Daybook")
	}
	return f
}

func (w *world) teamFacts(x *team.Team, r *rows) facts {
	manager := any(nil)
	if x.ManagerID != nil {
		manager = named(id.Of(id.Member, *x.ManagerID))
	}
	return facts{
		"id": value(x.NodeID().String()), "name": value(x.Name), "manager": object(manager), "version": value(x.Version),
		"metrics": w.metricsList(w.weekOf(r.in(x.ID), nil).among(x.ID, w.things["second"]), r),
		"members": list(func(*viewer) []string {
			return ids(r.members, func(m *member.Member) bool { return m.RemovedAt == nil && m.TeamID != nil && *m.TeamID == x.ID })
		}),
	}
}

// setPicture gives a person a picture: no service does that yet.
func setPicture(ctx context.Context, db bun.IDB, memberID uuid.UUID) error {
	_, err := db.NewRaw("update members set avatar_url = 'https://example.com/subject.png' where id = ?", memberID).Exec(ctx)
	return err
}

// newcomer is a member to act on; for SELF they act themselves.
func (w *world) newcomer(t *testing.T, col column) (string, *viewer) {
	t.Helper()
	p := w.acme.Member(t, func(p *member.InviteParams) { p.ManagerID = &w.manager.ID })
	if col != self {
		return p.NodeID().String(), nil
	}
	return p.NodeID().String(), &viewer{name: "SELF, a newcomer", col: self, home: w.acme.ID, person: p, cookie: p.Secret, bearer: w.acme.Personal(t, p).Secret}
}
