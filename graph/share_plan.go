package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fanout"
	"daybook/internal/transport"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// plan is how the events of a stream are executed: a document and its variables. Streams that differ only in where they
// begin have equal plans.
type plan struct {
	exec       graphql.GraphExecutor
	op         *graphql.OperationContext
	digest     [sha256.Size]byte
	dependence dependence
	*asked     // filled in when the stream has been opened
}

// newPlan is the plan of an operation, nil when it is not a plain stream of activities.
func newPlan(exec graphql.GraphExecutor, op *graphql.OperationContext) *plan {
	if len(op.Operation.SelectionSet) != 1 {
		return nil
	}
	field, ok := op.Operation.SelectionSet[0].(*ast.Field)
	if !ok || field.Name != "activityStream" || len(field.Directives) > 0 {
		return nil
	}
	return &plan{exec: exec, op: op, digest: digestOf(op, field), dependence: dependenceOf(op.Operation.SelectionSet)}
}

// digestOf is equal for operations whose events are executed alike: the same text but for spaces and where the stream
// begins, and the same values of the variables that are used for anything else.
func digestOf(op *graphql.OperationContext, field *ast.Field) [sha256.Size]byte {
	root := *field
	root.Arguments = nil
	for _, a := range field.Arguments {
		if a.Name != "after" {
			root.Arguments = append(root.Arguments, a)
		}
	}
	operation := *op.Operation
	operation.SelectionSet = ast.SelectionSet{&root}
	operation.VariableDefinitions = nil // their values say all
	doc := &ast.QueryDocument{Operations: ast.OperationList{&operation}, Fragments: op.Doc.Fragments}
	var text bytes.Buffer
	formatter.NewFormatter(&text).FormatQueryDocument(doc)
	used := map[string]any{}
	for name, value := range op.Variables {
		if strings.Contains(text.String(), "$"+name) { // one too many only parts who could be together
			used[name] = value
		}
	}
	values, err := json.Marshal(used)
	if err != nil { // not JSON: equal to nothing
		values = []byte(rand.Text())
	}
	text.WriteByte(0)
	text.Write(values)
	return sha256.Sum256(text.Bytes())
}

// groupKey is equal for streams that are answered the same.
type groupKey [sha256.Size]byte

// groupFor is the group of the viewer: of all with equal rights, or where the answer may be different for each person, of
// the sockets and streams of one credential.
func (p *plan) groupFor(v *authz.Viewer) groupKey {
	rights := v.RightsIn(p.workspaceID)
	if p.dependence == onViewer {
		who := *v
		who.TokenUsed, who.SessionSeen = who.ExpiresAt, who.ExpiresAt
		text, err := json.Marshal(&who)
		if err != nil {
			text = []byte(rand.Text())
		}
		rights = "only " + string(text)
	}
	return sha256.Sum256([]byte(p.workspaceID.String() + string(p.digest[:]) + rights))
}

// execute makes the answer to one event in the viewer's name. read tells whether it holds, besides the log's own rows,
// something that may be different for everyone: rights have to be looked at again after it was read (see stillHolds).
func (p *plan) execute(ctx context.Context, v *authz.Viewer, e *model.ActivityStreamEvent) (response *graphql.Response, read bool) {
	ctx = context.WithValue(ctx, loadedKey{}, &read)
	ctx = authz.WithHolder(context.WithValue(ctx, givenKey{}, e), authz.NewHolder(v))
	responses, ctx := p.exec.DispatchOperation(ctx, p.op)
	response = responses(ctx)
	return response, read && p.dependence == onViewer
}

// marked begins what stands in an answer where a cursor belongs, until it is put together for each person. It is random and
// never leaves the process, so that nothing that anyone wrote can look like it.
var marked = "~" + rand.Text() + "~"

const markDigits = 4

// mark is that of a gap: 0 is the frame's own cursor, n that of edge n-1.
func mark(gap int) string { return fmt.Sprintf("%s%0*x", marked, markDigits, gap) }

// textOf takes an answer apart at its marks. payloads are what the cursors of the gaps seal.
func textOf(response *graphql.Response, payloads func(gap int) []byte) *fanout.Text {
	rest := transport.Encode(response)
	t := &fanout.Text{}
	for {
		at := bytes.Index(rest, []byte(marked))
		if at < 0 {
			t.Pieces = append(t.Pieces, rest)
			return t
		}
		var gap int
		end := at + len(marked) + markDigits
		fmt.Sscanf(string(rest[at+len(marked):end]), "%x", &gap) //nolint:errcheck // we wrote it
		t.Pieces = append(t.Pieces, rest[:at])
		t.Gaps = append(t.Gaps, fanout.Gap{Index: gap, Payload: payloads(gap)})
		rest = rest[end:]
	}
}

// AppendCursor seals the cursor of a gap for this person. It implements fanout.Person.
func (p *person) AppendCursor(b []byte, gap fanout.Gap) []byte {
	if gap.Index == 0 {
		return p.stream.Append(b, gap.Payload)
	}
	return p.edges.Append(b, gap.Payload)
}
