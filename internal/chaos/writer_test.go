package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// writers make changes at a rate, each again and again with its key until it is acknowledged.
type writers struct {
	rig  *rig
	stop context.CancelFunc
	done sync.WaitGroup

	mu           sync.Mutex
	acknowledged map[string]string // the task's id by its key
	odd          map[string]int    // answers that a client could not have known what to do with
}

// patient are the codes that ask for another try.
var patient = []string{"UNAVAILABLE", "TIMEOUT"}

const makeTask = `mutation($i: TaskUpsertInput!) { taskUpsert(input: $i) { task { id } userErrors { code } } }`

// write begins to write so many changes a second, from as many callers as that takes.
func (r *rig) write(t *testing.T, perSecond int) *writers {
	t.Helper()
	const callers = 30
	ctx, stop := context.WithCancel(context.Background())
	w := &writers{rig: r, stop: stop, acknowledged: map[string]string{}, odd: map[string]int{}}
	pause := time.Second * callers / time.Duration(perSecond)
	for n := range callers {
		w.done.Go(func() {
			time.Sleep(rand.N(pause))
			next := time.NewTicker(pause)
			defer next.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				w.insist(fmt.Sprintf("%d-%d-%s", n, i, uuid.NewString()), n)
				select {
				case <-ctx.Done():
				case <-next.C:
				}
			}
		})
	}
	t.Cleanup(func() { w.stop(); w.done.Wait() })
	return w
}

// insist sends a change until it is acknowledged: also after the writers were told to stop, so that nothing is in doubt.
func (w *writers) insist(key string, n int) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for try := n; ctx.Err() == nil; try++ {
		var made struct {
			TaskUpsert struct {
				Task       struct{ ID string }
				UserErrors []struct{ Code string }
			}
		}
		err := w.rig.ask(ctx, w.rig.address(try), makeTask, map[string]any{"i": map[string]any{
			"workspaceId": w.rig.workspace, "projectId": w.rig.project, "title": key, "idempotencyKey": key}}, &made)
		w.mu.Lock()
		answer, wasRefused := errors.AsType[*refused](err)
		switch {
		case err == nil && made.TaskUpsert.Task.ID != "":
			w.acknowledged[key] = made.TaskUpsert.Task.ID
			w.mu.Unlock()
			return
		case err == nil:
			w.odd[fmt.Sprint(made.TaskUpsert.UserErrors)]++
		case wasRefused && !slices.ContainsFunc(answer.codes, func(c string) bool { return slices.Contains(patient, c) }):
			w.odd[answer.Error()]++
		}
		w.mu.Unlock()
		time.Sleep(rand.N(100 * time.Millisecond))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.odd["never acknowledged"]++
}

// rest stops the writers when all they sent is acknowledged, and holds the log to it.
func (w *writers) rest(t *testing.T) {
	t.Helper()
	w.stop()
	w.done.Wait()
	for answer, times := range w.odd {
		t.Errorf("%d times a caller got %s", times, answer)
	}
	w.rig.checkLog(t, w.acknowledged)
}
