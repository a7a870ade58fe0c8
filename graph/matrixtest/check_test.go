package matrixtest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/google/uuid"
)

// answer is what came back for an operation, the same for every transport.
type answer struct {
	Data   any           `json:"data"`
	Errors []answerError `json:"errors"`
	raw    string
	status int
}

type answerError struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path"`
	Extensions map[string]any `json:"extensions"`
}

func (e answerError) code() string { s, _ := e.Extensions["code"].(string); return s }

func decode(raw string) (*answer, error) {
	a := &answer{raw: raw}
	if err := json.Unmarshal([]byte(raw), a); err != nil {
		return nil, fmt.Errorf("not JSON: %.200q", raw)
	}
	return a, nil
}

var varying = regexp.MustCompile(`"(requestId)":"[^"]*"|"(available)":\d+`)

// same is the answer's text without what differs between any two requests.
func (a *answer) same() string { return varying.ReplaceAllString(a.raw, "") }

var wire = map[code]string{forbidden: "FORBIDDEN", unknown: "FORBIDDEN", refused: "FORBIDDEN", missing: "NOT_FOUND", hidden: "NOT_FOUND", signedOut: "UNAUTHENTICATED"}

// place is a value of an answer and where it stands.
type place struct {
	path  []any
	value any
}

// follow finds the values at the keys, one for each element of the lists on the way, and leaves out those below a row that
// is not the one the step leads to.
func follow(at place, keys []string, lead func(n int) string) []place {
	found := []place{at}
	for n, k := range keys {
		var next []place
		for _, p := range found {
			object, ok := p.value.(map[string]any)
			if !ok {
				continue
			}
			v, has := object[k]
			if !has {
				continue
			}
			one := place{append(slices.Clone(p.path), k), v}
			if l, isList := v.([]any); isList {
				for i, x := range l {
					next = append(next, place{append(slices.Clone(one.path), float64(i)), x})
				}
				continue
			}
			next = append(next, one)
		}
		if want := lead(n); want != "" {
			next = slices.DeleteFunc(next, func(p place) bool {
				object, ok := p.value.(map[string]any)
				return ok && object["_at"] != nil && object["_at"] != want
			})
		}
		found = next
	}
	return found
}

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
		if it.id != "" && object["_it"] == it.id || it.id == "" && i == it.place && object != nil {
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
		sibling := e.code() == "FORBIDDEN" && len(all) > 1 && len(e.Path) == len(here.path)+1 && !reflect.DeepEqual(e.Path[:len(here.path)], here.path)
		if !expected[i] && !sibling {
			blame(at, "an unexpected error %s at %v: %s", e.code(), e.Path, e.Message)
		}
	}
	return append(ruling.passed, fields...), "", wrong
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

// differ tells how a value is not the one wanted; empty when it is.
func differ(got, want any) string {
	if s, ok := want.(set); ok {
		return differSet(got, s)
	}
	wanted, err := json.Marshal(want)
	if err != nil {
		return err.Error()
	}
	var plainWant any
	if err := json.Unmarshal(wanted, &plainWant); err != nil {
		return err.Error()
	}
	if !reflect.DeepEqual(got, plainWant) {
		return fmt.Sprintf("%.300s, want %.300s", compact(got), wanted)
	}
	return ""
}

func differSet(got any, want set) string {
	l, _ := got.(map[string]any)
	if l == nil {
		return fmt.Sprintf("%s, want a list of %d", compact(got), want.total)
	}
	nodes, _ := l["nodes"].([]any)
	count, _ := l["count"].(map[string]any)
	var found []string
	for _, n := range nodes {
		object, _ := n.(map[string]any)
		i, _ := object["id"].(string)
		found = append(found, i)
	}
	wanted := slices.Clone(want.ids)
	sort.Strings(found)
	sort.Strings(wanted)
	if !slices.Equal(found, wanted) {
		return fmt.Sprintf("%d rows, want %d: too many %v, too few %v", len(found), len(wanted), without(found, wanted), without(wanted, found))
	}
	if count["value"] != float64(want.total) {
		return fmt.Sprintf("the count is %v, want %d", count["value"], want.total)
	}
	return ""
}

func without(all, those []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(those, s) })
}

func errorAt(all []answerError, path []any) string {
	for _, e := range all {
		if len(e.Path) >= len(path) && reflect.DeepEqual(e.Path[:len(path)], path) {
			return fmt.Sprintf(" (%s: %s)", e.code(), e.Message)
		}
	}
	return ""
}

func brief(all []answerError) []string {
	var out []string
	for _, e := range all[:min(len(all), 5)] {
		out = append(out, fmt.Sprintf("%s at %v: %s", e.code(), e.Path, e.Message))
	}
	return out
}

func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
