package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// tracking are raw tracking data that is no TrackingRow by itself: what is found in one, or runs into one.
var tracking = []string{"ParsedTask", "ParsedBlocker", "WorkLog", "TimeEntry", "Timer", "Blocker", "Escalation", "SlackTracking", "Notification"}

var (
	visibleTo = regexp.MustCompile(`(?s)Visible to: ([^.]+)\.$`)
	anID      = regexp.MustCompile("`[a-z]{3}_|any prefix")
	removal   = regexp.MustCompile(`^Use .+\. Removal on \d{4}-\d{2}-\d{2}\.$`)
	fractions = regexp.MustCompile(`(?i)(confidence|score|sentiment|rate|coverage|ratio|share)`)
)

func hasExample(text string) bool { return strings.Contains(text, "Example: `") }

// typeRules hold a type to its description, its guard and the interfaces it should implement.
func (l *linter) typeRules(def *ast.Definition) {
	if def.Description == "" {
		l.found(def.Position, "described", def.Name, "the type has no description")
	}
	if def.Kind == ast.Scalar && !hasExample(def.Description) {
		l.found(def.Position, "example", def.Name, "its description has no Example: `...`")
	}
	if g := guardOf(def.Directives); g != nil && def.Kind != ast.Scalar && g.mode != "NOT_FOUND" {
		l.found(def.Position, "not found", def.Name, "a guard on a type answers NOT_FOUND")
	}
	if def.Kind != ast.Object {
		return
	}
	implements := func(name string) bool { return slices.Contains(def.Interfaces, name) }
	if implements("TrackingRow") && guardOf(def.Directives) == nil {
		l.found(def.Position, "guarded", def.Name, "a TrackingRow needs @visible(else: NOT_FOUND)")
	}
	if f := def.Fields.ForName("activities"); f != nil && f.Type.Name() == "ActivityConnection" && !implements("HasTimeline") {
		l.found(def.Position, "interfaces", def.Name, "it has a timeline and does not implement HasTimeline")
	}
	if l.schema.Query != nil && !implements("Node") {
		for _, f := range l.schema.Query.Fields {
			if f.Type.Name() == def.Name && f.Arguments.ForName("id") != nil {
				l.found(def.Position, "interfaces", def.Name, "it is found by id and does not implement Node")
			}
		}
	}
	if strings.HasSuffix(def.Name, "Payload") {
		l.payload(def)
	}
	l.allOrNone(def)
}

// payload holds the answer of a mutation to its form.
func (l *linter) payload(def *ast.Definition) {
	f := def.Fields.ForName("userErrors")
	if f == nil || f.Type.String() != "[UserError!]!" {
		l.found(def.Position, "payload", def.Name, "it needs userErrors: [UserError!]!")
	}
	for _, f := range def.Fields {
		if kind := l.schema.Types[f.Type.Name()].Kind; f.Name != "userErrors" && f.Type.NonNull && (kind == ast.Object || kind == ast.Interface || kind == ast.Union) {
			l.found(f.Position, "nullable", def.Name+"."+f.Name, "what a mutation shows is null when there are user errors, or the viewer may not see it")
		}
	}
}

// guard is a @visible.
type guard struct {
	to   []string
	mode string
}

func guardOf(directives ast.DirectiveList) *guard {
	d := directives.ForName("visible")
	if d == nil {
		return nil
	}
	g := &guard{mode: "FORBIDDEN"}
	if to := d.Arguments.ForName("to"); to != nil {
		for _, c := range to.Value.Children {
			g.to = append(g.to, c.Value.Raw)
		}
	}
	if mode := d.Arguments.ForName("else"); mode != nil {
		g.mode = mode.Value.Raw
	}
	return g
}

// nullable: what can be refused must be able to be null, or its parent would go with it.
func (l *linter) nullable(def *ast.Definition, f *ast.FieldDefinition, e element) {
	if !e.typ.NonNull || def == l.schema.Subscription { // of a stream that is refused nothing is left
		return
	}
	g := guardOf(e.directives)
	switch {
	case g != nil && g.mode == "FORBIDDEN":
		l.found(e.at, "nullable", e.name, "a guarded field must be nullable")
	case e.directives.ForName("scope") != nil:
		l.found(e.at, "nullable", e.name, "a field that needs a scope must be nullable")
	case isEdge(def) || isConnection(def) && f.Name == "nodes": // the list's own query keeps what the viewer may see
	default:
		if of := l.schema.Types[e.typ.Name()]; guardOf(of.Directives) != nil {
			l.found(e.at, "nullable", e.name, "%s may not exist for the viewer, so a field that shows one must be nullable", of.Name)
		}
	}
}

// guarded: who may see a field is said in the schema, twice: for the server and for people.
func (l *linter) guarded(def *ast.Definition, e element) {
	g := guardOf(e.directives)
	if g == nil {
		if l.needsGuard(def) && e.directives.ForName("open") == nil {
			l.found(e.at, "guarded", e.name, "it needs @visible or @open")
		}
		return
	}
	if e.directives.ForName("open") != nil {
		l.found(e.at, "guarded", e.name, "it is both @visible and @open")
	}
	if g.mode == "NOT_FOUND" {
		l.found(e.at, "not found", e.name, "else: NOT_FOUND is for types")
	}
	if g.mode != "FORBIDDEN" {
		return
	}
	m := visibleTo.FindStringSubmatch(e.description)
	if m == nil {
		l.found(e.at, "visible to", e.name, "its description must end with \"Visible to: ... .\"")
		return
	}
	for audience, words := range map[string][]string{"SELF": {"the person", "the actor", "the owner", "the requester"}, "ADMIN": {"workspace admins"}} {
		named := slices.ContainsFunc(words, func(w string) bool { return strings.Contains(m[1], w) })
		if want := slices.Contains(g.to, audience); named != want {
			l.found(e.at, "visible to", e.name, "its description says %q, its guard %v", m[1], g.to)
			return
		}
	}
}

// needsGuard tells the types of which every field says who may see it.
func (l *linter) needsGuard(def *ast.Definition) bool {
	if def.Kind != ast.Object && def.Kind != ast.Interface || def == l.schema.Mutation {
		return false
	}
	return def == l.schema.Query || def == l.schema.Subscription || slices.Contains(def.Interfaces, "Node") || slices.Contains(tracking, def.Name) ||
		slices.Contains([]string{"Node", "HasTimeline", "TrackingRow"}, def.Name)
}

// allOrNone: a type of which some fields say who may see them says it of all.
func (l *linter) allOrNone(def *ast.Definition) {
	if l.needsGuard(def) || def == l.schema.Mutation {
		return
	}
	var without []*ast.FieldDefinition
	some := false
	for _, f := range def.Fields {
		if guardOf(f.Directives) == nil && f.Directives.ForName("open") == nil {
			without = append(without, f)
		} else {
			some = true
		}
	}
	for _, f := range without {
		if some && !strings.HasPrefix(f.Name, "__") {
			l.found(f.Position, "guarded", def.Name+"."+f.Name, "other fields of the type are @visible or @open, and this one is neither")
		}
	}
}

func (l *linter) mutation(f *ast.FieldDefinition, e element) {
	if !strings.Contains(e.description, "Requires: ") {
		l.found(e.at, "requires", e.name, "its description must say \"Requires: ...\"")
	}
	name := strings.ToUpper(f.Name[:1]) + f.Name[1:]
	if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || f.Arguments[0].Type.String() != name+"Input!" {
		l.found(e.at, "mutation", e.name, "it takes one input: %sInput!", name)
	}
	if f.Type.String() != name+"Payload" {
		l.found(e.at, "mutation", e.name, "it answers %sPayload, nullable", name)
	}
}

func isConnection(def *ast.Definition) bool { return strings.HasSuffix(def.Name, "Connection") }
func isEdge(def *ast.Definition) bool       { return strings.HasSuffix(def.Name, "Edge") }

// maxPage is the largest page.
const maxPage = 100

// paged: a connection has the four arguments, and its page a bound.
func (l *linter) paged(f *ast.FieldDefinition, e element) {
	if !strings.HasSuffix(e.typ.Name(), "Connection") {
		return
	}
	for _, name := range []string{"first", "after", "last", "before"} {
		if f.Arguments.ForName(name) == nil {
			l.found(e.at, "paged", e.name, "a connection needs the argument %s", name)
		}
	}
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil {
			if low, high, ok := rangeOf(a.Directives); !ok || low < 1 || high > maxPage {
				l.found(a.Position, "paged", e.name+"("+name+")", "it needs @range(min: 1, max: %d)", maxPage)
			}
		}
	}
}

// bounded: a list says how long it can be.
func (l *linter) bounded(e element) {
	if e.typ.Elem == nil {
		return
	}
	if n, ok := number(e.directives, "limit", "max"); !ok || n < 1 {
		l.found(e.at, "bounded", e.name, "a list needs @limit(max: ...)")
	}
}

// counted: what is counted is an Int; Float is for fractions.
func (l *linter) counted(e element) {
	if e.typ.Name() == "Float" && !fractions.MatchString(e.name[strings.LastIndexByte(e.name, '.')+1:]) {
		l.found(e.at, "counted", e.name, "Float is for fractions: counts, amounts and durations are Int with their unit in the name")
	}
}

// identified: an id that goes in says of which kind it is.
func (l *linter) identified(e element) {
	if e.typ.Name() == "ID" && !anID.MatchString(e.description) {
		l.found(e.at, "id", e.name, "its description must name the prefix, such as `tsk_`")
	}
}

// defaulted: a default lies within the element's own bounds.
func (l *linter) defaulted(e element) {
	low, high, ranged := rangeOf(e.directives)
	if ranged && low > high {
		l.found(e.at, "default", e.name, "its range is reversed")
	}
	if low, ok := number(e.directives, "length", "min"); ok {
		if high, _ := number(e.directives, "length", "max"); low > high {
			l.found(e.at, "default", e.name, "its length is reversed")
		}
	}
	if e.fallback == nil {
		return
	}
	if e.fallback.Kind == ast.NullValue {
		l.found(e.at, "default", e.name, "null is no default: leave it out")
	}
	if n, err := strconv.Atoi(e.fallback.Raw); err == nil && ranged && (n < low || n > high) {
		l.found(e.at, "default", e.name, "its default %d is outside of %d to %d", n, low, high)
	}
	if max, ok := number(e.directives, "limit", "max"); ok && len(e.fallback.Children) > max {
		l.found(e.at, "default", e.name, "its default is longer than %d", max)
	}
	if max, ok := number(e.directives, "length", "max"); ok && e.fallback.Kind == ast.StringValue && len([]rune(e.fallback.Raw)) > max {
		l.found(e.at, "default", e.name, "its default is longer than %d characters", max)
	}
}

func (l *linter) deprecated(at *ast.Position, name string, directives ast.DirectiveList) {
	d := directives.ForName("deprecated")
	if d == nil {
		return
	}
	if reason := d.Arguments.ForName("reason"); reason == nil || !removal.MatchString(reason.Value.Raw) {
		l.found(at, "deprecated", name, "its reason must read \"Use X. Removal on YYYY-MM-DD.\"")
	}
}

func rangeOf(directives ast.DirectiveList) (low, high int, ok bool) {
	low, hasLow := number(directives, "range", "min")
	high, hasHigh := number(directives, "range", "max")
	return low, high, hasLow && hasHigh
}

func number(directives ast.DirectiveList, directive, argument string) (int, bool) {
	d := directives.ForName(directive)
	if d == nil || d.Arguments.ForName(argument) == nil {
		return 0, false
	}
	n, err := strconv.Atoi(d.Arguments.ForName(argument).Value.Raw)
	return n, err == nil
}
