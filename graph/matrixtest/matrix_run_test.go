package matrixtest

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"daybook/graph/generated"
	"daybook/internal/id"

	"github.com/vektah/gqlparser/v2/ast"
)

var schema = sync.OnceValue(func() *ast.Schema {
	return generated.NewExecutableSchema(generated.Config{}).Schema()
})

// short is whether only plain documents over POST are run.
func short() bool { return testing.Short() || raced }

// TestMatrix runs every cell of the matrix whose field exists. With -short, and under the race detector, it runs plain
// documents over POST alone.
func TestMatrix(t *testing.T) {
	m := readMatrix(t, schema())
	sum.pending = len(m.pending)
	t.Logf("pending: %s", strings.Join(m.pending, ", "))
	for _, hole := range m.holes {
		sum.fail("%s is in the schema and has no rule: what is not listed is denied", hole)
	}
	t.Run("cells", func(t *testing.T) {
		t.Run("reads", func(t *testing.T) {
			t.Parallel()
			runReads(t, m)
		})
		for _, transport := range []string{"POST", "WebSocket", "SSE"} {
			if short() && transport != "POST" {
				continue
			}
			t.Run("mutations over "+transport, func(t *testing.T) {
				t.Parallel()
				runMutations(t, m, transport)
			})
		}
		t.Run("streams", func(t *testing.T) {
			t.Parallel()
			runStreams(t, m)
		})
	})
	sum.complete(m)
	sum.report(t)
	t.Logf("%d documents, %d cells looked at in them", sum.asked, sum.checked)
	sum.finished = true
}

// job is one document to ask.
type job struct {
	carrier carrier
	route   *route
	form    form
	viewer  *viewer
	thing   *thing
	fields  []string
}

// routes are the ways to each thing, with their types.
func routes(t *testing.T) map[string][]*route {
	t.Helper()
	all := map[string][]*route{}
	for kind, ways := range entries {
		for _, e := range ways {
			r, err := routeOf(schema(), e, kind)
			if err != nil {
				t.Fatalf("the ways to %s: %v", kind, err)
			}
			all[kind] = append(all[kind], r)
		}
	}
	return all
}

func runReads(t *testing.T, m *matrix) {
	all := routes(t)
	// The scopes that services need follow from rules and names alone: a first world tells them, the second has them.
	w := newWorld(t, m, scopeSets(t, m, all))
	socket := &sockets{url: w.url}
	t.Cleanup(socket.close)
	carriers := []carrier{post{w.url}, socket, sse{w.url}}
	if short() {
		carriers = carriers[:1]
	}
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for j := range jobs {
				w.do(t.Context(), j)
			}
		})
	}
	for _, name := range w.names() {
		it := w.things[name]
		ways := slices.DeleteFunc(slices.Clone(all[it.kind]), func(r *route) bool { return !r.isFor(it) })
		for n, r := range ways {
			for _, v := range w.askers(r, it) {
				for c, carry := range carriers {
					for _, f := range formsFor(n, c, len(ways), v) {
						if r.root == ast.Subscription && carry.name() == "POST" {
							continue
						}
						for _, fields := range w.asked(it, n == 0) {
							jobs <- job{carry, r, f, v, it, fields}
						}
					}
				}
			}
		}
	}
	close(jobs)
	workers.Wait()
}

// formsFor spreads the forms over the ways to a thing: one over each transport, another one each time. By the first way, and
// where there are few, a thing is asked for in all of them.
func formsFor(way, carrier, ways int, v *viewer) []form {
	turn := func(n int) form { return form(n % int(forms)) }
	switch {
	case short():
		return []form{plain}
	case v.brief && carrier > 0:
		return nil
	case v.brief:
		return []form{turn(way)}
	case way == 0 || ways < 2*int(forms):
		return []form{plain, aliased, fragment, onInterface}
	}
	return []form{turn(way + carrier)}
}

// names are the things in their order.
func (w *world) names() []string {
	var names []string
	for name, it := range w.things {
		if it.facts != nil && entries[it.kind] != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// asked are the fields to ask of a thing, document by document, the dear ones by the first way to it.
func (w *world) asked(it *thing, first bool) [][]string {
	var all []string
	for _, rule := range w.matrix.fieldsOf(it.kind) {
		name := strings.TrimPrefix(rule, it.kind+".")
		if f, has := it.facts[name]; has && (first || !f.dear) {
			all = append(all, name)
		} else if !has && it.kind != "Query" {
			sum.fail("%s: %s has no fact, so its cells cannot be run", it.name, rule)
		}
	}
	if !it.apart {
		return [][]string{all}
	}
	var each [][]string
	for _, name := range all {
		each = append(each, []string{name})
	}
	return each
}

// askers are all who ask along a route: the people, a service with the scopes named on it, and services less one of them.
func (w *world) askers(r *route, it *thing) []*viewer {
	all := slices.Clone(w.people)
	scopes := w.scopesOf(r, it)
	sets := append([][]string{scopes}, lesser(scopes)...)
	for _, s := range sets {
		if v := w.services[scopeKey(s)]; v != nil {
			all = append(all, v)
		} else {
			sum.fail("no service token holds %v", s)
		}
	}
	if r.root == ast.Subscription { // who gets no cursor gets no stream: runStreams looks at them
		all = slices.DeleteFunc(all, func(v *viewer) bool { return w.before[v] == nil })
	}
	return all
}

func (w *world) do(ctx context.Context, j job) {
	d := w.write(schema(), j.route, j.form, j.viewer, j.thing, j.fields)
	how := "by " + j.route.path
	a, err := j.carrier.ask(ctx, j.viewer, d.text)
	if err != nil {
		sum.fail("%s as %s over %s: %v\n        %s", how, j.viewer.name, j.carrier.name(), err, d.text)
		return
	}
	seen, stop, wrong := w.examine(d, j.viewer, j.thing, a)
	wrong = append(wrong, w.compareWithAbsent(ctx, d, j, a)...)
	steps := len(seen) - len(d.fields)
	reached := map[mark]bool{}
	for n, s := range seen {
		reached[s] = reached[s] || stop == "" || stop == forbidden || n < steps
	}
	if r := w.matrix.rules[j.thing.rule]; r != nil && !strings.Contains(r.name, ".") {
		_, at := w.cellFor(r, j.viewer, j.thing)
		seen = append(seen, mark{r.key(), at})
	}
	sum.note(j.carrier.name(), j.viewer.name, how, d.text, j.form, seen, func(m mark) bool { return reached[m] }, wrong)
}

// compareWithAbsent asks for an id that never was, where the viewer must not tell a thing from one.
func (w *world) compareWithAbsent(ctx context.Context, d *document, j job, a *answer) []finding {
	if j.thing.id == "" || j.viewer.col == anon || w.reach(j.viewer, j.thing) != missing || len(d.steps) == 0 {
		return nil
	}
	first := d.steps[0]
	if !(first.lookup && first.leads == "$it") && d.root != ast.Mutation {
		return nil
	}
	other := strings.ReplaceAll(d.text, j.thing.id, absent(j.thing.id))
	b, err := j.carrier.ask(ctx, j.viewer, other)
	at := mark{j.thing.rule, w.columnsFor(j.viewer, j.thing)[0]}
	if err != nil {
		return []finding{{at, err.Error()}}
	}
	if a.same() != b.same() {
		return []finding{{at, "the answer differs from that for an id that never was: " + a.same() + " but " + b.same()}}
	}
	return nil
}

// absent is an id of the same kind that names nothing.
func absent(public string) string {
	i, err := id.Parse(public)
	if err != nil {
		panic(err)
	}
	return id.Of(i.Kind, id.New()).String()
}

// complete finds the cells that no document looked at, or got to.
func (y *tally) complete(m *matrix) {
	transports := []string{"POST", "WebSocket", "SSE"}
	if short() {
		transports = transports[:1]
	}
	for _, key := range slices.Sorted(maps.Keys(m.rules)) {
		r := m.rules[key]
		gaps := map[string][]string{}
		for col := anon; col <= unscoped; col++ {
			want := nowhere
			if col != unscoped {
				want = r.codes[col]
			} else if len(r.scopes) == 0 || r.lacking(r.scopes) == r.codes[svc] {
				continue
			}
			for _, transport := range transports {
				found, at := y.cells[cell{mark{key, col}, transport}], col.String()+" over "+transport
				switch {
				case found == nil:
					gaps["looked at"] = append(gaps["looked at"], at)
				case !found.reached && slices.Contains([]code{visible, filtered, forbidden, allowed}, want) && strings.Contains(key, "."):
					gaps["got to"] = append(gaps["got to"], at)
				case !short() && strings.Contains(key, ".") && slices.Contains(found.forms[:], false):
					gaps["in all forms"] = append(gaps["in all forms"], at)
				}
			}
		}
		for what, where := range gaps {
			y.loose = append(y.loose, fmt.Sprintf("%s is not %s for %s", key, what, strings.Join(where, ", ")))
		}
	}
	slices.Sort(y.loose)
}
