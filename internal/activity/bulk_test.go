package activity_test

import (
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"

	"github.com/google/uuid"
)

// A log can be filled only while it is empty: what was told once is never told otherwise.
func TestFillRefusesALogWithEntries(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	before := w.Seq(t)
	past := activity.Past{Entry: *note("from before"), ID: uuid.Must(uuid.NewV7()), At: time.Now().Add(-time.Hour), By: activity.BySystem}
	if err := activity.Fill(t.Context(), a.DB, w.ID, []activity.Past{past}); err == nil {
		t.Error("a log with entries was filled")
	}
	rows, err := activity.After(t.Context(), a.DB, w.ID, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if w.Seq(t) != before || int64(len(rows)) != before {
		t.Errorf("%d rows up to %d, %d before", len(rows), w.Seq(t), before)
	}
}
