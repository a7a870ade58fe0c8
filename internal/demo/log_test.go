package demo

import (
	"testing"
)

func TestSeededLogIsWhole(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	for _, test := range []struct{ name, sql string }{
		{"numbers have gaps", "select count(*)::text from activities having min(seq) <> 1 or max(seq) <> count(*)"},
		{"the head is elsewhere", "select seq::text from workspace_heads where seq <> (select max(seq) from activities)"},
		{"times go back", `select title from (select title, occurred_at < lag(occurred_at) over (order by seq) as back from activities) a where back`},
		{"actors are missing", "select title from activities where actor_id is not null and actor_id not in (select id from members)"},
		{"subjects are missing", "select title from activities where subject_id is not null and subject_id not in (select id from members)"},
		{"projects are missing", "select title from activities where project_id is not null and project_id not in (select id from projects)"},
		{"entities are missing", `select title from activities a where not case entity_type
			when 'task' then exists (select from tasks where id = entity_id and project_id = a.project_id)
			when 'project' then exists (select from projects where id = entity_id)
			when 'sprint' then exists (select from sprints where id = entity_id)
			when 'standup' then exists (select from standups where id = entity_id and member_id = a.subject_id)
			when 'user' then exists (select from members where id = entity_id and id = a.subject_id)
			when 'workspace' then exists (select from workspaces where id = entity_id)
			when 'work_log' then exists (select from work_logs where id = entity_id and member_id = a.subject_id)
			when 'time_entry' then exists (select from time_entries where id = entity_id and member_id = a.subject_id)
			when 'timer' then exists (select from timers where id = entity_id and member_id = a.subject_id)
			when 'blocker' then exists (select from blockers where id = entity_id and member_id = a.subject_id)
			else false end`},
		{"rows are not told of", `select r.id::text from (select id from tasks union all select id from projects union all select id from sprints
			union all select id from standups union all select id from time_entries where origin = 'manual' union all select id from blockers
			union all select id from work_logs where corrects_id is null) r
			left join (select entity_id, count(*) from activities where action in ('created', 'inferred') group by entity_id) a on a.entity_id = r.id
			where a.count is distinct from 1`},
		{"timers are not told of", `select id::text from timers
			left join (select entity_id, array_agg(action order by seq) as told from activities group by entity_id) a on a.entity_id = id
			where told is distinct from array['started', 'stopped']`},
		{"what a timer became is told as somebody's entry", `select title from activities where action = 'created'
			and entity_id in (select id from time_entries where origin = 'timer')`},
		{"comments are not those that the log tells of", `select c.activity_id::text from comments c full join activities a on a.id = c.activity_id and a.action = 'commented'
			where (c.activity_id is not null or a.action = 'commented') and (c.activity_id is null or a.id is null or c.created_at <> a.occurred_at)`},
		{"what the log says of texts", "select title from activities where content is not null"},
		{"inferred standups are told as somebody's", `select s.date::text from standups s join activities a on a.entity_id = s.id
			where a.action = 'inferred' and a.actor_kind <> 'system'`},
		{"tracking is told as somebody else's", `select title from activities
			where entity_type in ('standup', 'work_log', 'time_entry', 'timer', 'blocker')
			and (visibility <> 'subject' or project_id is not null or actor_id <> subject_id and metadata->>'acknowledged' is null)`},
		{"analyses without a score or with one too many", "select id::text from standups where (sentiment_status = 'scored') <> (parsed_tasks is not null)"},
		{"null in JSON", "select id::text from standups where parsed_tasks = 'null' or parsed_blockers = 'null'"},
		{"null in JSON of the log", "select title from activities where changes = 'null' or metadata = 'null'"},
		{"a parsed task is missing", `select s.id::text from standups s, jsonb_array_elements(s.parsed_tasks) t
			where not exists (select from tasks where id = (t->>'taskId')::uuid)`},
		{"ids are of another version", `select id::text from (select id from tasks union all select id from standups union all select id from activities
			union all select id from members union all select id from accounts union all select id from work_logs union all select id from time_entries
			union all select id from timers union all select id from blockers union all select id from escalations) r where id::text !~ '^.{14}7.{4}[89ab]'`},
		{"origins of long ago", "select seq::text from activity_origins where created_at < '2026-07-29 11:30Z'::timestamptz - interval '90 days'"},
		{"a task's number was not counted", `select p.key from projects p where last_task <> (select count(*) from tasks t where t.project_id = p.id)
			or last_task <> (select max(number) from tasks t where t.project_id = p.id)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var wrong []string
			if err := db.NewRaw(test.sql).Scan(t.Context(), &wrong); err != nil {
				t.Fatal(err)
			}
			if len(wrong) > 0 {
				t.Error(wrong)
			}
		})
	}
}
