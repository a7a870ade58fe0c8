package matrixtest

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

var seeds = flag.Bool("seeds", false, "delete guards one by one and see that the matrix notices; takes minutes")

// seed deletes one guard: body runs before all else in the function when the seed is sown.
type seed struct {
	file, function, body string
	caught               []string // rules among those that must fail
}

// seeded are the guards that are deleted. Production code knows nothing of them: the test binary is built once from doctored
// copies of these files (go build -overlay), in which each guard asks the environment whether it is gone.
var seeded = []seed{
	{"internal/authz/policy.go", "Visible", "return true", []string{"Activity.ipAddress", "Activity.requestId", "Member.removedAt"}},
	{"internal/authz/policy.go", "SeesRaw", "return true", []string{"Activity.subject"}}, // Query.standup has the type's own directive behind it,
	{"internal/authz/policy.go", "RawScope", "return RowScope{WorkspaceID: workspaceID, All: true}", []string{"Workspace.standups", "Workspace.workLogs", "Workspace.timeEntries", "Task.timeEntries", "Workspace.blockers"}},
	{"internal/authz/policy.go", "RowScope.NamesOthers", "return false", []string{"Workspace.standups(filter.memberIds: other)",
		"Workspace.workLogs(filter.memberIds: other)", "Workspace.timeEntries(filter.memberIds: other)", "Workspace.blockers(filter.memberIds: other)"}},
	{"internal/authz/policy.go", "Reach", "m, _ := v.In(workspaceID); return m, nil", []string{"Mutation.taskUpsert", "Mutation.standupSubmit", "Mutation.memberInvite"}},
	{"internal/authz/policy.go", "Manage", "return nil", []string{"Mutation.taskUpsert", "Mutation.projectUpsert", "Mutation.teamUpsert", "Mutation.memberInvite"}},
	{"internal/authz/policy.go", "AdminOnly", "return nil", []string{"Mutation.memberRoleSet"}},
	{"internal/authz/policy.go", "ServiceOnly", "return nil", []string{"Mutation.standupInfer", "Mutation.standupParseResultSet"}},
	{"internal/authz/policy.go", "WriteFor", "return nil", []string{"Mutation.standupSubmit", "Mutation.standupDelete", "Mutation.workLogAppend", "Mutation.timerStart"}},
	{"internal/authz/policy.go", "WriteOwnRow", "return nil", []string{"Mutation.standupDelete", "Mutation.workLogCorrect", "Mutation.timerUpdate", "Mutation.timerStop"}},
	{"internal/authz/policy.go", "Projects", "s := ProjectScope{}; if v != nil { s.Everything = v.WorkspaceIDs() }; return s", []string{"Query.project", "Query.task", "Workspace.projects", "Workspace.tasks"}},
	{"internal/authz/activity.go", "Activities", "return ActivityScope{WorkspaceID: workspaceID, Workspace: true, AllProjects: true, Subject: true, Admin: true}",
		[]string{"Query.activity", "Workspace.activities", "Member.activities"}},
	{"internal/authz/viewer.go", "Viewer.Holds", "return true", []string{"Member.standups", "Workspace.activities", "Actor.email", "Standup.sentimentScore"}},
	{"internal/authz/activity.go", "NameActors", "return nil", []string{"Workspace.activities(filter.actorIds: other)"}},
	{"internal/authz/blocker.go", "SeesBlocker", "return true", []string{"Query.node", "Blocker.escalations"}},
	{"internal/authz/blocker.go", "SeesDescription", "return true", []string{"Blocker.description"}},
	{"internal/authz/blocker.go", "ChangeBlocker", "return nil", []string{"Mutation.blockerUpdate", "Mutation.blockerResolve", "Mutation.blockerReopen", "Mutation.blockerEscalate"}},
	{"internal/authz/blocker.go", "ShareDescription", "return nil", []string{"Mutation.blockerEscalate"}},
	{"internal/authz/blocker.go", "Acknowledge", "return nil", []string{"Mutation.escalationAcknowledge"}},
	{"internal/authz/time.go", "ChangeTime", "return nil", []string{"Mutation.timeEntryUpdate", "Mutation.timeEntryDelete"}},
	{"internal/authz/time.go", "ImportTime", "return nil", []string{"Mutation.timeEntriesImport"}},
	{"internal/authz/settings.go", "ChangeSettings", "return nil", []string{"Mutation.workspaceSettingsUpdate", "Mutation.escalationPolicySet"}},
	{"internal/authz/comment.go", "Comment", "return nil", []string{"Mutation.commentAdd"}},
	{"internal/authz/comment.go", "Compensate", "return nil", []string{"Mutation.activityCompensate"}},
	{"internal/worklog/service.go", "inScope", `return q.Where("l.workspace_id = ?", scope.WorkspaceID)`, []string{"Workspace.workLogs", "Task.workLogs", "Project.workLogs"}},
	{"internal/timeentry/list.go", "inScope", `return q.Where("e.workspace_id = ?", scope.WorkspaceID)`, []string{"Workspace.timeEntries", "Task.timeEntries", "Project.timeEntries"}},
	{"internal/blocker/list.go", "inScope", `return q.Where("b.workspace_id = ?", scope.WorkspaceID)`, []string{"Workspace.blockers", "Task.blockers"}},
	{"internal/blocker/blocker.go", "Blocker.EscalatedTo", "return nil", []string{"Blocker.activities", "Blocker.escalations", "Blocker.task"}},
	{"internal/authz/metrics.go", "Metrics", "return MetricsScope{Exact: true, People: true}, nil", []string{"Metrics.trackedSeconds", "Metrics.suppression", "Team.metrics"}},
	{"internal/authz/metrics.go", "MetricsScope.Ask", "return nil", []string{"Workspace.metrics(cohort.memberIds: other)"}},
	{"internal/metrics/sum.go", "sum.reason", `return ""`, []string{"Metrics.suppression"}},
	{"internal/metrics/sum.go", "inSteps", "return seconds", []string{"Metrics.trackedSeconds", "Metrics.billableSeconds"}},
	{"internal/metrics/members.go", "view.lets", "return true", []string{"Metrics.suppression", "Metrics.trackedSeconds", "Metrics.workLogs"}},
	{"internal/metrics/bucket.go", "piece.settled", "return true", []string{"Metrics.suppression", "Metrics.final"}},
	{"internal/authz/policy.go", "GrantRole", "return nil", []string{"Mutation.memberRoleSet"}},
	{"graph/directive.go", "visible", "return next(ctx)", []string{"Activity.ipAddress", "Activity.sequence", "Member.removedAt"}},
	{"graph/directive.go", "needScopes", "return next(ctx)", []string{"Workspace.auditLog", "Actor.email", "Standup.sentimentScore"}},
	{"graph/handler.go", "signedIn.MutateOperationContext", "return nil", []string{"Query.viewer"}},
}

const seedVariable = "DAYBOOK_MATRIX_SEED"

// TestDeletedGuardsAreNoticed shows that the matrix can fail: with any of the guards gone, cells fail that did not before.
func TestDeletedGuardsAreNoticed(t *testing.T) {
	if !*seeds {
		t.Skip("run with -seeds: it builds a doctored test binary")
	}
	t.Parallel()
	binary := doctored(t)
	before := failing(t, binary, "")
	t.Logf("%d cells fail with all guards in place", len(before))
	turns := make(chan struct{}, 2)
	var all sync.WaitGroup
	for n, s := range seeded {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			after := failing(t, binary, seedName(n))
			var rules []string
			for c := range after {
				if !before[c] {
					rule, _, _ := strings.Cut(c, ", column")
					rules = append(rules, rule)
				}
			}
			slices.Sort(rules)
			rules = slices.Compact(rules)
			t.Logf("%s without %s: %d rules fail: %.300s", s.file, s.function, len(rules), strings.Join(rules, ", "))
			for _, want := range s.caught {
				if !slices.Contains(rules, want) {
					t.Errorf("%s without %s: %s does not fail", s.file, s.function, want)
				}
			}
		})
	}
	all.Wait()
}

func seedName(n int) string { return fmt.Sprintf("%s %s", seeded[n].file, seeded[n].function) }

var failure = regexp.MustCompile(`(?m)^ +matrix_run_test\.go:\d+: (\S.*, column [^,]+), over`)

// failing runs the doctored binary with one guard gone and gives the rules and columns that fail.
func failing(t *testing.T, binary, without string) map[string]bool {
	t.Helper()
	c := exec.CommandContext(t.Context(), binary, "-test.short", "-test.run", "^TestMatrix$")
	c.Env = append(os.Environ(), seedVariable+"="+without)
	out, err := c.CombinedOutput()
	if !strings.Contains(string(out), "\nmatrix: ") && !strings.HasPrefix(string(out), "matrix: ") {
		t.Errorf("without %q the matrix did not run to its end: %v\n%.2000s", without, err, out)
	}
	found := map[string]bool{}
	for _, m := range failure.FindAllStringSubmatch(string(out), -1) {
		found[m[1]] = true
	}
	return found
}

// doctored builds this package's test binary from copies of the guards' files.
func doctored(t *testing.T) string {
	t.Helper()
	root, dir := moduleRoot(t), t.TempDir()
	replace := map[string]string{}
	for n, s := range seeded {
		file := filepath.Join(root, s.file)
		from := file
		if replace[file] != "" {
			from = replace[file]
		}
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(dir, fmt.Sprintf("%d.go", n))
		if err := os.WriteFile(copied, sow(t, from, text, s, seedName(n)), 0o600); err != nil {
			t.Fatal(err)
		}
		replace[file] = copied
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	list, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "matrix.test")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(context.WithoutCancel(t.Context()), "go", "test", "-c", "-overlay", list, "-o", binary, "./graph/matrixtest")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("building the doctored binary: %v\n%s", err, out)
	}
	return binary
}

// sow puts the seed at the beginning of its function.
func sow(t *testing.T, name string, text []byte, s seed, seedName string) []byte {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || functionName(f) != s.function {
			continue
		}
		at := set.Position(f.Body.Lbrace).Offset + 1
		head := set.Position(file.Name.End()).Offset
		out := string(text[:head])
		if !strings.Contains(string(text), "import seedos") {
			out += "\n\nimport seedos \"os\"\n"
		}
		return []byte(out + string(text[head:at]) + fmt.Sprintf("\n\tif seedos.Getenv(%q) == %q {\n\t\t%s\n\t}\n", seedVariable, seedName, s.body) + string(text[at:]))
	}
	t.Fatalf("%s has no function %s any more", s.file, s.function)
	return nil
}

// functionName is a function's name, with its receiver's type for a method.
func functionName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name + "." + f.Name.Name
	}
	return f.Name.Name
}
