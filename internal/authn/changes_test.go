package authn_test

import (
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"

	"github.com/google/uuid"
)

// credential is one that is watched, and how it is read anew.
type credential struct {
	holder *authz.Holder
	read   func() (*authz.Viewer, error)
}

// hold watches a person's session and the tokens.
func hold(t *testing.T, a *apptest.App, p *apptest.Person, tokens ...*apptest.Token) map[string]credential {
	t.Helper()
	all := map[string]credential{"the session": {authz.NewHolder(p.Viewer(t)), func() (*authz.Viewer, error) { return a.Authn.Session(t.Context(), p.Secret) }}}
	for _, k := range tokens {
		all[k.Name] = credential{authz.NewHolder(k.Viewer(t)), func() (*authz.Viewer, error) { return a.Authn.Token(t.Context(), k.Secret) }}
	}
	for _, c := range all {
		t.Cleanup(a.Authn.Watch(c.holder))
	}
	return all
}

// holdFeeds watches a feed token made by the session, and one made by the personal token.
func holdFeeds(t *testing.T, a *apptest.App, w *apptest.Workspace, p *apptest.Person, token *apptest.Token, all map[string]credential) {
	t.Helper()
	for name, by := range map[string]apptest.Caller{"the session's feed token": p, "the token's feed token": token} {
		secret := string(w.Feed(t, by))
		read := func() (*authz.Viewer, error) { return a.Authn.Token(t.Context(), secret) }
		v, err := read()
		if err != nil {
			t.Fatal(err)
		}
		all[name] = credential{authz.NewHolder(v), read}
		t.Cleanup(a.Authn.Watch(all[name].holder))
	}
}

// wantHeld compares what is held with what a reading gives, and tells whether that has changed.
func wantHeld(t *testing.T, after string, before map[string]*authz.Viewer, all map[string]credential) (changed bool) {
	t.Helper()
	for name, c := range all {
		want, err := c.read()
		if err != nil && !fault.Is(err, fault.Unauthenticated) {
			t.Fatal(err)
		}
		if got := c.holder.Viewer(); !got.Same(want) {
			t.Errorf("after a change of %s %s is held as\n%+v and read as\n%+v", after, name, got, want)
		}
		changed = changed || !before[name].Same(want)
	}
	return changed
}

func catchUp(t *testing.T, a *apptest.App) {
	t.Helper()
	if err := a.Authn.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, a *apptest.App, sql string, args ...any) {
	t.Helper()
	if _, err := a.DB.NewRaw(sql, args...).Exec(t.Context()); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// Whatever column changes of the tables that rights are read from, the holders have what a reading gives. A column that comes
// to matter and whose changes are not noted fails here.
func TestHoldersFollowEveryColumn(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	rows := map[string]string{"accounts": "id = ?0", "sessions": "account_id = ?0", "members": "workspace_id = ?1 and account_id = ?0",
		"api_tokens": "workspace_id = ?1", "project_members": "workspace_id = ?1", "feed_tokens": "workspace_id = ?1"}
	values := map[string]string{"text": "'x' || %", "integer": "% + 1", "ARRAY": "'{}'", "bytea": "decode('00', 'hex') || %",
		"timestamp with time zone": "coalesce(%, clock_timestamp()) - interval '31 days'", "uuid": "null",
		"members.role": "'admin'", "members.account_id": "gen_random_uuid()", "api_tokens.scopes": "'{activity:read,work:read}'",
		"project_members.project_id": "(select p.id from projects p where p.workspace_id = ?1 and p.id <> project_members.project_id)"}
	var columns []struct{ Table, Column, Type string }
	err := a.DB.NewRaw(`select table_name as "table", column_name as "column", data_type as type from information_schema.columns
		where table_schema = current_schema and table_name in (?)`, postgres.In([]string{"accounts", "sessions", "members", "api_tokens", "project_members", "feed_tokens"})).Scan(t.Context(), &columns)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, c := range columns {
		name := c.Table + "." + c.Column
		if c.Column == "token_hash" {
			continue // it finds the credential, and says nothing of it
		}
		w := a.Workspace(t)
		p := w.Member(t)
		w.Restricted(t, p)
		w.Project(t)
		own := w.Personal(t, p)
		all := hold(t, a, p, own, w.Service(t, authz.ActivityRead))
		holdFeeds(t, a, w, p, own, all)
		catchUp(t, a)
		before := map[string]*authz.Viewer{}
		for name, c := range all {
			before[name] = c.holder.Viewer()
		}
		value := values[name]
		if value == "" {
			value = values[c.Type]
		}
		sql := "update " + c.Table + " set " + c.Column + " = " + strings.ReplaceAll(value, "%", c.Column) + " where " + rows[c.Table]
		if _, err := a.DB.NewRaw(sql, p.AccountID, w.ID).Exec(t.Context()); err != nil {
			if !strings.Contains(err.Error(), "constraint") {
				t.Fatalf("%s: %v", sql, err)
			}
			continue
		}
		catchUp(t, a)
		told[name] = wantHeld(t, name, before, all)
	}
	for _, name := range []string{"accounts.display_name", "accounts.email", "accounts.time_zone", "accounts.workspace_ids", "sessions.expires_at",
		"sessions.revoked_at", "members.role", "members.removed_at", "members.joined_at", "members.account_id", "api_tokens.name", "api_tokens.scopes",
		"api_tokens.expires_at", "api_tokens.revoked_at", "project_members.project_id", "feed_tokens.expires_at"} {
		if !told[name] {
			t.Errorf("a change of %s made no difference: this test tries nothing", name)
		}
	}
}

// Rows that come and go count like those that change.
func TestHoldersFollowRowsThatComeAndGo(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for name, change := range map[string]func(w, other *apptest.Workspace, p *apptest.Person){
		"a removal from a project": func(w, _ *apptest.Workspace, _ *apptest.Person) {
			run(t, a, "delete from project_members where workspace_id = ?", w.ID)
		},
		"a new project": func(w, _ *apptest.Workspace, p *apptest.Person) { w.Restricted(t, p) },
		"a new workspace": func(_, other *apptest.Workspace, p *apptest.Person) {
			run(t, a, `insert into members (workspace_id, id, account_id, display_name, role, time_zone) values (?, ?, ?, 'x', 'member', 'UTC')`,
				other.ID, uuid.New(), p.AccountID)
		},
		"the end of the session": func(_, _ *apptest.Workspace, p *apptest.Person) {
			run(t, a, "delete from sessions where id = ?", p.Session)
		},
		"the end of tokens": func(w, _ *apptest.Workspace, _ *apptest.Person) {
			run(t, a, "delete from feed_tokens where workspace_id = ?", w.ID)
			run(t, a, "delete from api_tokens where workspace_id = ?", w.ID)
		},
		"the end of an account": func(_, _ *apptest.Workspace, p *apptest.Person) {
			run(t, a, "delete from sessions where id = ?", p.Session)
			run(t, a, "delete from accounts where id = ?", p.AccountID)
		},
	} {
		w, other := a.Workspace(t), a.Workspace(t)
		p := w.Member(t)
		w.Restricted(t, p)
		run(t, a, "update accounts set workspace_ids = workspace_ids || ?::uuid where id = ?", other.ID, p.AccountID)
		own := w.Personal(t, p)
		all := hold(t, a, p, own, w.Service(t, authz.ActivityRead))
		holdFeeds(t, a, w, p, own, all)
		catchUp(t, a)
		before := map[string]*authz.Viewer{}
		for name, c := range all {
			before[name] = c.holder.Viewer()
		}
		change(w, other, p)
		catchUp(t, a)
		if !wantHeld(t, name, before, all) {
			t.Errorf("%s made no difference", name)
		}
	}
}

// While nothing changes, many credentials cost one statement; when something does, those that it concerns are read.
func TestALookCostsOneStatementWhateverIsWatched(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	var people []*apptest.Person
	for range 20 {
		p := w.Member(t)
		hold(t, a, p, w.Personal(t, p))
		people = append(people, p)
	}
	look := func() int64 {
		ctx, statements := postgres.CountStatements(t.Context())
		if err := a.Authn.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		return statements.Load()
	}
	if n := look(); n != 3 {
		t.Errorf("the first look took %d statements, want 3", n)
	}
	if n := look(); n != 1 {
		t.Errorf("a look at nothing took %d statements, want 1", n)
	}
	run(t, a, "update api_tokens set last_used_at = clock_timestamp() - interval '1 day' where workspace_id = ?", w.ID)
	run(t, a, "update members set version = version + 1, role = role where workspace_id = ?", w.ID)
	if n := look(); n != 1 {
		t.Errorf("a look at what makes no difference took %d statements, want 1", n)
	}
	run(t, a, "update sessions set revoked_at = clock_timestamp() where id = ?", people[0].Session)
	if n := look(); n != 2 {
		t.Errorf("a look at one session took %d statements, want 2", n)
	}
}

// What was begun before a look and is committed after it is seen by the next one.
func TestAChangeThatIsCommittedLateIsSeen(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	early, late := w.Member(t), w.Member(t)
	first, second := hold(t, a, early)["the session"].holder, hold(t, a, late)["the session"].holder
	catchUp(t, a)
	tx, err := a.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // it is committed
	if _, err := tx.NewRaw("update members set role = 'admin' where workspace_id = ? and id = ?", w.ID, early.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	run(t, a, "update members set role = 'admin' where workspace_id = ? and id = ?", w.ID, late.ID)
	catchUp(t, a)
	if first.Viewer().IsAdmin(w.ID) || !second.Viewer().IsAdmin(w.ID) {
		t.Error("what is not committed is seen, or what is committed is not")
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	catchUp(t, a)
	if !first.Viewer().IsAdmin(w.ID) {
		t.Error("what was committed late was not seen")
	}
}

// A look that cannot begin where the one before it ended reads everything.
func TestALookThatLostSightReadsEverything(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	for name, lose := range map[string]func(){
		"too long ago":        func() { a.Authn.LookedBefore(31 * time.Second) },
		"the clock went back": func() { a.Authn.LookedBefore(-time.Second) },
		"a look failed": func() {
			a.AsOwner(t, "alter table rights_changes rename to away")
			if err := a.Authn.CatchUp(t.Context()); err == nil {
				t.Error("there is nothing to look at, and no error")
			}
			a.AsOwner(t, "alter table away rename to rights_changes")
		},
	} {
		w := a.Workspace(t)
		h := hold(t, a, w.Owner)["the session"].holder
		catchUp(t, a)
		run(t, a, "update sessions set revoked_at = clock_timestamp() where id = ?", w.Owner.Session)
		run(t, a, "delete from rights_changes") // as if it had been of no use any more
		lose()
		catchUp(t, a)
		if h.Viewer() != nil {
			t.Errorf("%s: the session is still good", name)
		}
	}
}

// Changes are removed when no look can need them any more, and not before.
func TestOldChangesAreRemoved(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	p := a.Workspace(t).Member(t)
	count := func() (n int) {
		if err := a.DB.NewRaw("select count(*) from rights_changes").Scan(t.Context(), &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	run(t, a, "update sessions set revoked_at = clock_timestamp() where id = ?", p.Session)
	before := count()
	forget := a.Authn.Forget(t)
	run(t, a, "update sessions set revoked_at = null where id = ?", p.Session)
	if before == 0 || count() != before+1 {
		t.Fatalf("%d changes were noted, then %d", before, count())
	}
	forget(t.Context())
	if n := count(); n != 1 {
		t.Errorf("%d changes are left, want the one after the moment", n)
	}
}

// A credential ends when its time has come, without asking the database.
func TestExpiryNeedsNoDatabase(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	p := w.Member(t)
	session := authz.NewHolder(p.Viewer(t))
	lasting := authz.NewHolder(w.Personal(t, p).Viewer(t))
	for _, h := range []*authz.Holder{session, lasting} {
		defer a.Authn.Watch(h)()
	}
	at := session.Viewer().ExpiresAt
	a.Authn.Expire(at.Add(-time.Nanosecond))
	if session.Viewer() == nil {
		t.Error("it ended too early")
	}
	a.Authn.Expire(at)
	if session.Viewer() != nil || lasting.Viewer() == nil {
		t.Error("its time has come and it is still good, or another one ended with it")
	}
}
