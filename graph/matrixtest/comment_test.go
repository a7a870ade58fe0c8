package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"

	"github.com/google/uuid"
)

var commentPart = part{
	tries: map[string]mutation{
		"commentAdd": {shows: "activity", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.things["openTask"].id, input: fmt.Sprintf(`{entityId: "$openTask", body: "Comment %d"}`, n)}
		}},
		"activityCompensate": {shows: "activity", try: func(t *testing.T, w *world, _ column, _ int) try {
			said := w.acme.Comment(t, w.subject, w.things["standup"].NodeID(), "To be taken back")
			return try{about: said.NodeID().String(), hidden: "Activity(vis SUBJECT)", input: fmt.Sprintf(`{id: %q}`, said.NodeID())}
		}},
	},
	remarks: []remark{
		{"commentAdd", self, allowed, "on one's own tracking row", commentOn("standup")},
		{"commentAdd", admin, allowed, "on a person's tracking row", commentOn("entry")},
		{"commentAdd", mate, hidden, "on another's tracking row", commentOn("log")},
		{"commentAdd", mgr, hidden, "on another's tracking row", commentOn("blocker")},
		{"commentAdd", mgr, hidden, "on a blocker that was escalated to them", commentOn("escalated")},
		{"commentAdd", svc, hidden, "on a person's tracking row", func(t *testing.T, w *world) try {
			one := commentOn("entry")(t, w)
			one.as = w.service(t, []string{authz.ActivityWrite, authz.TrackingRead})
			return one
		}},
		{"commentAdd", mate, hidden, "on a task they cannot open", commentOn("innerTask")},
		{"activityCompensate", mate, hidden, "another's comment on what they share", func(t *testing.T, w *world) try {
			said := w.acme.Comment(t, w.subject, w.things["openTask"].NodeID(), "For all")
			return try{input: fmt.Sprintf(`{id: %q}`, said.NodeID())}
		}},
	},
}

// commentOn says something about a thing.
func commentOn(name string) func(*testing.T, *world) try {
	return func(_ *testing.T, w *world) try {
		return try{about: w.things[name].id, input: fmt.Sprintf(`{entityId: %q, body: "A word"}`, w.things[name].id)}
	}
}

// makeComments makes a comment, one that was taken back, and one on a tracking row.
func (w *world) makeComments(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	say := func(name, about, body string, p *apptest.Person) *activity.Activity {
		said, _, err := w.app.Comments.Add(ctx, p.Viewer(t), w.things[about].NodeID(), body)
		must(t, err)
		w.putActivity(t, name, said)
		return said
	}
	say("comment", "openTask", "Looks good to me.", w.subject)
	say("whisper", "standup", "Between us.", w.admin)
	said := say("takenBack", "openTask", "Nonsense.", w.subject)
	back, _, err := w.app.Comments.Compensate(ctx, w.subject.Viewer(t), said.ID, new("Wrong task."))
	must(t, err)
	w.putActivity(t, "compensation", back)
}

// readComments reads what was said, by activity; nil where it was taken back.
func (w *world) readComments(t *testing.T) map[uuid.UUID]*string {
	t.Helper()
	var found []struct {
		ActivityID uuid.UUID
		Body       *string
	}
	must(t, w.app.DB.NewRaw("select activity_id, body from comments where workspace_id = ?", w.acme.ID).Scan(t.Context(), &found))
	all := map[uuid.UUID]*string{}
	for _, c := range found {
		all[c.ActivityID] = c.Body
	}
	return all
}
