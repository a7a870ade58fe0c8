package matrixtest

import (
	"fmt"
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/task"
)

var workspacePart = part{
	ways: map[string][]way{
		"Workspace": byID("workspace",
			way{path: "workspaces(first: 10)/nodes"},
			way{path: "workspaces(first: 10)/edges/node"},
			way{path: "viewer/memberships(first: 10)/nodes/workspace"},
			way{path: "activity(id: $teamMade)/subject"},
			way{path: "edges/node@teamMade/subject", over: "teamMade"},
		),
	},
	tries: map[string]mutation{
		"workspaceCreate": {shows: "workspace", try: func(_ *testing.T, _ *world, _ column, n int) try {
			return try{input: fmt.Sprintf(`{slug: "made-%d", name: "Made"}`, n)}
		}},
	},
}

func (w *world) workspaceFacts(r *rows) facts {
	all := func(*activity.Activity) bool { return true }
	return facts{
		"id": value(w.acme.NodeID().String()), "slug": value("acme"), "name": value("Acme"), "timeZone": value("Europe/Berlin"), "weekStart": value("SUNDAY"),
		"viewerRole": value(func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return enum(v.person.Role)
		}),
		"resumeCursor": value(sealed),
		"members": list(func(*viewer) []string {
			return ids(r.members, func(m *member.Member) bool { return m.RemovedAt == nil })
		}),
		"teams": list(func(*viewer) []string { return ids(r.teams, nil) }),
		"projects": list(func(v *viewer) []string {
			return ids(r.projects, func(p *project.Project) bool { return w.opens(v, p) })
		}),
		"sprints": list(func(*viewer) []string { return ids(r.sprints, nil) }),
		"tasks": list(func(v *viewer) []string {
			return ids(r.tasks, func(x *task.Task) bool { return w.opens(v, w.projects[x.ProjectID]) })
		}),
		"standups": rawList(r.standups, nil), "workLogs": rawList(r.current(), nil), "timeEntries": timeFact(r, nil),
		"blockers": w.blockerList(r, nil),
		"standupDay": {call: `(date: "` + inferred + `") { sentCount inferredOnlyCount rows(first: 1, status: [INFERRED_ONLY]) { nodes { status member { id } } } }`,
			want: w.inferredDay(r)},
		"settings": {call: "{ version }", want: map[string]any{"version": 1}}, "escalationPolicy": {call: "{ version }", want: map[string]any{"version": 1}},
		"activities": w.timeline(all), "exports": exportsOf(r),
		"auditLog":  w.timeline(func(a *activity.Activity) bool { return a.Visibility == activity.ToAdmins }),
		"apiTokens": list(func(*viewer) []string { return newestFirst(ids(r.tokens, nil)) }),
		"metrics":   w.metricsList(w.weekOf(nil, nil), r),
		"activityStats": {call: "(days: 366) { total { value } }", want: func(v *viewer) any {
			return map[string]any{"total": map[string]any{"value": len(w.counted(v))}}
		}},
		"metrics(cohort.memberIds: other)": {dear: true, call: `(cohort: {memberIds: ["$subject", "$mate"]}, ` + week + `) { nodes { contributors } }`,
			want: map[string]any{"nodes": []any{map[string]any{"contributors": 2}}}},
		"standups(filter.memberIds: other)":    namingOthers(w, r.standups),
		"workLogs(filter.memberIds: other)":    namingOthers(w, r.current()),
		"timeEntries(filter.memberIds: other)": namingOthers(w, r.present()),
		"blockers(filter.memberIds: other)":    namingOthers(w, r.blockers),
		"activities(filter.actorIds: other)": {
			call: `(first: 100, filter: {actorIds: ["$subject", "$admin"]}) { nodes { id } count { value precision } }`,
			want: func(v *viewer) any {
				return w.timeline(func(a *activity.Activity) bool {
					return a.ActorID != nil && (*a.ActorID == w.subject.ID || *a.ActorID == w.admin.ID)
				}).want.(func(*viewer) any)(v)
			}},
	}
}

func newestFirst(all []string) []string {
	slices.Sort(all)
	slices.Reverse(all)
	return all
}

// namingOthers is a list of raw rows in which the viewer asks for two people by name.
func namingOthers[T owned](w *world, all []T) fact {
	two := ids(all, func(x T) bool {
		_, memberID := x.Owner()
		return memberID == w.subject.ID || memberID == w.mate.ID
	})
	return fact{call: `(first: 100, filter: {memberIds: ["$subject", "$mate"]}) { nodes { id } count { value precision } }`, want: set{ids: two, total: len(two)}}
}
