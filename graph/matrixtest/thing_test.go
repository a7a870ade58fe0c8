package matrixtest

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/id"
	"daybook/internal/project"

	"github.com/google/uuid"
)

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
	told     []uuid.UUID // whom a blocker was escalated to; those above the owner whom it was not are MATE
	trusted  []uuid.UUID // those of them who may read what is in the way
	place    int         // among the values of a list that have no ids
	unnamed  bool        // its id is guarded as its other fields are: it is found by its place
	aside    bool        // others' ways lead by it, it is not asked for itself
	apart    bool
	refs     map[string]string // names in ways: of other things, or values after "="
	facts    map[string]fact
}

// named tells whether it is known by its id among others.
func (it *thing) named() bool { return it.id != "" && !it.unnamed }

// fact is what a field must say: want is a value of JSON, a set of ids, or a function of the viewer that gives either.
type fact struct {
	call string
	want any
	dear bool // it takes long to answer: it is asked by the first way to a thing alone
}

// sealed is what a field wants that says a cursor, each time another.
const sealed cursor = "cursor"

type cursor string

// set is what a list must hold, in any order, and how many its count must tell.
type set struct {
	ids   []string
	total int
	more  map[string]any // what else the list must say
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

func instant(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}

func (w *world) put(t *testing.T, name, kind, rule string, i id.ID, refs ...string) *thing {
	t.Helper()
	it := &thing{name: name, kind: kind, rule: rule, id: i.String(), refs: map[string]string{}}
	for n := 0; n+1 < len(refs); n += 2 {
		it.refs[refs[n]] = refs[n+1]
	}
	w.things[name] = it
	return it
}

// putRaw names a row that belongs to a person. Its making is named after it.
func (w *world) putRaw(t *testing.T, name, kind string, row owned, of *apptest.Person, refs ...string) *thing {
	t.Helper()
	it := w.put(t, name, kind, kind, row.NodeID(), append(refs, "owner", of.NodeID().String(), "person", of.DisplayName, "about", name+"Made")...)
	it.owner = of.ID
	return it
}

func (w *world) tell(i id.ID, f facts) {
	for _, it := range w.things {
		if it.id == i.String() && it.kind != "Actor" && !it.aside {
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

// NodeID is the thing's id.
func (it *thing) NodeID() id.ID {
	i, err := id.Parse(it.id)
	if err != nil {
		panic(err)
	}
	return i
}

func parse(t *testing.T, s string) id.ID {
	t.Helper()
	i, err := id.Parse(s)
	must(t, err)
	return i
}
