package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/export"
)

// withExports adds what Ada took along, and what an admin asked for of the whole workspace.
func withExports(t *testing.T, g *world) {
	t.Helper()
	for name, whole := range map[string]bool{"ada": false, "admin": true} {
		x, _, err := g.app.Exports.Create(t.Context(), g.person(name).Viewer(t), export.CreateParams{WorkspaceID: g.home.ID, Kind: export.WorkLogs,
			Format: export.JSONL, WholeWorkspace: whole})
		if err != nil {
			t.Fatal(err)
		}
		g.names[name+"sExport"] = x.NodeID().String()
	}
	g.callers["exporter"] = g.home.Service(t, authz.ExportRead, authz.ExportWrite)
}

// R9, R17: each export is told of once, with its kind and format and nothing else; of one's own data, admins learn from the
// log that there was one, and not what is in it.
func TestExportsAreTold(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, admin := w.Member(t), w.Admin(t)
	ask := func(as apptest.Caller, whole bool) (exportID string, replayed bool) {
		t.Helper()
		r := a.Post(t, as, fmt.Sprintf(`mutation { exportCreate(input: {workspaceId: %q, kind: STANDUPS, wholeWorkspace: %v, idempotencyKey: "once"}) { export { id } replayed } }`, w.NodeID(), whole), nil)
		var data struct {
			ExportCreate struct {
				Export   struct{ ID string }
				Replayed bool
			}
		}
		if err := json.Unmarshal(r.Data, &data); err != nil || len(r.Errors) > 0 {
			t.Fatalf("%v %v", err, r.Errors)
		}
		return data.ExportCreate.Export.ID, data.ExportCreate.Replayed
	}
	for as, whole := range map[*apptest.Person]bool{ann: false, admin: true} {
		before := w.Seq(t)
		first, _ := ask(as, whole)
		again, replayed := ask(as, whole)
		if again != first || !replayed || w.Seq(t) != before+1 {
			t.Errorf("asked again, there is %s after %s, replayed %v, and %d entries", again, first, replayed, w.Seq(t)-before)
		}
		log := w.Log(t)
		e := log[len(log)-1]
		visibility := activity.ToSubject
		if whole {
			visibility = activity.ToAdmins
		}
		var about map[string]any
		if err := json.Unmarshal(e.Metadata, &about); err != nil {
			t.Fatal(err)
		}
		if e.Action != activity.Exported || e.EntityType != activity.Export || e.EntityNodeID().String() != first || e.Visibility != visibility ||
			(e.SubjectID == nil) != whole || fmt.Sprint(about) != "map[format:csv kind:standups]" {
			t.Errorf("the log tells %+v with %v", e, about)
		}
	}
}
