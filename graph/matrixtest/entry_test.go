package matrixtest

import (
	"slices"
	"strings"
)

// way is one way to reach a thing: steps from a root to it, divided by slashes. A step is a field with its arguments. <T>
// after it says what an interface or union is there, @x which thing the step leads to. Names after $ are things, or the
// thing's own references; $it is the thing itself.
type way struct {
	path string
	only string // the things it is for, all of the type when empty
	mine bool   // it shows only what is the caller's own
	over string // the activity in whose frame of the stream the way begins, for ways that begin with one
}

func (e way) isFor(it *thing) bool {
	return e.only == "" || slices.Contains(strings.Fields(e.only), it.name)
}

const acme = "workspace(id: $workspace)/"

// byID are the ways to any object with an id.
func byID(field string, more ...way) []way {
	return append([]way{{path: field + "(id: $it)"}, {path: "node(id: $it)"}, {path: "nodes(ids: [$it])"}}, more...)
}

// entries are the ways to each type. TestSchema holds them to the schema: every field that can lead to the type is here.
var entries = map[string][]way{
	"Query":  {{}},
	"Viewer": {{path: "viewer"}},
	"Membership": {
		{path: "viewer/memberships(first: 10)/nodes"},
		{path: "viewer/memberships(first: 10)/edges/node"},
	},
	"Today": {{path: "viewer/today(workspaceId: $home)"}},
	"Workspace": byID("workspace",
		way{path: "workspaces(first: 10)/nodes"},
		way{path: "workspaces(first: 10)/edges/node"},
		way{path: "viewer/memberships(first: 10)/nodes/workspace"},
		way{path: "activity(id: $teamMade)/subject"},
		way{path: "edges/node@teamMade/subject", over: "teamMade"},
	),
	"ApiToken": {
		{path: "node(id: $it)"},
		{path: "nodes(ids: [$it])"},
		{path: "viewer/tokens(first: 100)/nodes", mine: true},
		{path: acme + "apiTokens(first: 100)/nodes"},
		{path: acme + "apiTokens(first: 100)/edges/node"},
		{path: "apiTokenRevoke(input: {id: $it})/apiToken"},
	},
	"Member": byID("member",
		way{path: acme + "members(first: 100, filter: {ids: [$it], includeRemoved: true})/nodes"},
		way{path: acme + "members(first: 100, filter: {ids: [$it], includeRemoved: true})/edges/node"},
		way{path: "viewer/memberships(first: 10)/nodes/member", only: "subject mate manager admin", mine: true},
		way{path: "team(id: $crew)/members(first: 100)/nodes", only: "subject mate"},
		way{path: "team(id: $second)/manager", only: "manager"},
		way{path: "project(id: $open)/members(first: 100)/nodes", only: "subject mate"},
		way{path: "task(id: $openTask)/assignee", only: "subject"},
		way{path: "member(id: $subject)/manager", only: "manager"},
		way{path: "member(id: $subject)/managementChain", only: "manager"},
		way{path: "member(id: $it)/actor/member"},
		way{path: "activity(id: $shared)/actor/member", only: "subject"},
		way{path: "standup(id: $standup)/member", only: "subject"},
		way{path: "node(id: $mates)<TrackingRow>/member", only: "mate"},
		way{path: "activity(id: $word)/subject", only: "subject"},
		way{path: "activity(id: $removed)/subject", only: "former"},
		way{path: "edges/node@shared/actor/member", over: "shared", only: "subject"},
		way{path: "edges/node@word/subject", over: "word", only: "subject"},
		way{path: "memberManagerSet(input: {memberId: $it, managerId: $manager})/member", only: "subject"},
		way{path: "memberRoleSet(input: {memberId: $it, role: MEMBER, expectedRole: MEMBER})/member", only: "subject mate manager"},
	),
	"Actor": {
		{path: "member(id: $subject)/actor", only: "subjectActor"},
		{path: "node(id: $subject)<Member>/actor", only: "subjectActor"},
		{path: "activity(id: $shared)/actor", only: "subjectActor"},
		{path: "activity(id: $programMade)/actor", only: "programActor"},
		{path: "activity(id: $teamMade)/actor", only: "systemActor"},
		{path: acme + "activities(first: 5, filter: {entityId: $openTask, action: {eq: UPDATED}})/nodes@shared/actor", only: "subjectActor"},
		{path: "node(id: $token)<ApiToken>/createdBy", only: "subjectActor"},
		{path: "edges/node@shared/actor", over: "shared", only: "subjectActor"},
		{path: "edges/node@programMade/actor", over: "programMade", only: "programActor"},
	},
	"Team": byID("team",
		way{path: acme + "teams(first: 100)/nodes"},
		way{path: acme + "teams(first: 100)/edges/node"},
		way{path: "member(id: $subject)/team", only: "crew"},
		way{path: "sprint(id: $sprint)/team", only: "second"},
		way{path: "task(id: $openTask)/team", only: "second"},
		way{path: "teamUpsert(input: {workspaceId: $workspace, id: $it})/team"},
	),
	"Project": byID("project",
		way{path: acme + "projects(first: 100)/nodes"},
		way{path: acme + "projects(first: 100)/edges/node"},
		way{path: "task(id: $task)/project"},
		way{path: "activity(id: $about)/subject"},
		way{path: "edges/node@$about/subject", over: "$about"},
		way{path: "projectUpsert(input: {workspaceId: $workspace, id: $it})/project"},
		way{path: "projectArchive(input: {id: $it, archived: false})/project"},
	),
	"Sprint": byID("sprint",
		way{path: acme + "sprints(first: 100)/nodes"},
		way{path: acme + "sprints(first: 100)/edges/node"},
		way{path: "task(id: $openTask)/sprint"},
		way{path: "activity(id: $sprintMade)/subject"},
		way{path: "edges/node@sprintMade/subject", over: "sprintMade"},
		way{path: "sprintUpsert(input: {workspaceId: $workspace, id: $it})/sprint"},
		way{path: "sprintComplete(input: {id: $it})/sprint"},
	),
	"Task": byID("task",
		way{path: acme + "tasks(first: 100)/nodes"},
		way{path: acme + "tasks(first: 100, filter: {projectId: $project})/edges/node"},
		way{path: "project(id: $project)/tasks(first: 100)/nodes"},
		way{path: "standup(id: $standup)/parsedTasks/task", only: "openTask outerTask"},
		way{path: "activity(id: $about)/subject"},
		way{path: "activity(id: $stray)/subject", only: "innerTask"},
		way{path: acme + "activities(first: 50, filter: {entityId: $it})/nodes/subject"},
		way{path: "edges/node@$about/subject", over: "$about"},
		way{path: "edges/node@stray/subject", over: "stray", only: "innerTask"},
		way{path: "taskUpsert(input: {workspaceId: $workspace, id: $it})/task"},
	),
	"Standup": byID("standup", append(standupWays(),
		way{path: "activity(id: $veiled)/subject", only: "standup"},
		way{path: "edges/node@veiled/subject", over: "veiled", only: "standup"},
		way{path: acme + "activities(first: 50, filter: {entityId: $it})/nodes/subject"},
		way{path: "member(id: $owner)/activities(first: 50, filter: {entityId: $it})/nodes/subject"},
		way{path: "viewer/today(workspaceId: $home)/standup", only: "todays", mine: true},
		way{path: "standupInfer(input: {workspaceId: $workspace, memberId: $owner, date: \"$date\", yesterday: \"x\"})/standup", only: "standup mates"},
	)...),
	"ParsedTask":    inStandup("parsedTasks"),
	"ParsedBlocker": inStandup("parsedBlockers"),
	"Activity": byID("activity",
		way{path: acme + "activities(first: 50, filter: {entityId: $entity})/nodes"},
		way{path: acme + "activities(first: 50, filter: {entityId: $entity})/edges/node"},
		way{path: acme + "auditLog(first: 50, filter: {entityId: $entity})/nodes", only: "login removed"},
		way{path: "member(id: $subject)/activities(first: 50, filter: {entityId: $entity})/nodes", only: "shared stray veiled standupMade inferredMade word login"},
		way{path: "task(id: $openTask)/activities(first: 50)/nodes", only: "shared openTaskMade"},
		way{path: "project(id: $open)/activities(first: 50)/nodes", only: "shared openMade openTaskMade"},
		way{path: "sprint(id: $sprint)/activities(first: 50)/nodes", only: "sprintMade"},
		way{path: "edges/node", over: "$it"},
	),
	"FieldChange": {
		{path: "activity(id: $shared)/changes"},
		{path: "node(id: $shared)<Activity>/changes"},
		{path: "nodes(ids: [$shared])<Activity>/changes"},
		{path: acme + "activities(first: 5, filter: {entityId: $openTask, action: {eq: UPDATED}})/nodes@shared/changes"},
		{path: "edges/node@shared/changes", over: "shared"},
	},
}

// standupWays are the ways to a standup but by its id.
func standupWays() []way {
	return []way{
		{path: "member(id: $owner)/standups(first: 10, filter: {date: {eq: \"$date\"}})/nodes"},
		{path: acme + "standups(first: 100, filter: {date: {eq: \"$date\"}})/nodes"},
		{path: acme + "standups(first: 100, filter: {memberIds: [$owner], date: {eq: \"$date\"}})@$person/edges/node"},
		{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/standups(first: 10)/edges/node"},
		{path: "activity(id: $about)/subject"},
		{path: "edges/node@$about/subject", over: "$about"},
	}
}

// inStandup are the ways to what an analysis found in the thing standup: all ways to that one, and on.
func inStandup(field string) []way {
	ways := []way{{path: "standup(id: $it)"}, {path: "node(id: $it)<Standup>"}, {path: "nodes(ids: [$it])<Standup>"}}
	ways = append(ways, standupWays()...)
	for i := range ways {
		ways[i].path = strings.NewReplacer("$it", "$standup", "$owner", "$subject", "$date", earlier, "$about", "$standupMade", "$person", "$subject",
			"subject", "subject<Standup>").Replace(ways[i].path) + "@standup/" + field
		if ways[i].over != "" {
			ways[i].over = "standupMade"
		}
	}
	return ways
}

// elsewhere are fields that lead to a type and have no way here, and what looks at them instead.
var elsewhere = map[string]string{
	"Mutation.standupSubmit":         "writes at each call: TestMatrix/mutations",
	"Mutation.standupParseResultSet": "writes at each call: TestMatrix/mutations",
	"Mutation.workspaceCreate":       "writes at each call: TestMatrix/mutations",
	"Mutation.memberInvite":          "writes at each call: TestMatrix/mutations",
	"Mutation.memberRemove":          "writes at each call: TestMatrix/mutations",
	"Mutation.apiTokenCreate":        "writes at each call: TestMatrix/mutations",
}
