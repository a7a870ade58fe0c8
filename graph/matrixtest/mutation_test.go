package matrixtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
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
	// shows is what the payload is asked for besides user errors, its id where no fields are given; it must not be null when
	// the mutation is allowed.
	shows string
}

// shown is the field of the payload.
func (m mutation) shown() string {
	field, _, _ := strings.Cut(m.shows, " ")
	return field
}

// remark is what the note of a mutation says besides the cells.
type remark struct {
	name string
	col  column
	want code
	why  string
	try  func(t *testing.T, w *world) try
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
	for _, p := range parts {
		for _, r := range p.remarks {
			w.remark(t, carry, r, all)
		}
	}
}

// remark tries what a note says.
func (w *world) remark(t *testing.T, carry carrier, r remark, all []string) {
	t.Helper()
	if w.matrix.rules["Mutation."+r.name] == nil {
		sum.fail("a remark on %s, which is no rule", r.name)
		return
	}
	v := w.as(r.col)
	if r.col == svc {
		v = w.services[scopeKey(all)]
	}
	one, at := r.try(t, w), mark{"Mutation." + r.name, r.col}
	if one.as != nil {
		v = one.as
	}
	if r.want == allowed {
		w.allowedOnce(t, carry, r.name, at, v, plain, one)
		return
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

// needsKey tells whether programs must give a key with the mutation.
func needsKey(name string) bool {
	d := schema().Mutation.Fields.ForName(mutationField(name)).Directives.ForName("idempotent")
	return d != nil && d.Arguments.ForName("required") != nil
}

// call sends a mutation in a form.
func (w *world) call(ctx context.Context, carry carrier, name string, v *viewer, f form, one try) (string, *answer, error) {
	if one.as != nil {
		v = one.as
	}
	shows := mutations[name].shows
	switch {
	case strings.Contains(shows, "{"), strings.HasSuffix(shows, "Id"), strings.HasSuffix(shows, "Count"), shows == "secret":
	case shows == "userErrors":
		shows = ""
	default:
		shows += " { id }"
	}
	input := w.resolve(one.input, v, nil)
	if needsKey(name) {
		input = fmt.Sprintf("{idempotencyKey: %q, ", rand.Text()) + strings.TrimPrefix(input, "{")
	}
	called := mutationField(name)
	field := fmt.Sprintf("%s(input: %s) { %s userErrors { code message field } }", called, input, shows)
	text := "mutation { " + field + " }"
	switch f {
	case aliased:
		text = "mutation { a_" + called + ": " + field + " }"
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
	payload, _ := data[key(f, mutationField(name))].(map[string]any)
	problems, _ := payload["userErrors"].([]any)
	if len(a.Errors) > 0 || payload == nil || len(problems) > 0 || payload[mutations[name].shown()] == nil {
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
	if got, has := data[key(f, mutationField(name))]; got != nil || !has {
		blame("the answer is %s, want null", compact(a.Data))
	}
	ok := len(a.Errors) == 1 && fmt.Sprint(a.Errors[0].Path) == "["+key(f, mutationField(name))+"]"
	secret := want == hidden
	if of := w.matrix.rules[one.hidden]; of != nil && want == refused {
		blind := slices.ContainsFunc(of.scopes, func(s string) bool { return !v.holds(s) }) && ok && a.Errors[0].code() == wire[hidden]
		if c := of.codes[min(at.col, svc)]; blind || c == missing || c == nowhere {
			secret = true
			ok = ok && slices.Contains([]string{"FORBIDDEN", "NOT_FOUND"}, a.Errors[0].code())
		}
	}
	if !ok || want == hidden && a.Errors[0].code() != wire[hidden] || !secret && a.Errors[0].code() != wire[want] {
		blame("the errors are %v, want one %s at [%s]", brief(a.Errors), wire[want], key(f, mutationField(name)))
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
