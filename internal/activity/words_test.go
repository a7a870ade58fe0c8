package activity_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"pgregory.net/rapid"
)

// sqlWords asks the database for the words of each text.
func sqlWords(t apptestTB, a *apptest.App, texts []string) [][]string {
	t.Helper()
	var rows []struct {
		Words []string `bun:",array"`
	}
	err := a.DB.NewRaw("select tsvector_to_array(daybook_words(null, one)) as words from unnest(?::text[]) with ordinality as x (one, n) order by n",
		pgdialect.Array(texts)).Scan(context.Background(), &rows)
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = r.Words
	}
	return out
}

// apptestTB is what a test and a rapid check have in common.
type apptestTB interface {
	Helper()
	Fatal(args ...any)
}

func goWords(text string) []string {
	words := activity.Words(text)
	slices.Sort(words)
	return slices.Compact(words)
}

// R10: what a word is, PostgreSQL and Go say alike of every character there is.
func TestWordsAgreeWithSQL(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	var texts []string
	for r := rune(1); r < 0x20000; r++ {
		if r < 0xd800 || r > 0xdfff {
			texts = append(texts, "a"+string(r)+"b")
		}
	}
	for chunk := range slices.Chunk(texts, 10_000) {
		for i, got := range sqlWords(t, a, chunk) {
			if want := goWords(chunk[i]); !slices.Equal(sorted(got), want) {
				t.Errorf("%+q: in SQL %q, in Go %q", chunk[i], got, want)
			}
		}
	}
}

func sorted(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return out
}

// hostile are pieces of texts that queries of words could stumble over.
var hostile = []string{"log", "Login", "WEB-12", "ÄRGER", "ärger", "straße", "STRASSE", "İstanbul", "СТАТУС", "статус", "Σίσυφος", "東京", "🚀", "x̂",
	"'", `\`, "&", "|", "!", "(", ")", ":*", "<->", "''", `\'`, "%", "_", "$1", "?", "?0", ";--", "\t", "\n", "\u00a0", "\u200b", "０", "12", "the", "a",
	strings.Repeat("long", 40), strings.Repeat("ü", 120)}

func hostileText(t *rapid.T, name string) string {
	parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(hostile), rapid.SampledFrom([]string{" ", "-"}), rapid.StringN(0, 5, -1)), 0, 8).Draw(t, name)
	return strings.ReplaceAll(strings.ToValidUTF8(strings.Join(parts, ""), ""), "\x00", "")
}

// R10: a filter by words means the same for lists, their counts and streams, whatever was written.
func TestFilterByWordsAgreesWithSQL(t *testing.T) {
	t.Parallel()
	b := newScopeBench(t)
	v := b.viewers["owner"]
	rapid.Check(t, func(t *rapid.T) {
		name, title := hostileText(t, "name"), hostileText(t, "title")
		_, err := b.app.Log.Do(background(), b.w.ID, activity.BySystem, func(context.Context, bun.Tx) (*activity.Entry, error) {
			return &activity.Entry{Action: activity.Other, EntityType: activity.System, EntityID: b.w.ID, Visibility: activity.ToWorkspace,
				SubjectName: name, Title: title}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := activity.After(background(), b.app.DB, b.w.ID, b.all[len(b.all)-1].Seq, 1)
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		b.all = append(b.all, rows...)
		if got := sqlWords(t, b.app, []string{name + " " + title}); !slices.Equal(sorted(got[0]), goWords(name+" "+title)) {
			t.Fatalf("in SQL %q, in Go %q", got[0], goWords(name+" "+title))
		}
		asked := hostileText(t, "asked")
		if rapid.Bool().Draw(t, "a part of it") {
			whole := []rune(title + " " + name)
			from := rapid.IntRange(0, len(whole)-1).Draw(t, "from")
			asked = string(whole[from:rapid.IntRange(from, len(whole)).Draw(t, "to")])
		}
		f := activity.Filter{Words: activity.Words(asked)}
		b.agree(t, v, activity.Timeline{}, f, f.Matches)
	})
}

// Words in any order and case; the last may be the beginning of one, others may not.
func TestListByWords(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	w.Comment(t, w.Owner, w.Project(t).NodeID(), "Unmistakable")
	_, err := a.Log.Do(t.Context(), w.ID, activity.BySystem, func(context.Context, bun.Tx) (*activity.Entry, error) {
		return &activity.Entry{Action: activity.Other, EntityType: activity.Task, EntityID: uuid.New(), Visibility: activity.ToWorkspace,
			SubjectName: "WEB-12 Fix the Login page", Title: "changed the status of WEB-12"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, found := range map[string]bool{
		"login": true, "page LOGIN": true, "login pag": true, "status page": true, "web 12": true, "WEB-12": true, "WEB-1": true, "1": true,
		"log page": false, "logins": false, "ogin": false, "web 13": false, "login & !page": true, "login | nothing": false,
		"Unmistakable": false, w.Owner.DisplayName: false,
	} {
		c, err := a.Activities.List(t.Context(), w.Owner.Viewer(t), w.ID, activity.Timeline{}, activity.Filter{Words: activity.Words(text)}, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(c.Nodes()) > 0; got != found {
			t.Errorf("%q: found %v, want %v", text, got, found)
		}
	}
	answer := a.Post(t, w.Owner, `query ($w: ID!) { workspace(id: $w) { activities(filter: {text: "&!'"}) { nodes { id } } } }`, map[string]any{"w": w.NodeID().String()})
	if len(answer.Errors) != 1 || answer.Errors[0].Extensions["code"] != string(fault.BadUserInput) {
		t.Errorf("a text without words: %+v", answer.Errors)
	}
}
