package apptest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/postgres/postgrestest"
)

// Snapshot is a digest of each table of data: two are equal when nothing was written in between. Notes of whose rights changed
// are no data: triggers write them, and the server removes them by itself.
func (a *App) Snapshot(t testing.TB) map[string]string {
	t.Helper()
	var names []string
	err := a.DB.NewRaw("select tablename from pg_tables where schemaname = current_schema and tablename not in ('goose_db_version', 'rights_changes')").Scan(t.Context(), &names)
	if err != nil {
		t.Fatalf("listing the tables: %v", err)
	}
	out := make(map[string]string, len(names))
	for _, name := range names {
		var digest string
		row := "r::text"
		switch name { // the use of a credential is noted whenever it is looked at
		case "api_tokens":
			row = "(to_jsonb(r) - 'last_used_at')::text"
		case "sessions":
			row = "(to_jsonb(r) - '{last_seen_at,ip_address,user_agent}'::text[])::text"
		}
		q := `select md5(coalesce(string_agg(` + row + `, ';' order by ` + row + `), '')) || ' ' || count(*) from "` + name + `" r`
		if err := a.DB.NewRaw(q).Scan(t.Context(), &digest); err != nil {
			t.Fatalf("reading the table %s: %v", name, err)
		}
		out[name] = digest
	}
	return out
}

// AsOwner runs SQL as the owner of the tables.
func (a *App) AsOwner(t testing.TB, sql string) {
	t.Helper()
	postgrestest.AsOwner(t, a.Database, sql)
}

var sealer = func() *page.Sealer {
	s, err := page.NewSealer([]byte("the key of all tests, 32 bytes.."))
	if err != nil {
		panic(err)
	}
	return s
}()

// Seal binds the cursors of a list in a test.
func Seal(parts ...any) page.Seal { return sealer.Bind(parts...) }

// Fetch reads one page of a list.
type Fetch[T any] func(page.Args) (*page.Connection[T], error)

// Forwards walks a list from its beginning in pages of the size; after each page but the last it calls between, which may
// be nil. It checks what the pages say of their surroundings.
func Forwards[T any](t testing.TB, size int, fetch Fetch[T], between func()) []T {
	t.Helper()
	var all []T
	args := page.Args{First: &size}
	for n := 0; ; n++ {
		c := read(t, fetch, args)
		info := c.PageInfo()
		if info.HasPreviousPage != (n > 0) {
			t.Errorf("page %d: hasPreviousPage is %v", n, info.HasPreviousPage)
		}
		if len(c.Nodes()) > size {
			t.Fatalf("page %d has %d rows, %d were asked for", n, len(c.Nodes()), size)
		}
		all = append(all, c.Nodes()...)
		if !info.HasNextPage {
			return all
		}
		if n > 1000 || len(c.Nodes()) == 0 {
			t.Fatal("the list has no end")
		}
		args.After = info.EndCursor
		if between != nil {
			between()
		}
	}
}

// Backwards walks a list from its end in pages of the size and gives it in the list's own order.
func Backwards[T any](t testing.TB, size int, fetch Fetch[T]) []T {
	t.Helper()
	var all []T
	args := page.Args{Last: &size}
	for n := 0; ; n++ {
		c := read(t, fetch, args)
		info := c.PageInfo()
		if info.HasNextPage != (n > 0) {
			t.Errorf("page %d: hasNextPage is %v", n, info.HasNextPage)
		}
		all = append(slices.Clone(c.Nodes()), all...)
		if !info.HasPreviousPage {
			return all
		}
		if n > 1000 || len(c.Nodes()) == 0 {
			t.Fatal("the list has no beginning")
		}
		args.Before = info.StartCursor
	}
}

func read[T any](t testing.TB, fetch Fetch[T], args page.Args) *page.Connection[T] {
	t.Helper()
	c, err := fetch(args)
	if err != nil {
		t.Fatalf("reading a page: %v", err)
	}
	return c
}

// WantCode checks that the error carries the code.
func WantCode(t testing.TB, err error, code fault.Code) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("the error is %v, want %s", err, code)
	}
}

// WantRejection checks that the error is a rejection with the code at the dotted field; an empty field is the whole input.
func WantRejection(t testing.TB, err error, code check.Code, field string) {
	t.Helper()
	var r *check.Rejection
	if !errors.As(err, &r) {
		t.Errorf("the error is %v, want a rejection %s at %q", err, code, field)
		return
	}
	for _, e := range r.Errors {
		if e.Code == code && strings.Join(e.Field, ".") == field {
			return
		}
	}
	t.Errorf("the rejection is %v, want %s at %q", r, code, field)
}
