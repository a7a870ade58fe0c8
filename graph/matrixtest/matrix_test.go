package matrixtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// column is a viewer's place in a row of the matrix.
type column int

const (
	anon column = iota
	other
	mate
	self
	mgr
	admin
	svc
	unscoped // svc without one of the scopes that the note names
)

var columns = [...]string{"ANON", "OTHER", "MATE", "SELF", "MGR", "ADMIN", "SVC", "SVC less a scope"}

func (c column) String() string { return columns[c] }

// code is what stands in a cell.
type code string

const (
	visible   code = "V"
	forbidden code = "F"
	missing   code = "N"
	filtered  code = "L"
	aggregate code = "A"
	empty     code = "E"
	nowhere   code = "-"
	allowed   code = "OK"
	refused   code = "X"
	hidden    code = "XN"
	signedOut code = "U"
	// unknown is X for who may not know that the thing is there: refused in whatever way an id that never was is.
	unknown code = "X or XN"
)

// strength orders codes: a viewer who stands in two columns takes the stronger cell.
var strength = []code{allowed, visible, filtered, aggregate, empty, refused, forbidden, hidden, missing, nowhere, signedOut}

// rule is one field, or the rows of one type, under one condition.
type rule struct {
	name      string // Type.field, or Type
	condition string // the brackets' text
	line      int
	codes     [unscoped]code
	scopes    []string
	without   map[string]code // what lacking a scope leaves, where the note says so
	note      string
}

func (r *rule) key() string {
	if r.condition == "" {
		return r.name
	}
	return r.name + "(" + r.condition + ")"
}

// lacking is the rule's cell for a service token without the scopes given.
func (r *rule) lacking(scopes []string) code {
	for _, s := range scopes {
		if r.without[s] == "" {
			return r.less()
		}
	}
	return r.without[scopes[0]]
}

// less is the rule's cell for a service token without one of the rule's scopes, where its note says no other.
func (r *rule) less() code {
	switch r.codes[svc] {
	case allowed:
		return refused
	case visible, filtered, aggregate:
		return forbidden
	}
	return r.codes[svc]
}

// matrix is the file, with Type.* spread over the fields of the type.
type matrix struct {
	rules   map[string]*rule
	pending []string // what is not in the schema yet
	rows    []*rule  // all of the file, one for each name
	shared  string   // the text of section 9
	holes   []string // what is in the schema and has no rule
}

const matrixPath = "docs/authz-matrix.md"

var (
	firstCell = regexp.MustCompile("^`([^`]+)`$")
	oneName   = regexp.MustCompile(`^([A-Za-z_]+)(?:\.([A-Za-z_]+|\*))?(?:\((.*)\))?$`)
	oneScope  = regexp.MustCompile(`\b[a-z]+:[a-z]+\b`)
	lesserFor = regexp.MustCompile(`\b([A-Z]+) without ([a-z]+:[a-z]+)`)
)

func readMatrix(t testing.TB, schema *ast.Schema) *matrix {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), matrixPath))
	if err != nil {
		t.Fatalf("reading the matrix: %v", err)
	}
	rows, err := parseMatrix(string(text))
	if err != nil {
		t.Fatalf("%s: %v", matrixPath, err)
	}
	_, shared, _ := strings.Cut(string(text), "\n## 9.")
	shared, _, _ = strings.Cut(shared, "\n## ")
	m := &matrix{rules: map[string]*rule{}, rows: rows, shared: shared}
	m.take(rows, schema)
	m.refine()
	return m
}

// parseMatrix reads every table row below section 1 whose first cell starts with a backtick.
func parseMatrix(text string) ([]*rule, error) {
	var rows []*rule
	inside := false
	for n, line := range strings.Split(text, "\n") {
		inside = inside || strings.HasPrefix(line, "## 1.")
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		first := firstCell.FindStringSubmatch(cells[0])
		if !inside || !strings.HasPrefix(line, "|") || !strings.HasPrefix(cells[0], "`") {
			continue
		}
		if first == nil || len(cells) != 2+int(unscoped) {
			return nil, fmt.Errorf("line %d: a rule, seven cells and a note are expected", n+1)
		}
		row := rule{line: n + 1, note: cells[8], scopes: oneScope.FindAllString(cells[8], -1), without: map[string]code{}}
		for _, m := range lesserFor.FindAllStringSubmatch(cells[8], -1) {
			row.without[m[2]] = code(m[1])
		}
		for i := range row.codes {
			row.codes[i] = code(cells[i+1])
			if !slices.Contains(strength, row.codes[i]) {
				return nil, fmt.Errorf("line %d: %q is no code", n+1, cells[i+1])
			}
		}
		for name := range strings.SplitSeq(first[1], " + ") {
			parts := oneName.FindStringSubmatch(name)
			if parts == nil {
				return nil, fmt.Errorf("line %d: %q names no field", n+1, name)
			}
			r := row
			r.name, r.condition = parts[1], parts[3]
			switch {
			case strings.HasPrefix(r.name, "__"):
				r.name = "Query." + r.name
			case parts[2] != "":
				r.name += "." + parts[2]
			}
			rows = append(rows, &r)
		}
	}
	return rows, nil
}

// take keeps the rules of what the schema has, and notes what is pending on either side.
func (m *matrix) take(rows []*rule, schema *ast.Schema) {
	wild := map[string]*rule{}
	for _, r := range rows {
		kind, field, _ := strings.Cut(r.name, ".")
		def := schema.Types[kind]
		switch {
		case def == nil, field != "" && field != "*" && !strings.HasPrefix(field, "__") && def.Fields.ForName(field) == nil:
			m.pending = append(m.pending, r.key())
		case field == "*":
			wild[kind] = r
		default:
			m.rules[r.key()] = r
		}
	}
	for kind, r := range wild {
		for _, f := range schema.Types[kind].Fields {
			if name := kind + "." + f.Name; m.rules[name] == nil {
				one := *r
				one.name = name
				m.rules[name] = &one
			}
		}
	}
	for kind, def := range schema.Types {
		if def.Kind != ast.Object || def.BuiltIn || slices.Contains(valueTypes, kind) {
			continue
		}
		for _, f := range def.Fields {
			if name := kind + "." + f.Name; !m.ruled(name) && !strings.HasPrefix(f.Name, "__") {
				m.holes = append(m.holes, name)
			}
		}
	}
	slices.Sort(m.holes)
}

// ruled tells whether a field has a rule, or a mutation one for each of its uses.
func (m *matrix) ruled(name string) bool {
	if m.rules[name] != nil || !strings.HasPrefix(name, "Mutation.") {
		return m.rules[name] != nil
	}
	return slices.ContainsFunc(m.rows, func(r *rule) bool { return r.name == name })
}

// moduleRoot is the folder of go.mod, upwards from here.
func moduleRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, statErr := os.Stat(filepath.Join(dir, "go.mod")); statErr == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	t.Fatal("the module's folder was not found")
	return ""
}
