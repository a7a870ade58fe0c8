package matrixtest

// valueTypes are the types without rules of their own (section 9): they take the cell of the field that returned them.
var valueTypes = []string{
	"Bucket", "Cohort", "Count", "Limit", "PageInfo", "RateLimit", "ServerInfo", "ServerLimits", "SeverityCount", "Suppression",
	"ActionCount", "ActorCount", "EntityCount", "TimeEntryImportResult", "TimeTotals", "UserError",

	"ActivityConnection", "ActivityEdge", "ActivityStreamEvent", "ApiTokenConnection", "ApiTokenEdge", "BlockerConnection", "BlockerEdge",
	"MemberConnection", "MemberEdge", "MembershipConnection", "MembershipEdge", "MetricsConnection", "MetricsEdge", "ProjectConnection",
	"ProjectEdge", "SprintConnection", "SprintEdge", "StandupConnection", "StandupEdge", "TaskConnection", "TaskEdge", "TeamConnection",
	"MetricsStreamEvent", "NotificationEdge", "NotificationStreamEvent", "TrackingStreamEdge", "TrackingStreamEvent",
	"TeamEdge", "TimeEntryConnection", "TimeEntryEdge", "WorkLogConnection", "WorkLogEdge", "WorkspaceConnection", "WorkspaceEdge",

	"ExportConnection", "ExportEdge", "ExportCreatePayload",

	"Session", "SessionConnection", "SessionEdge", "StandupDay", "StandupDayRow", "StandupDayRowConnection", "StandupDayRowEdge",
	"FeedTokenCreatePayload", "MemberUpdatePayload", "PasswordChangePayload", "SessionRevokePayload", "SessionRevokeAllPayload", "SlackTrackingSetPayload",

	"ActivityCompensatePayload", "ActivityRecordPayload", "ApiTokenCreatePayload", "ApiTokenRevokePayload", "BlockerEscalatePayload", "BlockerOpenPayload",
	"BlockerReopenPayload", "BlockerResolvePayload", "BlockerUpdatePayload", "CommentAddPayload", "EscalationAcknowledgePayload",
	"EscalationPolicySetPayload", "MemberInvitePayload", "MemberManagerSetPayload", "MemberRemovePayload", "MemberRoleSetPayload", "NotificationReadPayload",
	"ProjectArchivePayload", "ProjectUpsertPayload", "SprintCompletePayload", "SprintUpsertPayload", "StandupDeletePayload",
	"StandupInferPayload", "StandupParseResultSetPayload", "StandupSubmitPayload", "TaskUpsertPayload", "TeamUpsertPayload",
	"TimeEntriesImportPayload", "TimeEntryCreatePayload", "TimeEntryDeletePayload", "TimeEntryUpdatePayload", "TimerDiscardPayload",
	"TimerIdleReportPayload", "TimerStartPayload", "TimerStopPayload", "TimerUpdatePayload", "WorkLogAppendPayload", "WorkLogCorrectPayload",
	"WorkspaceCreatePayload", "WorkspaceSettingsUpdatePayload",
}

// refinement is a cell that a row's note decides, or that the row's other words leave no other way to read.
type refinement struct {
	rule string
	col  column
	code code
	why  string
}

var refinements = []refinement{
	{"Today.date", svc, nowhere, "Viewer.today is E for services: nothing below it is reached"},
	{"Today.standup", svc, nowhere, "Viewer.today is E for services: nothing below it is reached"},
	{"Today.timer", svc, nowhere, "Viewer.today is E for services: nothing below it is reached"},
	{"Today.trackedSeconds", svc, nowhere, "Viewer.today is E for services: nothing below it is reached"},
	{"Today.openBlockers", svc, nowhere, "Viewer.today is E for services: nothing below it is reached"},
	{"Workspace.standups(filter.memberIds: other)", self, forbidden, "as a list that mixes oneself with others"},
	{"Workspace.workLogs(filter.memberIds: other)", self, forbidden, "as a list that mixes oneself with others"},
	{"Workspace.timeEntries(filter.memberIds: other)", self, forbidden, "as a list that mixes oneself with others"},
	{"Workspace.blockers(filter.memberIds: other)", self, forbidden, "as a list that mixes oneself with others"},
	{"Workspace.activities(filter.actorIds: other)", self, forbidden, "as a list that mixes oneself with others"},
	{"Subscription.trackingStream(memberId: other)", self, forbidden, "naming another, as everyone does here"},
	{"Mutation.memberRemove", self, allowed, "the note: SELF may leave"},
	{"Mutation.exportCreate(own data)", mate, allowed, "the input names no person: what one exports is always one's own"},
	{"Mutation.exportCreate(own data)", mgr, allowed, "the input names no person: what one exports is always one's own"},
	{"Mutation.exportCreate(own data)", admin, allowed, "the input names no person: what one exports is always one's own"},
	{"Mutation.apiTokenCreate", mate, refused, "the input names no person: what is left to refuse is a service token"},
	{"Mutation.apiTokenCreate", mgr, refused, "the input names no person: what is left to refuse is a service token"},
}

func (m *matrix) refine() {
	for _, r := range refinements {
		if rule := m.rules[r.rule]; rule != nil {
			rule.codes[r.col] = r.code
		}
	}
}

// entryScoped are rules whose scope is asked for where the thing is looked up or listed; what a row that was reached
// already points to comes with it, as do those parts of a tracking row that are not guarded for whom its writer gets it back.
var entryScoped = []string{
	"Member.id", "Member.actor", "Member.role", "Member.team", "Member.manager", "Member.managementChain", "Member.timeZone", "Member.joinedAt",
	"TimeEntry.id", "TimeEntry.member", "TimeEntry.task", "TimeEntry.project", "TimeEntry.spentOn", "TimeEntry.billable",
	"TimeEntry.createdAt", "TimeEntry.updatedAt", "TimeEntry.version", "TimeEntry.viewerCanEdit",
}

const streamed = "comes as things happen: TestMatrix/streams"

const writes = "writes at each call: TestMatrix/mutations"

// elsewhere are fields that lead to a type and have no way here, and what looks at them instead.
var elsewhere = map[string]string{
	"Subscription.trackingStream":     streamed,
	"Subscription.metricsStream":      streamed,
	"Subscription.notificationStream": streamed,

	"Mutation.standupSubmit":         writes,
	"Mutation.standupParseResultSet": writes,
	"Mutation.workLogAppend":         writes,
	"Mutation.workLogCorrect":        writes,
	"Mutation.timeEntryCreate":       writes,
	"Mutation.timerStart":            writes,
	"Mutation.timerUpdate":           writes,
	"Mutation.timerStop":             writes,
	"Mutation.blockerOpen":           writes,
	"Mutation.blockerResolve":        writes,
	"Mutation.blockerReopen":         writes,
	"Mutation.blockerEscalate":       writes,
	"Mutation.commentAdd":            writes,
	"Mutation.activityCompensate":    writes,
	"Mutation.activityRecord":        writes,
	"Mutation.workspaceCreate":       writes,
	"Mutation.memberInvite":          writes,
	"Mutation.memberRemove":          writes,
	"Mutation.apiTokenCreate":        writes,
	"Mutation.exportCreate":          writes,
}
