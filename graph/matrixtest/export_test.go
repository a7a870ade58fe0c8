package matrixtest

import (
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/export"
	"daybook/internal/id"
)

var exportPart = part{
	ways: map[string][]way{
		"Export": byID("export",
			way{path: acme + "exports(first: 100)/nodes"},
			way{path: acme + "exports(first: 100)/edges/node"},
			way{path: "member(id: $owner)/dataExports(first: 100)/nodes", only: "ownExport adminsOwnExport"},
			way{path: "member(id: $owner)/dataExports(first: 100)/edges/node", only: "ownExport adminsOwnExport"},
		),
	},
	tries: map[string]mutation{
		"exportCreate(own data)": {shows: "export", try: func(_ *testing.T, w *world, _ column, _ int) try {
			return try{about: w.acme.NodeID().String(), input: `{workspaceId: "$workspace", kind: TIME_ENTRIES}`}
		}},
		"exportCreate(workspace)": {shows: "export", try: func(_ *testing.T, w *world, _ column, _ int) try {
			return try{about: w.acme.NodeID().String(), input: `{workspaceId: "$workspace", kind: ACTIVITIES, format: JSONL, wholeWorkspace: true}`}
		}},
	},
}

// mutationField is the field of a mutation that has a rule for each of its uses.
func mutationField(name string) string {
	field, _, _ := strings.Cut(name, "(")
	return field
}

func (w *world) makeExports(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	ask := func(name string, p *apptest.Person, of export.CreateParams) {
		of.WorkspaceID = w.acme.ID
		x, _, err := w.app.Exports.Create(ctx, p.Viewer(t), of)
		must(t, err)
		rule := "Export(own data)"
		if of.WholeWorkspace {
			rule = "Export(of the workspace)"
		}
		it := w.put(t, name, "Export", rule, x.NodeID(), "owner", p.NodeID().String(), "person", p.DisplayName)
		it.owner = p.ID
	}
	ask("ownExport", w.subject, export.CreateParams{Kind: export.TimeEntries, Format: export.CSV, From: new(date(earlier)), To: new(date(today))})
	ask("adminsOwnExport", w.admin, export.CreateParams{Kind: export.Standups, Format: export.JSONL})
	ask("formersExport", w.admin, export.CreateParams{Kind: export.Blockers, Format: export.CSV, WholeWorkspace: true})
	former := w.things["formersExport"]
	former.owner, former.refs["owner"], former.refs["person"] = w.subject.ID, w.subject.NodeID().String(), w.subject.DisplayName
	_, err := w.app.DB.NewRaw("update exports set member_id = ? where id = ?", w.subject.ID, former.NodeID().UUID).Exec(ctx)
	must(t, err) // as if the subject had been an admin once
	ask("wholeExport", w.admin, export.CreateParams{Kind: export.Activities, Format: export.JSONL, WholeWorkspace: true})
}

// exportsOf are those that a list shows: one's own, and those of the workspace to admins and services.
func exportsOf(r *rows) fact {
	return list(func(v *viewer) []string {
		return ids(r.exports, func(x *export.Export) bool {
			mine := v.person != nil && *x.MemberID == v.person.ID
			return mine || x.WholeWorkspace && (v.isAdmin() || v.col == svc)
		})
	})
}

func (w *world) exportFacts(t *testing.T, x *export.Export) facts {
	t.Helper()
	day := func(given bool, text func() string) fact {
		if !given {
			return value(nil)
		}
		return value(text())
	}
	address := map[string]any{}
	for _, p := range []*apptest.Person{w.subject, w.admin} {
		if path, ok := w.app.Exports.Link(p.Viewer(t), x); ok {
			address[p.ID.String()] = "http://daybook.test" + path
		}
	}
	return facts{
		"id": value(x.NodeID().String()), "kind": value(enum(x.Kind)), "format": value(enum(x.Format)), "wholeWorkspace": value(x.WholeWorkspace),
		"status": value("READY"), "rowCount": value(nil), "expiresAt": value(instant(&x.ExpiresAt)), "createdAt": value(instant(&x.CreatedAt)),
		"requestedBy": object(named(id.Of(id.Member, *x.MemberID))),
		"from":        day(x.FromDay != nil, func() string { return x.FromDay.String() }), "to": day(x.ToDay != nil, func() string { return x.ToDay.String() }),
		"url": value(func(v *viewer) any {
			if v.person == nil {
				return nil
			}
			return address[v.person.ID.String()]
		}),
	}
}
