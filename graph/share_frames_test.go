package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"daybook/internal/apptest"

	"github.com/uptrace/bun"
)

// readings counts the statements with a text in them.
type readings struct {
	of string
	n  atomic.Int64
}

func (r *readings) BeforeQuery(ctx context.Context, e *bun.QueryEvent) context.Context {
	if strings.Contains(e.Query, r.of) {
		r.n.Add(1)
	}
	return ctx
}

func (*readings) AfterQuery(context.Context, *bun.QueryEvent) {}

// T22: all who were cut off come back at once to the same place. What they missed is executed for the first of those with the
// same rights, not for each; and everyone gets all of it once, and of what is only for some, no more than they did before.
func TestAHerdIsCaughtUpTogether(t *testing.T) {
	t.Parallel()
	const members, sockets, missed = 12, 60, 30
	a := apptest.New(t)
	standups := &readings{of: `FROM "standups"`}
	a.DB.AddQueryHook(standups) //nolint:staticcheck // WithQueryHook makes another DB, which the app would not know
	a.Start(t)
	l := a.Serve(t)
	w := a.Workspace(t)
	put := putter(t, w)
	type visitor struct {
		as            apptest.Caller
		query, cursor string
	}
	var herd []visitor
	come := func(as apptest.Caller, query string) {
		s, cursor := watch(t, l, apptest.Transports[len(herd)%2], as, w, query)
		s.Close()
		herd = append(herd, visitor{as, query, cursor})
	}
	people := make([]*apptest.Person, members)
	for i := range people {
		people[i] = w.Member(t)
		come(people[i], shareQueries["on rights"])
		come(people[i], shareQueries["on part"])
	}
	boss := w.Personal(t, w.Owner)
	for range sockets {
		come(boss, shareQueries["on the viewer"])
	}
	for i := range missed {
		submit(t, a, people[i%members], w, fmt.Sprintf("text %d", i))
	}
	put("the end")
	standups.n.Store(0)
	var back sync.WaitGroup
	shown := make([][]string, len(herd))
	for i, v := range herd {
		back.Go(func() {
			s := l.Subscribe(t, apptest.Transports[i%2], v.as, v.query, map[string]any{"ws": w.NodeID().String(), "after": v.cursor})
			shown[i], _ = until(t, s, "the end")
		})
	}
	back.Wait()
	if n := standups.n.Load(); n > sockets/3 {
		t.Errorf("the standups were read %d times for %d who came back together", n, sockets)
	}
	for i, v := range herd {
		own, rows := 0, map[string]int{}
		for _, row := range shown[i] {
			if strings.Contains(row, "the standup of") {
				own++
				rows[row]++
			}
		}
		want := missed // by the owner's rights
		if member, ok := v.as.(*apptest.Person); ok {
			want = 0
			for n := range missed {
				if people[n%members] == member {
					want++
				}
			}
		}
		if own != want {
			t.Errorf("visitor %d saw %d standups, want %d", i, own, want)
		}
		if len(rows) != own {
			t.Errorf("visitor %d saw some twice", i)
		}
	}
}
