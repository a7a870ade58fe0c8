package matrixtest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// finding is what is wrong with an answer, at a rule's cell.
type finding struct {
	mark
	text string
}

// examine compares an answer with what the rules say. It returns the cells that were looked at and what is wrong.
// The stop is the code at which the viewer was stopped on the way, empty when they got to the fields.
func (w *world) examine(d *document, v *viewer, it *thing, a *answer) (seen []mark, stop code, wrong []finding) {
	ruling := w.judge(d.route, v, it)
	fields := make([]mark, len(d.fields))
	codes := make([]code, len(d.fields))
	for i, f := range d.fields {
		codes[i], fields[i] = w.cell(f, v, it)
	}
	at := mark{it.rule, w.columnsFor(v, it)[0]}
	if len(ruling.passed) > 0 {
		at = ruling.passed[len(ruling.passed)-1]
	} else if len(fields) > 0 {
		at = fields[0]
	}
	blame := func(m mark, format string, args ...any) {
		wrong = append(wrong, finding{m, fmt.Sprintf(format, args...)})
	}

	if v.col == anon && !(len(d.fields) == 1 && codes[0] == visible) {
		w.examineRefusal(a, func(format string, args ...any) { blame(at, format, args...) })
		return append(ruling.passed, fields...), signedOut, wrong
	}
	lead := func(n int) string {
		s := d.steps[n]
		if s.leads == "" || !s.id || s.lookup || n == len(d.steps)-1 {
			return ""
		}
		if to := w.thingAt(s, it); to != nil {
			return to.id
		}
		return ""
	}
	expected := map[int]bool{} // errors that are accounted for
	take := func(path []any, want code, m mark) {
		n := 0
		for i, e := range a.Errors {
			if reflect.DeepEqual(e.Path, path) {
				n++
				expected[i] = true
				if e.code() != wire[want] && (want != unknown || e.code() != "NOT_FOUND") {
					blame(m, "%s at %v, want %s", e.code(), path, wire[want])
				}
			}
		}
		if n != 1 {
			blame(m, "%d errors at %v, want one %s", n, path, wire[want])
		}
	}
	if ruling.stop >= 0 {
		w.examineStop(d, ruling, a, at, take, blame)
		if !d.steps[ruling.stop].strict || a.Data != nil {
			for i, e := range a.Errors {
				if !expected[i] {
					blame(at, "an unexpected error %s at %v: %s", e.code(), e.Path, e.Message)
				}
			}
		}
		return append(ruling.passed, fields...), ruling.code, wrong
	}

	all := follow(place{value: a.Data}, d.keys, lead)
	var here *place
	for i, p := range all {
		object, _ := p.value.(map[string]any)
		if !it.named() && d.mine && !v.owns(it) {
			break
		}
		if it.named() && object["_it"] == it.id || !it.named() && i == it.place && object != nil {
			here = &all[i]
			break
		}
	}
	switch {
	case here != nil && !ruling.found:
		blame(at, "the thing is there, and does not exist for this viewer")
		return append(ruling.passed, fields...), missing, wrong
	case here == nil && ruling.found:
		blame(at, "the thing is not there: data %.300s errors %v", compact(a.Data), brief(a.Errors))
		return append(ruling.passed, fields...), missing, wrong
	case here == nil:
		for _, e := range a.Errors {
			if e.code() != "FORBIDDEN" || len(e.Path) <= len(d.keys) {
				blame(at, "an error for what is only left out: %s at %v", e.code(), e.Path)
			}
		}
		return append(ruling.passed, fields...), missing, wrong
	}
	object := here.value.(map[string]any)
	for i, f := range d.fields {
		got, asked := object[f.key]
		path := append(slices.Clone(here.path), f.key)
		switch c := codes[i]; c {
		case visible, filtered, aggregate, allowed, empty:
			want := f.fact.want
			if fn, ok := want.(func(*viewer) any); ok {
				want = fn(v)
			}
			if c == empty {
				want = nil
			}
			if text := differ(got, want); text != "" {
				blame(fields[i], "%s is wrong: %s%s", f.name, text, errorAt(a.Errors, path))
			}
		case forbidden, missing:
			if got != nil || !asked {
				blame(fields[i], "%s is %.200s, want null and %s", f.name, compact(got), wire[c])
			}
			take(path, c, fields[i])
		default:
			blame(fields[i], "%s was reached, and its cell is %s", f.name, c)
		}
	}
	for i, e := range a.Errors {
		if !expected[i] && !(e.code() == "FORBIDDEN" && isSibling(e.Path, here.path)) {
			blame(at, "an unexpected error %s at %v: %s", e.code(), e.Path, e.Message)
		}
	}
	return append(ruling.passed, fields...), "", wrong
}

// isSibling tells whether a path leads to a field of another element of a list than here.
func isSibling(path, here []any) bool {
	if len(path) != len(here)+1 {
		return false
	}
	another := false
	for i := range here {
		_, is := here[i].(float64)
		_, index := path[i].(float64)
		if path[i] != here[i] && !(is && index) {
			return false
		}
		another = another || path[i] != here[i]
	}
	return another
}

// cell is the code of a field of a thing for a viewer.
func (w *world) cell(f asked, v *viewer, it *thing) (code, mark) {
	r := w.matrix.rules[f.rule]
	about := it
	if f.name == "ipAddress" || f.name == "userAgent" {
		one := *it
		one.owner, one.personal = it.actor, true
		about = &one
	}
	if it.kind == "Workspace" || it.kind == "Activity" && about.owner == uuid.Nil && !about.personal {
		about = nil
	}
	if r.condition != "" {
		one := *r
		one.scopes = append(slices.Clone(r.scopes), w.matrix.rules[r.name].scopes...)
		r = &one
	}
	if f.rule == "Blocker.description" && v.person != nil && slices.Contains(it.trusted, v.person.ID) {
		return visible, mark{f.rule, mgr} // the note: it was shared with them
	}
	c, at := w.cellFor(r, v, about)
	if at == unscoped && slices.Contains(entryScoped, f.rule) {
		return r.codes[svc], mark{f.rule, unscoped}
	}
	return c, mark{f.rule, at}
}

// examineRefusal looks at the answer to nobody: no data and one UNAUTHENTICATED.
func (w *world) examineRefusal(a *answer, blame func(string, ...any)) {
	if a.Data != nil {
		blame("data for nobody: %.200s", compact(a.Data))
	}
	if len(a.Errors) != 1 || a.Errors[0].code() != "UNAUTHENTICATED" {
		blame("the errors are %v, want one UNAUTHENTICATED", brief(a.Errors))
	}
	if strings.Contains(a.raw, `"data"`) {
		blame("the answer has data, so it was executed: %.200s", a.raw)
	}
	if a.status != 0 && a.status != 401 {
		blame("the status is %d, want 401", a.status)
	}
}

// examineStop looks at a value that a viewer must not get: null and one error at exactly its path.
func (w *world) examineStop(d *document, ruling verdict, a *answer, at mark, take func([]any, code, mark), blame func(mark, string, ...any)) {
	if d.steps[ruling.stop].strict && !d.steps[ruling.stop].list {
		if a.Data != nil {
			blame(at, "data is %.200s, want null", compact(a.Data))
		}
		if len(a.Errors) != 1 || a.Errors[0].code() != wire[ruling.code] {
			blame(at, "the errors are %v, want one %s", brief(a.Errors), wire[ruling.code])
		}
		return
	}
	stops := follow(place{value: a.Data}, d.keys[:ruling.stop+1], func(int) string { return "" })
	if len(stops) != 1 {
		blame(at, "%d values at %v, want one null", len(stops), d.keys[:ruling.stop+1])
		return
	}
	if stops[0].value != nil {
		blame(at, "%v is %.200s, want null (%s)", stops[0].path, compact(stops[0].value), ruling.code)
	}
	switch ruling.code {
	case empty:
	case forbidden, refused, missing, hidden, unknown:
		take(stops[0].path, ruling.code, at)
	default:
		blame(at, "the way ends at %s with %s: the matrix does not say what to find there", ruling.rule, ruling.code)
	}
}
