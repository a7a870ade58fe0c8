package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

var variable = regexp.MustCompile(`[A-Z]{2,}-\d+|\d{4}-\d{2}-\d{2}|\d+ %`)

// named are the entities that people give a name to.
var named = []activity.EntityType{activity.Project, activity.Sprint, activity.Task, activity.User, activity.Workspace}

// form is what an activity has in common with all others that tell of the same kind of change.
func form(a *activity.Activity) string {
	known := func(s *string) string {
		if s == nil {
			return "none"
		}
		return variable.ReplaceAllString(*s, "#")
	}
	title, name := known(a.Title), known(a.SubjectName)
	if slices.Contains(named, a.EntityType) && a.SubjectName != nil {
		title, name = strings.ReplaceAll(title, name, "name"), "name"
	}
	var metadata map[string]any
	if a.Metadata != nil {
		if err := json.Unmarshal(a.Metadata, &metadata); err != nil {
			panic(err)
		}
	}
	return fmt.Sprintln(a.Action, a.EntityType, a.Visibility, title, name, "project", a.ProjectID != nil && *a.ProjectID == a.EntityID, a.ProjectID != nil,
		"subject", a.SubjectID != nil && *a.SubjectID == a.EntityID, a.SubjectID != nil, "request", a.RequestID != nil || a.ActorKind != authz.KindHuman,
		"content", a.Content != nil, "metadata", slices.Sorted(maps.Keys(metadata)))
}

func changes(a *activity.Activity) []string {
	var forms []string
	for _, c := range a.Changes {
		forms = append(forms, fmt.Sprintln(c.Field, c.Old != nil, c.New != nil, c.Redacted, valueForm(c)))
	}
	return forms
}

// valueForm is the kind of the new value: the prefix of an id, that it is a date or a name, else the value.
func valueForm(c *activity.FieldChange) string {
	switch v := c.New; {
	case v == nil || c.Field == "name" || c.Field == "progress":
		return ""
	case len(*v) == 30 && (*v)[3] == '_':
		return (*v)[:4]
	default:
		return variable.ReplaceAllString(*v, "#")
	}
}

// Every activity of the demo must look as one that the services wrote, and every change in it as one of theirs.
func TestToldAsServicesTell(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	w, err := workspace.BySlug(t.Context(), db, slug)
	if err != nil {
		t.Fatal(err)
	}
	workspaceID := w.ID
	heads, err := activity.Heads(t.Context(), db, []uuid.UUID{workspaceID})
	if err != nil {
		t.Fatal(err)
	}
	last := heads[workspaceID]
	// As they stand in the log itself: without the comments that are kept beside it.
	read := func(which string) (rows []*activity.Activity) {
		if err := db.NewSelect().Model(&rows).Where(which, workspaceID, last).Scan(t.Context()); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	told := read("workspace_id = ?0 and seq <= ?1")
	doEverything(t, newApp(t, db), workspaceID)
	rows := read("workspace_id <> ?0 or seq > ?1")
	real := map[string]map[string]bool{}
	for _, a := range rows {
		if real[form(a)] == nil {
			real[form(a)] = map[string]bool{}
		}
		for _, c := range changes(a) {
			real[form(a)][c] = true
		}
	}
	seen := map[string]bool{}
	for _, a := range told {
		if real[form(a)] == nil && !seen[form(a)] {
			t.Errorf("no service tells: %s", form(a))
		}
		seen[form(a)] = true
		for _, c := range changes(a) {
			if known := real[form(a)]; known != nil && !known[c] {
				t.Errorf("no service tells of a change %s in: %s", c, form(a))
			}
		}
	}
}
