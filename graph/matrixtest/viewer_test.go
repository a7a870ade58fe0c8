package matrixtest

import (
	"slices"
	"strings"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/id"
	"daybook/internal/project"

	"github.com/google/uuid"
)

// viewer is someone who asks. The zero viewer is nobody.
type viewer struct {
	name     string
	col      column          // their place where a row belongs to nobody
	person   *apptest.Person // nil for nobody and for services
	cookie   string          // a person's session, over HTTP
	bearer   string          // a token: a person's own on sockets, a service's everywhere
	home     uuid.UUID       // their workspace
	scopes   []string        // a service's
	token    *apptest.Token
	personal string // the id of a person's own token
	brief    bool   // a second person of a column: asks over POST only
}

func (v *viewer) owns(it *thing) bool { return v.person != nil && it.owner == v.person.ID }

func (v *viewer) isAdmin() bool { return v.col == admin }

func (v *viewer) holds(scope string) bool { return v.col != svc || slices.Contains(v.scopes, scope) }

// columnsFor are the columns the viewer stands in with regard to a thing, nil for the workspace at large.
func (w *world) columnsFor(v *viewer, it *thing) []column {
	if v.col == anon || v.col == svc {
		return []column{v.col}
	}
	if it != nil && it.caller {
		return []column{v.col}
	}
	if v.home != w.acme.ID {
		return []column{other}
	}
	switch {
	case it == nil || it.owner == uuid.Nil && !it.personal:
		return []column{v.col}
	case v.owns(it) && v.isAdmin():
		return []column{self, admin}
	case v.owns(it):
		return []column{self}
	case v.isAdmin():
		return []column{admin}
	case slices.Contains(w.chains[it.owner], v.person.ID):
		return []column{mgr}
	}
	return []column{mate}
}

// cellFor is the strongest of the viewer's cells in a rule, and the column it stands in.
func (w *world) cellFor(r *rule, v *viewer, it *thing) (code, column) {
	best, at := code(""), anon
	for _, c := range w.columnsFor(v, it) {
		if best == "" || slices.Index(strength, r.codes[c]) < slices.Index(strength, best) {
			best, at = r.codes[c], c
		}
	}
	if v.col == svc && slices.ContainsFunc(r.scopes, func(s string) bool { return !v.holds(s) }) {
		return r.less(), unscoped
	}
	return best, at
}

// reach is how a thing exists for the viewer: V, N, F for want of a scope, or U.
func (w *world) reach(v *viewer, it *thing) code {
	if v.col == anon {
		return signedOut
	}
	if it.bound != nil && !w.opens(v, it.bound) {
		return missing
	}
	r := w.matrix.rules[it.rule]
	if r == nil {
		return visible
	}
	c, at := w.cellFor(r, v, it)
	switch {
	case at == unscoped && r.condition != "":
		return missing // a refusal would tell what the row is
	case c == nowhere:
		return missing
	case c == filtered:
		return visible
	}
	return c
}

// comes tells whether a thing stands in lists and links for the viewer. People and what they share come with whatever
// points to them; raw rows need the scope of their own look-up there, too.
func (w *world) comes(v *viewer, it *thing) bool {
	if it.bound != nil && !w.opens(v, it.bound) {
		return false
	}
	r := w.matrix.rules[it.rule]
	if r == nil {
		return true
	}
	c, at := w.cellFor(r, v, it)
	raw := !strings.Contains(it.rule, ".")
	if at == unscoped && !raw {
		c = r.codes[svc]
	}
	if by := w.matrix.rules[lookupRule(it.kind)]; raw && by != nil {
		if own, _ := w.cellFor(by, v, it); own != visible {
			return false
		}
	}
	return c == visible || c == filtered
}

// opens tells whether the viewer has access to a project: the matrix's "with project access".
func (w *world) opens(v *viewer, p *project.Project) bool {
	if v.home != p.WorkspaceID {
		return false
	}
	return p.Access == project.Open || v.isAdmin() || v.col == svc || slices.Contains(w.insiders[p.ID], v.person.ID)
}

// shows is section 6 in the test's own words: whether the viewer may see an activity.
func (w *world) shows(v *viewer, a *activity.Activity) bool {
	if v.home != a.WorkspaceID {
		return false
	}
	mine := func(id *uuid.UUID) bool { return v.person != nil && id != nil && *id == v.person.ID }
	switch a.Visibility {
	case activity.ToWorkspace:
		return v.holds("activity:read") && (a.ProjectID == nil || w.opens(v, w.projects[*a.ProjectID]))
	case activity.ToSubject:
		return v.isAdmin() || v.col == svc && v.holds("activity:read") && v.holds("tracking:read") || mine(a.SubjectID) || mine(a.ActorID)
	case activity.ToAdmins:
		return v.isAdmin() || v.col == svc && v.holds("audit:read")
	}
	return false
}

// thing is a row, or a value without an id, that every viewer asks for.
type thing struct {
	name     string
	kind     string // its GraphQL type
	rule     string // the rule that says for whom it exists; none for what comes with its parent
	id       string
	owner    uuid.UUID // the person it belongs to; Nil for the workspace's
	actor    uuid.UUID // of an activity, where that is not the owner
	personal bool      // without an owner it is nobody's: SELF is a MATE
	caller   bool      // it is about whoever asks
	bound    *project.Project
	place    int // among the values of a list that have no ids
	apart    bool
	refs     map[string]string // names in ways: of other things, or values after "="
	facts    map[string]fact
}

// fact is what a field must say: want is a value of JSON, a set of ids, or a function of the viewer that gives either.
type fact struct {
	call string
	want any
}

// set is what a list must hold, in any order, and how many its count must tell.
type set struct {
	ids   []string
	total int
}

const listCall = "(first: 100) { nodes { id } count { value precision } }"

// list is a list's fact. Of more than a hundred rows the first hundred are compared.
func list(ids func(v *viewer) []string) fact {
	return fact{call: listCall, want: func(v *viewer) any {
		all := ids(v)
		return set{ids: all[:min(len(all), 100)], total: len(all)}
	}}
}

func value(want any) fact { return fact{want: want} }

func object(want any) fact { return fact{call: "{ id }", want: want} }

func named(i id.ID) any { return map[string]any{"id": i.String()} }

func orNil(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

func enum[T ~string](v T) string { return strings.ToUpper(string(v)) }
