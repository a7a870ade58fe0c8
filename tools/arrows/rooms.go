package main

// groups are rooms with the same rights, named with an "@". A room may be in several.
var groups = map[string][]string{
	// A domain room holds another's id, not its service.
	"@domain": {"internal/account", "internal/apitoken", "internal/blocker", "internal/comment", "internal/export", "internal/external", "internal/member", "internal/metrics", "internal/notification", "internal/project", "internal/session", "internal/slack", "internal/sprint", "internal/standup",
		"internal/task", "internal/team", "internal/timeentry", "internal/timer", "internal/worklog", "internal/workspace"},

	// Values and pure functions that everyone shares.
	"@values": {"internal/authz", "internal/check", "internal/crash", "internal/day", "internal/fault", "internal/gather", "internal/id", "internal/page", "internal/patch"},

	// The GraphQL contract; everything that knows gqlgen.
	"@contract": {"graph", "graph/generated", "graph/loader", "graph/model", "internal/scalar"},

	// How requests come in. It knows GraphQL, and nothing of the domain.
	"@transport": {"internal/transport", "internal/transport/coded", "internal/transport/limit"},
	"@toy":       {"internal/transport/internal/toy", "internal/transport/internal/toy/cmd"},

	// For tests only: they see everything, and nothing but they sees them.
	"@testing": {"graph/matrixtest", "graph/streamtest", "internal/apptest", "internal/browser", "internal/chaos", "internal/day/daytest", "internal/postgres/postgrestest", "internal/relay/natstest"},

	"@tools": {"tools/arrows", "tools/parserreport", "tools/schemalint"},
}

// arrows is the plan of the house: what the code of a room (not its tests) may import of ours. They point one way,
//
//	main -> cli -> app -> graph -> domain rooms -> activity -> postgres -> values
//
// and every package stands here or in a group. A new arrow is a decision: say in the commit why it is needed.
var arrows = map[string][]string{
	"":                {"internal/cli"}, // main.go
	"internal/cli":    {"internal/app", "internal/config", "internal/demo", "internal/founding", "internal/intake", "internal/server", "internal/authn", "internal/relay", "internal/postgres", "internal/postgres/private", "internal/transport/limit", "internal/activity", "@domain", "@values"},
	"internal/app":    {"internal/download", "graph", "graph/loader", "graph/model", "@transport", "internal/authn", "internal/feed", "internal/relay", "internal/schedule", "internal/postgres", "internal/secret", "internal/activity", "@domain", "@values"},
	"internal/demo":   {"internal/app", "internal/authn", "internal/postgres", "internal/activity", "@domain", "@values"},
	"internal/intake": {"internal/standuptext", "internal/timesheet", "internal/activity", "@domain", "@values"},
	"internal/server": {"web", "internal/transport", "internal/authn", "internal/founding", "internal/activity", "@values"},
	"internal/config": nil,
	"web":             nil,

	"internal/founding": {"internal/authn", "@domain", "@values"}, // a workspace, and an owner with a password
	"internal/download": {"internal/authn", "internal/export", "@values"},

	"graph":           {"graph/generated", "graph/loader", "graph/model", "@transport", "internal/authn", "internal/fanout", "internal/feed", "internal/activity", "@domain", "@values"},
	"graph/generated": {"graph/model", "internal/scalar", "internal/activity", "@domain", "@values"},
	"graph/loader":    {"internal/activity", "@domain", "@values"},
	"graph/model":     {"internal/activity", "@domain", "@values"},
	"internal/scalar": {"internal/fault"},

	"@transport":               {"internal/fault"},
	"internal/transport":       {"internal/transport/coded"},
	"internal/transport/limit": {"internal/transport/coded"},
	"@toy":                     {"@toy", "@transport", "internal/fault", "internal/scalar"}, // what transport is tried out on

	"@domain":               {"internal/activity", "internal/postgres", "@values"},
	"internal/member":       {"internal/account", "internal/apitoken"}, // who leaves, loses their tokens
	"internal/slack":        {"internal/member"},
	"internal/standup":      {"internal/member", "internal/slack", "internal/standuptext", "internal/task"}, // what comes from Slack needs consent
	"internal/task":         {"internal/member", "internal/project"},
	"internal/team":         {"internal/member"},
	"internal/workspace":    {"internal/account", "internal/member"}, // whose owner may sign in
	"internal/external":     {"internal/member", "internal/project"},
	"internal/export":       {"internal/apitoken", "internal/blocker", "internal/member", "internal/project", "internal/standup", "internal/task", "internal/timeentry", "internal/worklog", "internal/workspace"}, // it writes their rows out
	"internal/notification": nil,
	"internal/worklog":      {"internal/member", "internal/project"},
	"internal/timeentry":    {"internal/member", "internal/project", "internal/task", "internal/workspace"},
	"internal/timer":        {"internal/member", "internal/task", "internal/timeentry", "internal/workspace"}, // a timer ends in an entry
	"internal/blocker":      {"internal/member", "internal/notification", "internal/project", "internal/standup", "internal/task"},
	"internal/comment":      {"internal/blocker", "internal/member", "internal/project", "internal/sprint", "internal/standup", "internal/task", "internal/timeentry", "internal/worklog", "internal/workspace"}, // whoever sees an entity may comment on it
	"internal/metrics":      {"internal/member", "internal/project", "internal/sprint", "internal/standup", "internal/task", "internal/team", "internal/timeentry", "internal/workspace"},

	"internal/schedule": {"internal/activity", "@domain"}, // the table of jobs
	"internal/authn":    {"internal/account", "internal/apitoken", "internal/session", "internal/activity", "internal/postgres", "@values"},
	"internal/fanout":   {"internal/transport", "internal/crash"}, // one answer to many receivers
	"internal/feed":     {"internal/activity", "internal/postgres", "@values"},
	"internal/relay":    {"internal/feed", "internal/activity", "@values"}, // carries what the feed is woken by
	"internal/activity": {"internal/postgres", "@values"},

	"internal/postgres":         {"migrations", "internal/fault", "internal/page"},
	"internal/postgres/private": nil,
	"internal/secret":           nil,
	"migrations":                nil,

	"internal/authz":       {"internal/fault"},
	"internal/day":         {"internal/fault"},
	"internal/id":          {"internal/fault"},
	"internal/page":        {"internal/fault"},
	"internal/standuptext": nil,
	"internal/timesheet":   {"internal/day"},

	"@testing":           {"*"},
	"tools/parserreport": {"internal/standuptext"},
}

// libraries says who alone imports what is not ours, by the beginning of the path. Libraries that are not listed are free.
var libraries = map[string][]string{
	"github.com/99designs/gqlgen":         {"@contract", "@transport", "@toy", "@testing"},
	"github.com/vektah/gqlparser":         {"@contract", "@transport", "@toy", "@testing", "tools/schemalint"},
	"github.com/vikstrous/dataloadgen":    {"graph/loader"},
	"github.com/coder/websocket":          {"internal/transport", "@testing"},
	"github.com/uptrace/bun":              {"@domain", "internal/activity", "internal/authn", "internal/feed", "internal/relay", "internal/postgres", "internal/secret", "internal/intake", "internal/demo", "internal/app", "internal/cli", "internal/founding", "internal/schedule", "@testing"},
	"github.com/jackc/pgx":                {"internal/postgres", "internal/postgres/private", "internal/feed", "internal/schedule", "internal/cli", "@testing"},
	"github.com/go-co-op/gocron":          {"internal/schedule"},
	"github.com/pressly/goose":            {"internal/postgres"},
	"github.com/alecthomas/kong":          {"internal/cli"},
	"github.com/prometheus/client_golang": {"internal/app", "internal/relay", "internal/schedule", "internal/server"},
	"github.com/nats-io/nats.go":          {"internal/relay", "@testing"},
	"github.com/nats-io/nats-server":      {"@testing"},
	"testing":                             {"@testing"},
}
