package matrixtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
)

// try is one call of a mutation: its input, what it is about, and who calls it where that is not the column's viewer.
type try struct {
	input  string
	about  string  // the id it names: an id that never was must be refused no other way, where it is hidden
	hidden string  // the rule that says whether what it names exists for the viewer; empty where everyone knows it
	as     *viewer // who calls
}

// mutation makes a try with a target of its own each time: the subject's data, for SELF their own.
type mutation struct {
	try func(t *testing.T, w *world, col column, n int) try
	// shows is what the payload is asked for besides user errors; it must not be null when the mutation is allowed.
	shows string
}

var mutations = map[string]mutation{
	"standupSubmit": {shows: "standup", try: func(_ *testing.T, w *world, col column, n int) try {
		whose := ""
		if col != self {
			whose = `, onBehalfOf: "$subject"`
		}
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", date: %q, yesterday: "Text %d"%s}`, untouched, n, whose)}
	}},
	"standupDelete": {shows: "deletedId", try: func(t *testing.T, w *world, _ column, _ int) try {
		row, _, err := w.app.Standups.Submit(t.Context(), w.subject.Viewer(t), standup.SubmitParams{WorkspaceID: w.acme.ID, Today: new("To be taken back")})
		must(t, err)
		return try{about: row.NodeID().String(), hidden: "Standup", input: fmt.Sprintf(`{id: %q}`, row.NodeID())}
	}},
	"standupInfer": {shows: "standup", try: func(_ *testing.T, w *world, _ column, n int) try {
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", memberId: "$subject", date: "2026-02-02", yesterday: "Found %d"}`, n)}
	}},
	"standupParseResultSet": {shows: "standup", try: func(t *testing.T, w *world, _ column, n int) try {
		row, err := w.app.Standups.OfDay(t.Context(), w.acme.ID, w.subject.ID, date(earlier))
		must(t, err)
		return try{about: row.NodeID().String(), hidden: "Standup", input: fmt.Sprintf(
			`{standupId: %q, expectedVersion: %d, tasks: [{text: "found %d"}], sentimentScore: 0.5, sentimentStatus: SCORED}`, row.NodeID(), row.Version, n)}
	}},
	"taskUpsert": {shows: "task", try: func(_ *testing.T, w *world, _ column, n int) try {
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", projectId: "$open", title: "Task %d"}`, n)}
	}},
	"projectUpsert": {shows: "project", try: func(_ *testing.T, w *world, _ column, n int) try {
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", key: "M%d", name: "Project %d", memberIds: ["$subject"]}`, n, n)}
	}},
	"projectArchive": {shows: "project", try: func(t *testing.T, w *world, _ column, n int) try {
		p, _, err := w.app.Projects.Put(t.Context(), activity.BySystem, project.Upsert{WorkspaceID: w.acme.ID, Key: new(fmt.Sprintf("A%d", n)), Name: new("To archive")})
		must(t, err)
		return try{about: p.NodeID().String(), input: fmt.Sprintf(`{id: %q}`, p.NodeID())}
	}},
	"sprintUpsert": {shows: "sprint", try: func(_ *testing.T, w *world, _ column, n int) try {
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Sprint %d", startsOn: %q, endsOn: %q}`, n, earlier, today)}
	}},
	"sprintComplete": {shows: "sprint", try: func(t *testing.T, w *world, _ column, _ int) try {
		s, _, err := w.app.Sprints.Put(t.Context(), activity.BySystem, sprint.Upsert{WorkspaceID: w.acme.ID, Name: new("To complete"), StartsOn: new(date(earlier)), EndsOn: new(date(today))})
		must(t, err)
		return try{about: s.NodeID().String(), input: fmt.Sprintf(`{id: %q}`, s.NodeID())}
	}},
	"teamUpsert": {shows: "team", try: func(_ *testing.T, w *world, _ column, n int) try {
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Team %d"}`, n)}
	}},
	"workspaceCreate": {shows: "workspace", try: func(_ *testing.T, _ *world, _ column, n int) try {
		return try{input: fmt.Sprintf(`{slug: "made-%d", name: "Made"}`, n)}
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
	"apiTokenCreate": {shows: "secret", try: func(_ *testing.T, w *world, col column, n int) try {
		service := `, service: true, scopes: ["work:read"]`
		if col == self {
			service = ""
		}
		return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", name: "Token %d"%s}`, n, service)}
	}},
	"apiTokenRevoke": {shows: "apiToken", try: func(t *testing.T, w *world, _ column, _ int) try {
		k, _, _, err := w.app.Tokens.Issue(t.Context(), activity.BySystem, apitoken.CreateParams{WorkspaceID: w.acme.ID, Name: "To revoke", MemberID: &w.subject.ID})
		must(t, err)
		return try{about: k.NodeID().String(), hidden: "ApiToken.id", input: fmt.Sprintf(`{id: %q}`, k.NodeID())}
	}},
}

// remarks are what the notes of mutations say besides the cells.
var remarks = []struct {
	name  string
	col   column
	owner bool // as the owner, where the column is ADMIN
	want  code
	why   string
	input func(w *world, newcomer string) string
}{
	{"memberRoleSet", admin, false, refused, "OWNER is granted by owners only", func(_ *world, m string) string {
		return fmt.Sprintf(`{memberId: %q, role: OWNER, expectedRole: MEMBER}`, m)
	}},
	{"memberRoleSet", admin, true, allowed, "an owner grants OWNER", func(_ *world, m string) string {
		return fmt.Sprintf(`{memberId: %q, role: OWNER, expectedRole: MEMBER}`, m)
	}},
	{"memberRoleSet", admin, false, refused, "nobody changes their own role", func(w *world, _ string) string {
		return fmt.Sprintf(`{memberId: %q, role: MEMBER, expectedRole: ADMIN}`, w.admin.NodeID())
	}},
	{"memberRoleSet", admin, false, refused, "OWNER is taken by owners only", func(w *world, _ string) string {
		return fmt.Sprintf(`{memberId: %q, role: MEMBER, expectedRole: OWNER}`, w.acme.Owner.NodeID())
	}},
	{"memberInvite", admin, false, refused, "OWNER is granted by owners only", func(*world, string) string {
		return `{workspaceId: "$workspace", email: "owner.to.be@example.com", displayName: "Owner to be", role: OWNER}`
	}},
	{"memberRemove", admin, false, refused, "owners are removed by owners only", func(w *world, _ string) string {
		return fmt.Sprintf(`{memberId: %q}`, w.acme.Owner.NodeID())
	}},
	{"apiTokenCreate", self, false, refused, "service tokens are for admins", func(*world, string) string {
		return `{workspaceId: "$workspace", name: "Too much", service: true, scopes: ["tracking:read"]}`
	}},
	{"standupSubmit", admin, false, allowed, "an admin's own standup", func(*world, string) string {
		return fmt.Sprintf(`{workspaceId: "$workspace", date: %q, today: "my own"}`, untouched)
	}},
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

// runMutations tries every mutation as every column over one transport, in a world of its own.
func runMutations(t *testing.T, m *matrix, transport string) {
	t.Helper()
	scopes := map[string]bool{}
	for _, r := range m.rules {
		if strings.HasPrefix(r.name, "Mutation.") {
			for _, s := range r.scopes {
				scopes[s] = true
			}
		}
	}
	all := slices.Sorted(maps.Keys(scopes))
	w := newWorld(t, m, append(lesser(all), all))
	sockets := &sockets{url: w.url}
	t.Cleanup(sockets.close)
	carry := map[string]carrier{"POST": post{w.url}, "SSE": sse{w.url}, "WebSocket": sockets}[transport]
	n := 0
	for _, rule := range m.fieldsOf("Mutation") {
		name := strings.TrimPrefix(rule, "Mutation.")
		if _, known := mutations[name]; !known {
			sum.fail("%s has no input to try it with, so its cells cannot be run", rule)
			continue
		}
		for col := anon; col <= unscoped; col++ {
			v := w.as(col)
			switch {
			case col == svc:
				v = w.services[scopeKey(all)]
			case col == unscoped && (len(m.rules[rule].scopes) == 0 || m.rules[rule].less() == m.rules[rule].codes[svc]):
				continue
			case col == unscoped:
				v = w.services[scopeKey(without(all, m.rules[rule].scopes))]
			}
			w.tryOut(t, carry, name, col, v, &n)
		}
	}
	for _, r := range remarks {
		if m.rules["Mutation."+r.name] == nil {
			sum.fail("a remark on %s, which is no rule", r.name)
			continue
		}
		v := w.as(r.col)
		if r.owner {
			v = w.people[slices.IndexFunc(w.people, func(v *viewer) bool { return v.person != nil && v.person.ID == w.acme.Owner.ID })]
		}
		newcomer, _ := w.newcomer(t, mate)
		one, at := try{input: r.input(w, newcomer)}, mark{"Mutation." + r.name, r.col}
		if r.want == allowed {
			w.allowedOnce(t, carry, r.name, at, v, plain, one)
			continue
		}
		before := w.app.Snapshot(t)
		text, a, err := w.call(t.Context(), carry, r.name, v, plain, one)
		must(t, err)
		wrong := w.refusedOnce(t, carry, r.name, at, v, plain, one, r.want, a)
		if !maps.Equal(before, w.app.Snapshot(t)) {
			wrong = append(wrong, finding{at, "something was written"})
		}
		sum.note(carry.name(), v.name, r.why, text, plain, []mark{at}, func(mark) bool { return true }, wrong)
	}
}

// tryOut calls one mutation as one column, in every form.
func (w *world) tryOut(t *testing.T, carry carrier, name string, col column, v *viewer, n *int) {
	t.Helper()
	r, at := w.matrix.rules["Mutation."+name], mark{"Mutation." + name, col}
	want := r.less()
	if col != unscoped {
		want = r.codes[col]
	}
	all := []form{plain, aliased, fragment, onInterface}
	if short() {
		all = all[:1]
	}
	if want == allowed {
		for _, f := range all {
			*n++
			one := mutations[name].try(t, w, col, *n)
			w.allowedOnce(t, carry, name, at, v, f, one)
		}
		return
	}
	*n++
	one := mutations[name].try(t, w, col, *n)
	before := w.app.Snapshot(t)
	type asked struct {
		text  string
		wrong []finding
	}
	var done []asked
	for _, f := range all {
		text, a, err := w.call(t.Context(), carry, name, v, f, one)
		if err != nil {
			sum.fail("%s as %s over %s: %v", name, v.name, carry.name(), err)
			return
		}
		done = append(done, asked{text, w.refusedOnce(t, carry, name, at, v, f, one, want, a)})
	}
	after := w.app.Snapshot(t)
	for table, digest := range after {
		if before[table] != digest {
			done[0].wrong = append(done[0].wrong, finding{at, "the table " + table + " was written"})
		}
	}
	for i, d := range done {
		sum.note(carry.name(), v.name, "with nothing written", d.text, all[i], []mark{at}, func(mark) bool { return true }, d.wrong)
	}
}

// call sends a mutation in a form.
func (w *world) call(ctx context.Context, carry carrier, name string, v *viewer, f form, one try) (string, *answer, error) {
	if one.as != nil {
		v = one.as
	}
	shows := mutations[name].shows
	switch shows {
	case "deletedId", "secret":
	case "userErrors":
		shows = ""
	default:
		shows += " { id }"
	}
	field := fmt.Sprintf("%s(input: %s) { %s userErrors { code message field } }", name, w.resolve(one.input, v, nil), shows)
	text := "mutation { " + field + " }"
	switch f {
	case aliased:
		text = "mutation { a_" + name + ": " + field + " }"
	case fragment:
		text = "mutation { ...Asked } fragment Asked on Mutation { " + field + " }"
	case onInterface:
		text = "mutation { ... on Mutation { " + field + " } }"
	}
	a, err := carry.ask(ctx, v, text)
	return text, a, err
}

func (w *world) allowedOnce(t *testing.T, carry carrier, name string, at mark, v *viewer, f form, one try) {
	t.Helper()
	text, a, err := w.call(t.Context(), carry, name, v, f, one)
	if err != nil {
		sum.fail("%s as %s over %s: %v", name, v.name, carry.name(), err)
		return
	}
	var wrong []finding
	data, _ := a.Data.(map[string]any)
	payload, _ := data[key(f, name)].(map[string]any)
	problems, _ := payload["userErrors"].([]any)
	if len(a.Errors) > 0 || payload == nil || len(problems) > 0 || payload[mutations[name].shows] == nil {
		wrong = append(wrong, finding{at, fmt.Sprintf("it is refused: %s %v", compact(a.Data), brief(a.Errors))})
	}
	sum.note(carry.name(), v.name, "allowed", text, f, []mark{at}, func(mark) bool { return true }, wrong)
}

func (w *world) refusedOnce(t *testing.T, carry carrier, name string, at mark, v *viewer, f form, one try, want code, a *answer) (wrong []finding) {
	t.Helper()
	blame := func(format string, args ...any) { wrong = append(wrong, finding{at, fmt.Sprintf(format, args...)}) }
	if want == signedOut {
		w.examineRefusal(a, blame)
		return wrong
	}
	data, _ := a.Data.(map[string]any)
	if got, has := data[key(f, name)]; got != nil || !has {
		blame("the answer is %s, want null", compact(a.Data))
	}
	ok := len(a.Errors) == 1 && fmt.Sprint(a.Errors[0].Path) == "["+key(f, name)+"]"
	secret := want == hidden
	if of := w.matrix.rules[one.hidden]; of != nil && want == refused {
		if c := of.codes[min(at.col, svc)]; c == missing || c == nowhere {
			secret = true
			ok = ok && slices.Contains([]string{"FORBIDDEN", "NOT_FOUND"}, a.Errors[0].code())
		}
	}
	if !ok || want == hidden && a.Errors[0].code() != wire[hidden] || !secret && a.Errors[0].code() != wire[want] {
		blame("the errors are %v, want one %s at [%s]", brief(a.Errors), wire[want], key(f, name))
	}
	if secret && one.about != "" {
		other := one
		other.input = strings.ReplaceAll(w.resolve(one.input, v, nil), one.about, absent(one.about))
		_, b, err := w.call(t.Context(), carry, name, v, f, other)
		if err != nil || a.same() != b.same() {
			blame("the answer differs from that for an id that never was: %s but %s", brief(a.Errors), brief(b.Errors))
		}
	}
	return wrong
}
