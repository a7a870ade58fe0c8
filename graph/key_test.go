package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
)

// answered is what a mutation's payload says.
type answered struct {
	Task, Standup *struct{ ID, Title, Today string }
	DeletedID     *string
	Replayed      bool
	ResumeCursor  *string
	UserErrors    []struct {
		Code  string
		Field []string
	}
	refused string // the code of a top-level error
}

func (a answered) code() string {
	if len(a.UserErrors) == 0 {
		return a.refused
	}
	return a.UserErrors[0].Code + " " + strings.Join(a.UserErrors[0].Field, ".")
}

func mutate(t *testing.T, a *apptest.App, as apptest.Caller, field, input, shows string) answered {
	t.Helper()
	r := a.Post(t, as, fmt.Sprintf("mutation { it: %s(input: {%s}) { %s replayed resumeCursor userErrors { code field } } }", field, input, shows), nil)
	var out struct{ It answered }
	if err := json.Unmarshal(r.Data, &out); err != nil && len(r.Errors) == 0 {
		t.Fatalf("%v: %s", err, r.Data)
	}
	if len(r.Errors) > 0 {
		out.It.refused = fmt.Sprint(r.Errors[0].Extensions["code"])
	}
	return out.It
}

// A request that is repeated with its key changes nothing and is answered as before, with what is stored now.
func TestRepeatedRequestsHappenOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p := w.Project(t)
	create := func(key, title string) answered {
		return mutate(t, a, w.Owner, "taskUpsert", fmt.Sprintf(`workspaceId: %q, projectId: %q, title: %q, idempotencyKey: %q`, w.NodeID(), p.NodeID(), title, key), "task { id title }")
	}
	first := create("k", "One")
	before := a.Snapshot(t)
	again := create("k", "One")
	if first.Replayed || !again.Replayed || first.Task == nil || again.Task == nil || *first.Task != *again.Task || again.ResumeCursor == nil {
		t.Errorf("first %+v, again %+v", first, again)
	}
	if other := create("k", "Two"); other.code() != "IDEMPOTENCY_KEY_REUSED idempotencyKey" || other.Task != nil {
		t.Errorf("the key with another input: %+v", other)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
	mutate(t, a, w.Owner, "taskUpsert", fmt.Sprintf(`workspaceId: %q, id: %q, title: "Later"`, w.NodeID(), first.Task.ID), "task { id title }")
	if now := create("k", "One"); !now.Replayed || now.Task.Title != "Later" {
		t.Errorf("the replay shows %+v, want the row as it is now", now.Task)
	}
	if second := create("l", "One"); second.Replayed || second.Task.ID == first.Task.ID {
		t.Errorf("another key: %+v", second)
	}
}

func TestKeysBelongToTheirCallerAndMutation(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	boss := w.Admin(t)
	for name, c := range map[string]struct {
		as    apptest.Caller
		field string
		input string
		shows string
	}{
		"the first":         {w.Owner, "taskUpsert", fmt.Sprintf("workspaceId: %q, projectId: %q, title: \"x\"", w.NodeID(), w.Project(t).NodeID()), "task { id }"},
		"another person":    {boss, "taskUpsert", fmt.Sprintf("workspaceId: %q, projectId: %q, title: \"y\"", w.NodeID(), w.Project(t).NodeID()), "task { id }"},
		"another mutation":  {w.Owner, "standupSubmit", fmt.Sprintf("workspaceId: %q, today: \"x\"", w.NodeID()), "standup { id }"},
		"another workspace": {other.Owner, "taskUpsert", fmt.Sprintf("workspaceId: %q, projectId: %q, title: \"z\"", other.NodeID(), other.Project(t).NodeID()), "task { id }"},
	} {
		if got := mutate(t, a, c.as, c.field, c.input+`, idempotencyKey: "same"`, c.shows); got.Replayed || got.code() != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Of 32 identical requests at once one takes effect; the others wait for it and are answered as it was.
func TestIdenticalRequestsAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p := w.Project(t)
	seq := w.Seq(t)
	var mu sync.Mutex
	made, ids := 0, map[string]bool{}
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			got := mutate(t, a, w.Owner, "taskUpsert", fmt.Sprintf(`workspaceId: %q, projectId: %q, title: "One", idempotencyKey: "k"`, w.NodeID(), p.NodeID()), "task { id }")
			if got.Task == nil {
				t.Errorf("no task: %+v", got)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			ids[got.Task.ID] = true
			if !got.Replayed {
				made++
			}
		})
	}
	wg.Wait()
	if made != 1 || len(ids) != 1 || w.Seq(t) != seq+1 {
		t.Errorf("%d requests took effect, %d tasks, %d activities", made, len(ids), w.Seq(t)-seq)
	}
}

// A request that was rejected or refused, and one that changed nothing, leaves its key free.
func TestKeysOfRejectedRequestsStayFree(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p := w.Project(t)
	ask := func(as apptest.Caller, title string) answered {
		return mutate(t, a, as, "taskUpsert", fmt.Sprintf(`workspaceId: %q, projectId: %q, title: %q, idempotencyKey: "k"`, w.NodeID(), p.NodeID(), title), "task { id }")
	}
	if got := ask(w.Owner, " "); got.code() != "REQUIRED title" {
		t.Fatalf("a blank title: %+v", got)
	}
	if got := ask(w.Owner, "One"); got.Replayed || got.Task == nil {
		t.Errorf("after a rejection: %+v", got)
	}
	unchanged := fmt.Sprintf(`id: %q, archived: false, idempotencyKey: "k"`, p.NodeID())
	for range 2 {
		if got := mutate(t, a, w.Owner, "projectArchive", unchanged, "project { id }"); got.Replayed || got.code() != "" {
			t.Errorf("a change of nothing: %+v", got)
		}
	}
}

// What an earlier request stored is shown again under present rights only.
func TestReplaysFollowPresentRights(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	boss, p := w.Admin(t), w.Restricted(t)
	input := fmt.Sprintf(`workspaceId: %q, projectId: %q, title: "One", idempotencyKey: "k"`, w.NodeID(), p.NodeID())
	if got := mutate(t, a, boss, "taskUpsert", input, "task { id title }"); got.Task == nil {
		t.Fatalf("%+v", got)
	}
	if _, _, err := a.Members.SetRole(t.Context(), w.Owner.Viewer(t), boss.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	if got := mutate(t, a, boss, "taskUpsert", input, "task { id title }"); got.refused != "FORBIDDEN" || got.Task != nil {
		t.Errorf("after demotion: %+v", got)
	}
}

func TestDeletionsAreReplayed(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	input := fmt.Sprintf(`id: %q, idempotencyKey: "k"`, w.Standup(t, ann).NodeID())
	for _, replayed := range []bool{false, true} {
		if got := mutate(t, a, ann, "standupDelete", input, "deletedId"); got.DeletedID == nil || got.Replayed != replayed {
			t.Errorf("%+v, want replayed %t", got, replayed)
		}
	}
	if got := mutate(t, a, ann, "standupDelete", strings.Replace(input, `"k"`, `"l"`, 1), "deletedId"); got.refused != "NOT_FOUND" {
		t.Errorf("with another key: %+v", got)
	}
}

func TestKeysAreChecked(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	program := w.Service(t, authz.TrackingWrite, authz.TrackingRead)
	submit := func(as apptest.Caller, more string) answered {
		return mutate(t, a, as, "standupSubmit", fmt.Sprintf(`workspaceId: %q, today: "x"%s`, w.NodeID(), more), "standup { id }")
	}
	onBehalf := fmt.Sprintf(`, onBehalfOf: %q`, ann.NodeID())
	for name, c := range map[string]struct {
		got  answered
		want string
	}{
		"a service without one": {submit(program, onBehalf), "REQUIRED idempotencyKey"},
		"a person without one":  {submit(ann, ""), ""},
		"an empty one":          {submit(ann, `, idempotencyKey: ""`), "BAD_USER_INPUT"},
		"one too long":          {submit(ann, fmt.Sprintf(`, idempotencyKey: %q`, strings.Repeat("ü", 256))), "TOO_LONG idempotencyKey"},
		"one of 255":            {submit(program, onBehalf+fmt.Sprintf(`, idempotencyKey: %q`, strings.Repeat("ü", 255))), ""},
	} {
		if c.got.code() != c.want {
			t.Errorf("%s: %q, want %q", name, c.got.code(), c.want)
		}
	}
}

// A key is forgotten after 48 hours: the request is a new one then.
func TestKeysAreForgotten(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p := w.Project(t)
	ask := func() answered {
		return mutate(t, a, w.Owner, "taskUpsert", fmt.Sprintf(`workspaceId: %q, projectId: %q, title: "One", idempotencyKey: "k"`, w.NodeID(), p.NodeID()), "task { id }")
	}
	age := func(by time.Duration) {
		if _, err := a.DB.NewRaw("update idempotency_keys set created_at = created_at - make_interval(secs => ?)", by.Seconds()).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	if age(47 * time.Hour); !ask().Replayed {
		t.Error("forgotten after 47 hours")
	}
	if age(2 * time.Hour); ask().Replayed {
		t.Error("known after 49 hours")
	}
	age(49 * time.Hour)
	purged, err := activity.PurgeKeys(t.Context(), a.DB)
	if err != nil || purged != 1 {
		t.Errorf("purged %d keys: %v", purged, err)
	}
}
