package matrixtest

import (
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/id"
)

var callerPart = part{
	ways: map[string][]way{
		"Query":  {{}},
		"Viewer": {{path: "viewer"}},
		"Membership": {
			{path: "viewer/memberships(first: 10)/nodes"},
			{path: "viewer/memberships(first: 10)/edges/node"},
		},
		"Today": {{path: "viewer/today(workspaceId: $home)"}},
	},
}

func (w *world) rootFacts() facts {
	return facts{
		"rateLimit":  {call: "{ limits { name } }", want: map[string]any{"limits": []any{map[string]any{"name": "cost"}}}},
		"serverInfo": {call: "{ limits { maxDepth } }", want: map[string]any{"limits": map[string]any{"maxDepth": 12}}},
		"workspaces": list(func(v *viewer) []string { return []string{id.Of(id.Workspace, v.home).String()} }),
		"__schema":   {call: "{ queryType { name } }", want: map[string]any{"queryType": map[string]any{"name": "Query"}}},
		"__type":     {call: `(name: "Standup") { name }`, want: map[string]any{"name": "Standup"}},
	}
}

func (w *world) callerFacts(r *rows) facts {
	of := func(person func(v *viewer) any, service any) fact {
		return fact{want: func(v *viewer) any {
			if v.person == nil {
				return service
			}
			return person(v)
		}}
	}
	id := fact{want: func(v *viewer) any {
		if v.person == nil {
			return v.token.NodeID().String()
		}
		return id.Of(id.Account, v.person.AccountID).String()
	}}
	name := fact{want: func(v *viewer) any {
		if v.person == nil {
			return v.token.Name
		}
		return v.person.DisplayName
	}}
	return facts{
		"id": id, "displayName": name,
		"kind":     of(func(*viewer) any { return "HUMAN" }, "SERVICE"),
		"email":    of(func(v *viewer) any { return *v.person.Email }, nil),
		"timeZone": of(func(v *viewer) any { return v.person.TimeZone }, nil),
		"memberships": {call: "(first: 10) { nodes { workspace { id } } count { value } }", want: func(v *viewer) any {
			return map[string]any{"count": map[string]any{"value": 1}, "nodes": []any{map[string]any{"workspace": named(idOfHome(v))}}}
		}},
		"tokens": list(func(v *viewer) []string {
			if v.person != nil && v.home != w.acme.ID {
				return []string{v.personal}
			}
			return ids(r.tokens, func(k *apitoken.Token) bool {
				return k.MemberID != nil && v.person != nil && *k.MemberID == v.person.ID
			})
		}),
		"sessions": {call: "(first: 10) { count { value } nodes { device } }", want: func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return map[string]any{"count": map[string]any{"value": 1}, "nodes": []any{map[string]any{"device": nil}}}
		}},
		"today": {call: `(workspaceId: "$workspace") { date }`, want: map[string]any{"date": today}},
	}
}

func idOfHome(v *viewer) id.ID { return id.Of(id.Workspace, v.home) }

func (w *world) placeFacts() facts {
	person := func(f func(p *apptest.Person) any) func(v *viewer) any {
		return func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return f(v.person)
		}
	}
	return facts{
		"workspace": {call: "{ id }", want: func(v *viewer) any { return named(idOfHome(v)) }},
		"role":      value(person(func(p *apptest.Person) any { return enum(p.Role) })),
		"joinedAt":  value(person(func(p *apptest.Person) any { return instant(&p.JoinedAt) })),
		"member":    object(person(func(p *apptest.Person) any { return named(p.NodeID()) })),
	}
}

func (w *world) dayFacts(r *rows) facts {
	own := func(f func(p *apptest.Person) any) func(v *viewer) any {
		return func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return f(v.person)
		}
	}
	return facts{
		"date": value(today),
		"standup": object(own(func(p *apptest.Person) any {
			for _, s := range r.standups {
				if s.MemberID == p.ID && s.Date.String() == today {
					return named(s.NodeID())
				}
			}
			return nil
		})),
		"timer":          object(own(func(p *apptest.Person) any { return r.running(p.ID) })),
		"trackedSeconds": value(own(func(p *apptest.Person) any { return w.trackedToday(p, r) })),
		"openBlockers": list(func(v *viewer) []string {
			return ids(r.blockers, func(b *blocker.Blocker) bool {
				return v.person != nil && b.MemberID == v.person.ID && b.State != blocker.Resolved
			})
		}),
	}
}

// trackedToday is the time of a person's day: its entries, and of the timer that runs what lies in it.
func (w *world) trackedToday(p *apptest.Person, r *rows) int {
	seconds := 0
	for _, e := range r.present() {
		if e.MemberID == p.ID && e.SpentOn.String() == today {
			seconds += e.DurationSeconds
		}
	}
	for _, x := range r.timers {
		if x.MemberID == p.ID && x.EndedAt == nil {
			seconds += int(w.app.Clock.Now().Sub(x.StartedAt).Seconds())
		}
	}
	return seconds
}
