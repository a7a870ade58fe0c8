package matrixtest

import (
	"slices"
	"strings"

	"daybook/internal/activity"
	"daybook/internal/apptest"
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
	case len(it.told) > 0 && slices.Contains(it.told, v.person.ID):
		return []column{mgr}
	case len(it.told) > 0:
		return []column{mate}
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
	if lacking := slices.DeleteFunc(slices.Clone(r.scopes), v.holds); len(lacking) > 0 {
		return r.lacking(lacking), unscoped
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
		if own, at := w.cellFor(by, v, it); own != visible && (at == unscoped || r.condition == "") {
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

// ofEscalation tells whether an activity is of those that whom a blocker was escalated to may see.
func ofEscalation(a *activity.Activity) bool {
	return a.EntityType == activity.Blocker && (a.Action == activity.Escalated || a.Action == activity.Resolved)
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
		told := ofEscalation(a) && v.person != nil && slices.Contains(w.told[a.EntityID], v.person.ID)
		return v.isAdmin() || v.col == svc && v.holds("activity:read") && v.holds("tracking:read") || mine(a.SubjectID) || mine(a.ActorID) || told
	case activity.ToAdmins:
		return v.isAdmin() || v.col == svc && v.holds("audit:read")
	}
	return false
}
