package streamtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"

	"daybook/internal/authz"
	"daybook/internal/day"

	"github.com/google/uuid"
)

// world is a workspace with people, and two servers on its database.
type world struct {
	*apptest.Workspace
	apps  [2]*apptest.App
	lives [2]*apptest.Live

	open, closed *project.Project // closed opens for its members
	boss         *apptest.Person  // whom everyone's blockers are escalated to
	onProject    []uuid.UUID      // who is on the closed project

	mu       sync.Mutex
	told     map[uuid.UUID][]uuid.UUID // whom a blocker was escalated to
	notified []notice
	said     map[string]utterance // texts of standups, and titles of tasks in the closed project
	task     uuid.UUID            // a task of the closed project that is given new titles
}

// utterance is who wrote a text, and when by the log; of a task nobody in particular did.
type utterance struct {
	seq    int64
	member uuid.UUID
}

// notice is a notification that must come to a member with an entry of the log.
type notice struct {
	seq    int64
	member uuid.UUID
	key    string
}

func newWorld(t *testing.T, change ...func(*app.Options)) *world {
	t.Helper()
	a := apptest.New(t)
	join := func(o *app.Options) {
		o.URL, o.MetricsEvery = a.Database.URL, 100*time.Millisecond
		for _, c := range change {
			c(o)
		}
	}
	w := &world{told: map[uuid.UUID][]uuid.UUID{}, said: map[string]utterance{}}
	w.Workspace = a.Workspace(t)
	for i := range w.apps {
		w.apps[i] = a.Beside(t, join)
		w.apps[i].Start(t)
		w.lives[i] = w.apps[i].Serve(t)
	}
	w.boss = w.Member(t)
	w.open, w.closed = w.Project(t), w.Restricted(t)
	w.task = w.Task(t, w.closed).ID
	return w
}

// workspace is the public id.
func (w *world) workspace() string { return w.NodeID().String() }

// join adds a person below the boss.
func (w *world) join(t *testing.T, role authz.Role) *apptest.Person {
	t.Helper()
	return w.Member(t, func(p *member.InviteParams) { p.Role, p.ManagerID = role, &w.boss.ID })
}

// actor is somebody who does things, with the rights they have now.
type actor struct {
	*apptest.Person
	viewer *authz.Viewer
}

func (w *world) actor(t *testing.T, p *apptest.Person) actor { return actor{p, p.Viewer(t)} }

// deed is one thing that somebody does through one of the servers. It is safe for goroutines.
type deed func(ctx context.Context, w *world, a *apptest.App, by actor) error

// deeds are changes of each visibility, on projects of each access, told by each stream.
var deeds = []deed{
	workLog, timeEntry, speak, speak, rename, rename, // most of what happens is of this kind
	func(ctx context.Context, w *world, a *apptest.App, _ actor) error { return putTask(ctx, w, a, w.open) },
	func(ctx context.Context, w *world, a *apptest.App, _ actor) error {
		return putTask(ctx, w, a, w.closed)
	},
	func(ctx context.Context, w *world, a *apptest.App, _ actor) error {
		_, _, err := a.Teams.Put(ctx, activity.BySystem, team.Upsert{WorkspaceID: w.ID, Name: new("Team " + uuid.NewString()[:8])})
		return err
	},
	func(ctx context.Context, w *world, a *apptest.App, _ actor) error {
		_, _, err := a.Sprints.Put(ctx, activity.BySystem, sprint.Upsert{WorkspaceID: w.ID, Name: new("Sprint " + uuid.NewString()[:8]),
			StartsOn: new(day.Of(2026, time.February, 9)), EndsOn: new(day.Of(2026, time.February, 20))})
		return err
	},
	func(ctx context.Context, w *world, a *apptest.App, by actor) error {
		_, _, err := a.Comments.Add(ctx, by.viewer, w.open.NodeID(), "Said something.")
		return err
	},
	obstacle,
	obstacle,
	func(ctx context.Context, w *world, a *apptest.App, by actor) error { // a timer, begun and ended
		made, _, err := a.Timers.Start(ctx, by.viewer, timer.StartParams{WorkspaceID: w.ID, Switch: true})
		if err != nil {
			return err
		}
		_, err = a.Timers.Discard(ctx, by.viewer, made.Timer.ID)
		return err
	},
	func(ctx context.Context, w *world, a *apptest.App, _ actor) error { // for admins only
		_, _, err := a.Members.Add(ctx, activity.BySystem, member.InviteParams{WorkspaceID: w.ID, Email: uuid.NewString() + "@example.com",
			DisplayName: "Newcomer", Role: authz.RoleMember})
		return err
	},
}

func workLog(ctx context.Context, w *world, a *apptest.App, by actor) error {
	_, _, err := a.WorkLogs.Append(ctx, by.viewer, worklog.AppendParams{WorkspaceID: w.ID, Note: "Worked.", Subject: worklog.Subject{ProjectID: &w.open.ID}})
	return err
}

// speak submits the person's standup of the day again, with another text.
func speak(ctx context.Context, w *world, a *apptest.App, by actor) error {
	text := "Said " + uuid.NewString()
	_, receipt, err := a.Standups.Submit(ctx, by.viewer, standup.SubmitParams{WorkspaceID: w.ID, Today: &text})
	w.utter(text, receipt.Seq, by.ID)
	return err
}

// rename gives a task of the closed project another title.
func rename(ctx context.Context, w *world, a *apptest.App, _ actor) error {
	title := "Called " + uuid.NewString()
	_, receipt, err := a.Tasks.Put(ctx, activity.BySystem, task.Upsert{WorkspaceID: w.ID, ID: &w.task, Title: &title})
	w.utter(title, receipt.Seq, uuid.Nil)
	return err
}

func (w *world) utter(text string, seq int64, by uuid.UUID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said[text] = utterance{seq, by}
}

func timeEntry(ctx context.Context, w *world, a *apptest.App, by actor) error {
	_, _, err := a.TimeEntries.Create(ctx, by.viewer, timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: new(day.Of(2026, time.February, 11)), DurationSeconds: new(60)})
	return err
}

func putTask(ctx context.Context, w *world, a *apptest.App, on *project.Project) error {
	_, _, err := a.Tasks.Put(ctx, activity.BySystem, task.Upsert{WorkspaceID: w.ID, ProjectID: &on.ID, Title: new("Task " + uuid.NewString()[:8])})
	return err
}

// obstacle is a blocker of the person that is escalated to the boss, who acknowledges it.
func obstacle(ctx context.Context, w *world, a *apptest.App, by actor) error {
	b, _, err := a.Blockers.Open(ctx, by.viewer, blocker.OpenParams{WorkspaceID: w.ID, Severity: "high", Category: "external", Description: "Stuck."})
	if err != nil {
		return err
	}
	w.mu.Lock()
	w.told[b.ID] = []uuid.UUID{w.boss.ID}
	w.mu.Unlock()
	_, step, receipt, err := a.Blockers.Escalate(ctx, by.viewer, blocker.EscalateParams{ID: b.ID})
	if err != nil {
		return err
	}
	w.expect(receipt, w.boss.ID, "ESCALATION", step)
	boss, err := a.Authn.Session(ctx, w.boss.Secret)
	if err != nil {
		return err
	}
	if _, receipt, err = a.Blockers.Acknowledge(ctx, boss, step.ID); err != nil {
		return err
	}
	w.expect(receipt, by.ID, "ACKNOWLEDGEMENT", step)
	return nil
}

func (w *world) expect(r activity.Receipt, memberID uuid.UUID, kind string, step *blocker.Escalation) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notified = append(w.notified, notice{r.Seq, memberID, fmt.Sprintf("%s %s", kind, step.NodeID())})
}

// work has people, of whom there are as many as writers or more, do things at random through both servers.
func (w *world) work(t *testing.T, people []actor, writers, each int, pause time.Duration) (wait func()) {
	t.Helper()
	var done sync.WaitGroup
	for n := range writers {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, uint64(n)))
		var mine []actor // nobody does two things at once
		for i := n; i < len(people); i += writers {
			mine = append(mine, people[i])
		}
		done.Go(func() {
			for i := range each {
				by := mine[i%len(mine)]
				do := deeds[r.IntN(len(deeds))]
				if err := do(context.Background(), w, w.apps[r.IntN(2)], by); err != nil {
					t.Errorf("the %d. deed of writer %d (seed %d): %v", i, n, seed, err)
					return
				}
				if pause > 0 {
					time.Sleep(time.Duration(r.Int64N(int64(pause)))) // as people do
				}
			}
		})
	}
	return done.Wait
}
