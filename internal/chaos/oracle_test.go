package chaos

import (
	"context"
	"testing"

	"daybook/internal/id"
)

// checkLog holds the log to what was acknowledged: it has each change once, its numbers have no gap, and there is no task
// without its entry nor an entry without its task.
func (r *rig) checkLog(t *testing.T, acknowledged map[string]string) {
	t.Helper()
	type entry struct {
		seq    int64
		entity [16]byte
		title  string
	}
	var entries []entry
	tasks := map[[16]byte]string{}
	err := r.retry(t.Context(), func(ctx context.Context) error {
		entries, tasks = nil, map[[16]byte]string{}
		rows, err := r.pool.Query(ctx, "select a.seq, a.entity_id, coalesce(a.title, '') from activities a join workspaces w on w.id = a.workspace_id where w.slug = 'acme' order by a.seq")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var e entry
			if err := rows.Scan(&e.seq, &e.entity, &e.title); err != nil {
				return err
			}
			entries = append(entries, e)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		made, err := r.pool.Query(ctx, "select t.id, t.title from tasks t join workspaces w on w.id = t.workspace_id where w.slug = 'acme'")
		if err != nil {
			return err
		}
		defer made.Close()
		for made.Next() {
			var u [16]byte
			var title string
			if err := made.Scan(&u, &title); err != nil {
				return err
			}
			tasks[u] = title
		}
		return made.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	told := map[[16]byte]int{}
	for i, e := range entries {
		if e.seq != int64(i+1) {
			t.Fatalf("entry %d of the log has the number %d", i+1, e.seq)
		}
		told[e.entity]++
	}
	if head := r.head(t); head != int64(len(entries)) {
		t.Errorf("the head says %d, the log has %d entries", head, len(entries))
	}
	for u := range tasks {
		if told[u] != 1 {
			t.Errorf("the log tells %d times of a task", told[u])
		}
	}
	if len(tasks) != len(acknowledged) {
		t.Errorf("%d tasks, %d acknowledged", len(tasks), len(acknowledged))
	}
	for key, public := range acknowledged {
		i, err := id.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		if tasks[i.UUID] != key {
			t.Errorf("the acknowledged change %s is not there", key)
		}
	}
	if len(acknowledged) == 0 {
		t.Error("nothing was acknowledged: the case proves nothing")
	}
}
