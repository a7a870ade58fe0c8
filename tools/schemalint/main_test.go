package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// good is a schema without findings; each case below changes it in one place.
const good = `
"Who."
enum Audience {
  "The person."
  SELF
  "Admins."
  ADMIN
}
"What others get."
enum DenyMode {
  "Null."
  FORBIDDEN
  "Nothing."
  NOT_FOUND
  "Less."
  FILTER
}
"Guards."
directive @visible(to: [Audience!]!, else: DenyMode! = FORBIDDEN) on FIELD_DEFINITION | OBJECT | INTERFACE
"Opens."
directive @open(reason: String!) on FIELD_DEFINITION
"Scopes."
directive @scope(needs: [String!]!) on FIELD_DEFINITION
"Bounds lists."
directive @limit(max: Int!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
"Bounds numbers."
directive @range(min: Int!, max: Int!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION

"A day. Example: ` + "`2026-11-21`" + `."
scalar Date

"An object with an id."
interface Node {
  "Its id."
  id: ID! @open(reason: "no right")
}

"A row of a person."
interface TrackingRow implements Node @visible(to: [SELF, ADMIN], else: NOT_FOUND) {
  "Its id."
  id: ID! @open(reason: "no right")
}

"A note of a person."
type Note implements Node & TrackingRow @visible(to: [SELF, ADMIN], else: NOT_FOUND) {
  "Its id."
  id: ID! @open(reason: "no right")
  "What it says. Visible to: the person, workspace admins."
  text: String @visible(to: [SELF, ADMIN]) @scope(needs: ["notes:read"])
  "How sure it is."
  confidence: Float @open(reason: "no right")
}

"Notes."
type NoteConnection {
  "The page with cursors."
  edges: [NoteEdge!]!
  "The page."
  nodes: [Note!]!
}

"A note in a list."
type NoteEdge {
  "The note."
  node: Note!
}

"A failure."
type UserError {
  "For people."
  message: String!
}

"What can be read."
type Query {
  "A note."
  note(
    "A ` + "`not_`" + ` id."
    id: ID!
  ): Note @open(reason: "guarded by its type")
  "Notes."
  notes(
    "How many."
    first: Int @range(min: 1, max: 100)
    "From where."
    after: String
    "How many from the end."
    last: Int @range(min: 1, max: 100)
    "To where."
    before: String
  ): NoteConnection @visible(to: [SELF, ADMIN], else: FILTER)
}

"What can be changed."
type Mutation {
  "Takes a note. Requires: a person."
  noteTake(
    "The note."
    input: NoteTakeInput!
  ): NoteTakePayload @scope(needs: ["notes:write"])
}

"A note to take."
input NoteTakeInput {
  "What it says. Example: ` + "`Buy milk`" + `."
  text: String!
  "How often. Example: ` + "`2`" + `."
  times: Int = 1 @range(min: 1, max: 5)
  "Whose (` + "`mem_`" + ` ids)."
  memberIds: [ID!] @limit(max: 5)
}

"What became of it."
type NoteTakePayload {
  "The note."
  note: Note
  "Why not."
  userErrors: [UserError!]! @limit(max: 50)
}
`

func TestGoodSchemaHasNoFindings(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if !run(&out, "good", good) {
		t.Error(out.String())
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, from, to string }{
		{"described", `"Guards."`, ``},
		{"described", `"A day. Example: ` + "`2026-11-21`" + `."`, ``},
		{"described", `"The person."`, ``},
		{"described", `"What it says. Example: ` + "`Buy milk`" + `."`, ``},
		{"described", `"From where."`, ``},
		{"described", `"How sure it is."`, ``},
		{"example", "Example: `2026-11-21`.", ``},
		{"example", "Example: `2`.", ``},
		{"id", "A `not_` id.", "An id."},
		{"id", "Whose (`mem_` ids).", "Whose."},
		{"nullable", `text: String @visible`, `text: String! @visible`},
		{"nullable", `): NoteTakePayload @scope`, `): NoteTakePayload! @scope`},
		{"nullable", `): Note @open`, `): Note! @open`},
		{"nullable", `note: Note` + "\n  \"Why", `note: Note!` + "\n  \"Why"},
		{"guarded", `confidence: Float @open(reason: "no right")`, `confidence: Float`},
		{"guarded", `message: String!`, "message: String!\n  \"C.\"\n  code: String! @open(reason: \"x\")"},
		{"guarded", `type Note implements Node & TrackingRow @visible(to: [SELF, ADMIN], else: NOT_FOUND)`, `type Note implements Node & TrackingRow`},
		{"not found", `@visible(to: [SELF, ADMIN], else: FILTER)`, `@visible(to: [SELF, ADMIN], else: NOT_FOUND)`},
		{"not found", `TrackingRow implements Node @visible(to: [SELF, ADMIN], else: NOT_FOUND)`, `TrackingRow implements Node @visible(to: [SELF, ADMIN])`},
		{"visible to", `Visible to: the person, workspace admins.`, ``},
		{"visible to", `Visible to: the person, workspace admins.`, `Visible to: workspace admins.`},
		{"visible to", `Visible to: the person, workspace admins.`, `Visible to: the person, workspace admins. And so on.`},
		{"requires", `Requires: a person.`, ``},
		{"mutation", `noteTake(`, `takeNote(`},
		{"payload", `userErrors: [UserError!]!`, `userErrors: [UserError!]`},
		{"paged", `first: Int @range(min: 1, max: 100)`, `first: Int @range(min: 1, max: 1000)`},
		{"paged", `last: Int @range(min: 1, max: 100)`, `last: Int`},
		{"paged", "    \"To where.\"\n    before: String\n", ``},
		{"bounded", `userErrors: [UserError!]! @limit(max: 50)`, `userErrors: [UserError!]!`},
		{"bounded", `memberIds: [ID!] @limit(max: 5)`, `memberIds: [ID!]`},
		{"counted", `times: Int = 1 @range(min: 1, max: 5)`, `times: Float`},
		{"default", `times: Int = 1`, `times: Int = 9`},
		{"default", `@range(min: 1, max: 5)`, `@range(min: 5, max: 1)`},
		{"interfaces", `type Note implements Node & TrackingRow`, `type Note`},
		{"deprecated", `message: String!`, `message: String! @deprecated(reason: "old")`},
	} {
		if !strings.Contains(good, c.from) {
			t.Fatalf("%s: %q is not in the schema", c.rule, c.from)
		}
		findings, err := lint("changed", strings.Replace(good, c.from, c.to, 1))
		if err != nil {
			t.Fatalf("%s: %q: %v", c.rule, c.to, err)
		}
		if !slices.ContainsFunc(findings, func(f finding) bool { return f.rule == c.rule }) {
			t.Errorf("%q for %q: no finding of %q in %v", c.to, c.from, c.rule, findings)
		}
	}
}

func TestFindingsNameTheirLine(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	ok := run(&out, "f.graphqls", strings.Replace(good, `"The note."`, ``, 1))
	if ok || !strings.HasPrefix(out.String(), "f.graphqls:") || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("got %q", out.String())
	}
	if run(&out, "f.graphqls", "type {") {
		t.Error("a schema that does not parse passes")
	}
}

// TestOurSchemaParses keeps the lints applicable to the contract: what they find is for the command to tell.
func TestOurSchemaParses(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "schema.graphqls"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lint("schema.graphqls", string(text)); err != nil {
		t.Error(err)
	}
}
