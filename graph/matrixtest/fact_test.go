package matrixtest

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"

	"github.com/google/uuid"
)

type facts = map[string]fact

// rows is acme as it stands in the database, read without any rights.
type rows struct {
	members  []*member.Member
	teams    []*team.Team
	projects []*project.Project
	sprints  []*sprint.Sprint
	tasks    []*task.Task
	standups []*standup.Standup
	tokens   []*apitoken.Token
}

func given[T any](v T) patch.Field[T] { return patch.To(&v) }

func read[T any](t *testing.T, w *world) []*T {
	t.Helper()
	var out []*T
	must(t, w.app.DB.NewSelect().Model(&out).Where("workspace_id = ?", w.acme.ID).Scan(t.Context()))
	return out
}

// know reads the world back and tells of each thing what its fields must say.
func (w *world) know(t *testing.T) {
	t.Helper()
	r := &rows{members: read[member.Member](t, w), teams: read[team.Team](t, w), projects: read[project.Project](t, w),
		sprints: read[sprint.Sprint](t, w), tasks: read[task.Task](t, w), standups: read[standup.Standup](t, w), tokens: read[apitoken.Token](t, w)}
	w.log = w.acme.Log(t)
	w.projects, w.insiders = map[uuid.UUID]*project.Project{}, map[uuid.UUID][]uuid.UUID{}
	for _, p := range r.projects {
		w.projects[p.ID] = p
	}
	var inside []struct{ ProjectID, MemberID uuid.UUID }
	must(t, w.app.DB.NewRaw("select project_id, member_id from project_members where workspace_id = ?", w.acme.ID).Scan(t.Context(), &inside))
	for _, i := range inside {
		w.insiders[i.ProjectID] = append(w.insiders[i.ProjectID], i.MemberID)
	}
	w.things["roots"].facts = w.rootFacts()
	w.things["caller"].facts, w.things["place"].facts, w.things["day"].facts = w.callerFacts(r), w.placeFacts(), w.dayFacts(r)
	w.things["workspace"].facts = w.workspaceFacts(r)
	for _, m := range r.members {
		w.tell(m.NodeID(), w.memberFacts(m, r))
	}
	for _, x := range r.teams {
		w.tell(x.NodeID(), w.teamFacts(x, r))
	}
	for _, p := range r.projects {
		w.tell(p.NodeID(), w.projectFacts(p, r))
	}
	for _, s := range r.sprints {
		w.tell(s.NodeID(), w.sprintFacts(s))
	}
	for _, x := range r.tasks {
		w.tell(x.NodeID(), w.taskFacts(x))
	}
	for _, s := range r.standups {
		w.tell(s.NodeID(), w.standupFacts(s))
	}
	for _, k := range r.tokens {
		w.tell(k.NodeID(), tokenFacts(k))
	}
	for _, a := range w.log {
		w.tell(a.NodeID(), w.activityFacts(a, r))
	}
	for _, name := range []string{"subject", "program", "system"} {
		w.things[name+"Actor"].facts = w.actorFacts(name, r)
	}
	past := r.standups[slices.IndexFunc(r.standups, func(s *standup.Standup) bool { return s.NodeID().String() == w.things["standup"].id })]
	w.things["foundTask"].facts, w.things["otherFoundTask"].facts = w.foundTaskFacts(past.ParsedTasks[0]), w.foundTaskFacts(past.ParsedTasks[1])
	w.things["foundBlocker"].facts = foundBlockerFacts(past.ParsedBlockers[0])
	w.things["change"].facts = facts{"field": value("status"), "old": value("todo"), "new": value("done"), "redacted": value(false)}
	w.things["guardedChange"].facts = facts{"field": value("estimate"), "old": value(nil), "new": value(nil), "redacted": value(true)}
}

func (w *world) tell(i id.ID, f facts) {
	for _, it := range w.things {
		if it.id == i.String() && it.kind != "Actor" {
			it.facts = f
		}
	}
}

// seen is a thing as a link to it shows it: its id, or null for whom it does not exist.
func (w *world) seen(i id.ID) func(*viewer) any {
	return func(v *viewer) any {
		for _, it := range w.things {
			if it.id == i.String() && it.kind != "Actor" && !w.comes(v, it) {
				return nil
			}
		}
		return named(i)
	}
}

func ids[T interface{ NodeID() id.ID }](all []T, keep func(T) bool) []string {
	out := []string{}
	for _, x := range all {
		if keep == nil || keep(x) {
			out = append(out, x.NodeID().String())
		}
	}
	return out
}

func (w *world) timeline(keep func(*activity.Activity) bool) fact {
	return list(func(v *viewer) []string {
		all := ids(w.log, func(a *activity.Activity) bool { return w.shows(v, a) && keep(a) })
		slices.Reverse(all)
		return all
	})
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
	return facts{
		"date": value(today),
		"standup": object(func(v *viewer) any {
			for _, s := range r.standups {
				if v.person != nil && s.MemberID == v.person.ID && s.Date.String() == today {
					return named(s.NodeID())
				}
			}
			return nil
		}),
	}
}

func (w *world) workspaceFacts(r *rows) facts {
	rawOf := func(v *viewer) []string {
		return ids(r.standups, func(s *standup.Standup) bool {
			return v.isAdmin() || v.col == svc || v.person != nil && s.MemberID == v.person.ID
		})
	}
	all := func(*activity.Activity) bool { return true }
	return facts{
		"id": value(w.acme.NodeID().String()), "slug": value("acme"), "name": value("Acme"), "timeZone": value("Europe/Berlin"), "weekStart": value("SUNDAY"),
		"viewerRole": value(func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return enum(v.person.Role)
		}),
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
		"standups":   list(rawOf),
		"activities": w.timeline(all),
		"auditLog":   w.timeline(func(a *activity.Activity) bool { return a.Visibility == activity.ToAdmins }),
		"apiTokens":  list(func(*viewer) []string { return newestFirst(ids(r.tokens, nil)) }),
		"standups(filter.memberIds: other)": {
			call: `(first: 100, filter: {memberIds: ["$subject", "$mate"]}) { nodes { id } count { value precision } }`,
			want: func(*viewer) any {
				two := ids(r.standups, func(s *standup.Standup) bool { return s.MemberID == w.subject.ID || s.MemberID == w.mate.ID })
				return set{two, len(two)}
			}},
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
		"standups": list(func(*viewer) []string {
			return ids(r.standups, func(s *standup.Standup) bool { return s.MemberID == m.ID })
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
		"id": value(x.NodeID().String()), "name": value(x.Name), "manager": object(manager),
		"members": list(func(*viewer) []string {
			return ids(r.members, func(m *member.Member) bool { return m.RemovedAt == nil && m.TeamID != nil && *m.TeamID == x.ID })
		}),
	}
}

func (w *world) projectFacts(p *project.Project, r *rows) facts {
	return facts{
		"id": value(p.NodeID().String()), "key": value(p.Key), "name": value(p.Name), "archivedAt": value(instant(p.ArchivedAt)), "access": value(enum(p.Access)),
		"members": list(func(*viewer) []string {
			return ids(r.members, func(m *member.Member) bool { return slices.Contains(w.insiders[p.ID], m.ID) })
		}),
		"tasks":      list(func(*viewer) []string { return ids(r.tasks, func(x *task.Task) bool { return x.ProjectID == p.ID }) }),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.ProjectID != nil && *a.ProjectID == p.ID }),
	}
}

func (w *world) sprintFacts(s *sprint.Sprint) facts {
	link := any(nil)
	if s.TeamID != nil {
		link = named(id.Of(id.Team, *s.TeamID))
	}
	return facts{
		"id": value(s.NodeID().String()), "name": value(s.Name), "startsOn": value(s.StartsOn.String()), "endsOn": value(s.EndsOn.String()),
		"completedAt": value(instant(s.CompletedAt)), "team": object(link),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == s.ID }),
	}
}

func (w *world) taskFacts(x *task.Task) facts {
	link := func(kind id.Kind, u *uuid.UUID) fact {
		if u == nil {
			return object(nil)
		}
		return object(named(id.Of(kind, *u)))
	}
	due := any(nil)
	if x.DueOn != nil {
		due = x.DueOn.String()
	}
	return facts{
		"id": value(x.NodeID().String()), "key": value(x.Key), "title": value(x.Title), "status": value(enum(x.Status)), "priority": value(enum(x.Priority)),
		"dueOn": value(due), "project": object(named(id.Of(id.Project, x.ProjectID))), "sprint": link(id.Sprint, x.SprintID),
		"team": link(id.Team, x.TeamID), "assignee": link(id.Member, x.AssigneeID), "externalUrl": value(orNil(x.ExternalURL)),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == x.ID }),
	}
}

func (w *world) standupFacts(s *standup.Standup) facts {
	texts := func(n int, text func(i int) string) fact {
		var all any
		if n > 0 {
			found := []any{}
			for i := range n {
				found = append(found, map[string]any{"text": text(i)})
			}
			all = found
		}
		return fact{call: "{ text }", want: all}
	}
	score := any(nil)
	if s.SentimentScore != nil {
		score = *s.SentimentScore
	}
	return facts{
		"id": value(s.NodeID().String()), "member": object(named(id.Of(id.Member, s.MemberID))), "date": value(s.Date.String()), "source": value(enum(s.Source)),
		"isInferred": value(s.Source == standup.Inferred), "yesterday": value(orNil(s.Yesterday)), "today": value(orNil(s.Today)),
		"blockersText": value(orNil(s.BlockersText)), "sentimentScore": value(score), "sentimentStatus": value(enum(s.SentimentStatus)),
		"parsedTasks":    texts(len(s.ParsedTasks), func(i int) string { return s.ParsedTasks[i].Text }),
		"parsedBlockers": texts(len(s.ParsedBlockers), func(i int) string { return s.ParsedBlockers[i].Text }),
		"submittedAt":    value(instant(&s.SubmittedAt)), "createdAt": value(instant(&s.CreatedAt)), "updatedAt": value(instant(&s.UpdatedAt)),
		"version": value(s.Version), "viewerCanEdit": value(func(v *viewer) any { return v.person != nil && v.person.ID == s.MemberID }),
	}
}

func (w *world) foundTaskFacts(x *standup.ParsedTask) facts {
	f := facts{"text": value(x.Text), "confidence": value(nil), "githubUrl": value(orNil(x.GithubURL)), "task": object(w.seen(id.Of(id.Task, *x.TaskID)))}
	if x.Confidence != nil {
		f["confidence"] = value(*x.Confidence)
	}
	return f
}

func foundBlockerFacts(b *standup.ParsedBlocker) facts {
	return facts{"text": value(b.Text), "severity": value(enum(b.Severity)), "category": value(enum(b.Category)), "confidence": value(*b.Confidence)}
}

func tokenFacts(k *apitoken.Token) facts {
	by := id.Of(id.System, k.WorkspaceID)
	if k.CreatorID != nil {
		by = id.Of(id.Member, *k.CreatorID)
	}
	return facts{
		"id": value(k.NodeID().String()), "name": value(k.Name), "scopes": value(k.ScopeList()), "lastUsedAt": value(instant(k.LastUsedAt)),
		"expiresAt": value(instant(k.ExpiresAt)), "createdBy": object(named(by)), "revokedAt": value(instant(k.RevokedAt)),
	}
}

// shownToAll are the keys of an activity's metadata that MATE and MGR get.
var shownToAll = []string{"date", "source", "teamId", "progress"}

func (w *world) activityFacts(a *activity.Activity, r *rows) facts {
	by := id.Of(id.System, a.WorkspaceID)
	if a.ActorID != nil {
		by = id.Of(id.Member, *a.ActorID)
		if a.ActorKind == authz.KindService {
			by = id.Of(id.Token, *a.ActorID)
		}
	}
	mine := func(v *viewer) bool {
		of := func(u *uuid.UUID) bool { return v.person != nil && u != nil && *u == v.person.ID }
		return of(a.SubjectID) || of(a.ActorID)
	}
	var metadata map[string]any
	if len(a.Metadata) > 0 {
		if err := json.Unmarshal(a.Metadata, &metadata); err != nil {
			panic(err)
		}
	}
	subject := object(nil)
	switch a.EntityType {
	case activity.Task, activity.Project, activity.Sprint, activity.Standup, activity.User, activity.Workspace:
		subject = object(w.seen(a.EntityNodeID()))
	}
	subject.call = "{ ... on Node { id } }"
	name := orNil(a.SubjectName)
	page := map[activity.EntityType]string{activity.Task: "/tasks/", activity.Project: "/projects/", activity.Sprint: "/sprints/",
		activity.Standup: "/standups/", activity.User: "/people/"}[a.EntityType]
	if page != "" {
		page += a.EntityNodeID().String()
	}
	for _, m := range r.members {
		if a.EntityType == activity.User && m.ID == a.EntityID {
			name = m.DisplayName
		}
	}
	var changes any
	if len(a.Changes) > 0 {
		all := []any{}
		for _, c := range a.Changes {
			all = append(all, map[string]any{"field": c.Field, "old": orNil(c.Old), "new": orNil(c.New), "redacted": c.Redacted})
		}
		changes = all
	}
	from := func(text string) fact {
		if a.RequestID == nil { // made outside a request
			return value(nil)
		}
		return value(text)
	}
	return facts{
		"id": value(a.NodeID().String()), "occurredAt": value(instant(&a.OccurredAt)), "actor": object(named(by)), "action": value(enum(a.Action)),
		"entityType": value(enum(a.EntityType)), "entityId": value(a.EntityNodeID().String()), "subject": subject, "subjectName": value(name),
		"title": value(orNil(a.Title)), "content": value(orNil(a.Content)), "visibility": value(enum(a.Visibility)),
		"changes":    {call: "{ field old new redacted }", want: changes},
		"displayUrl": value("http://daybook.test/acme" + page),
		"metadata": value(func(v *viewer) any {
			shown := map[string]any{}
			for key, x := range metadata {
				if v.isAdmin() || v.col == svc || mine(v) || slices.Contains(shownToAll, key) {
					shown[key] = x
				}
			}
			if len(shown) == 0 {
				return nil
			}
			return shown
		}),
		"requestId": value(orNil(a.RequestID)), "sequence": value(a.Seq), "ipAddress": from(origin.IPAddress), "userAgent": from(origin.UserAgent),
	}
}

// resolve puts ids and values in the place of $names.
func (w *world) resolve(text string, v *viewer, it *thing) string {
	for strings.Contains(text, "$") {
		start := strings.IndexByte(text, '$')
		end := start + 1
		for end < len(text) && (text[end] >= 'a' && text[end] <= 'z' || text[end] >= 'A' && text[end] <= 'Z') {
			end++
		}
		name := w.refer(text[start+1:end], v, it)
		if start == 0 || text[start-1] != '"' {
			name = strconv.Quote(name)
		}
		text = text[:start] + name + text[end:]
	}
	return text
}

func (w *world) refer(name string, v *viewer, it *thing) string {
	switch {
	case name == "it":
		return it.id
	case name == "home":
		return idOfHome(v).String()
	case it != nil && it.refs[name] != "":
		name = it.refs[name]
	}
	if of := w.things[name]; of != nil {
		return of.id
	}
	return name
}
