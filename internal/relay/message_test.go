package relay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

var testEpoch = [8]byte{1, 2, 3}

func book(t testing.TB, key byte, epoch [8]byte) *cipherbook {
	t.Helper()
	c, err := newCipherbook(bytes.Repeat([]byte{key}, KeySize), epoch)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// full is a row with a value in every field, whatever fields there are.
func full(t testing.TB, workspaceID uuid.UUID, seq int64) *activity.Activity {
	t.Helper()
	a := &activity.Activity{}
	n := 0
	text := func() string { n++; return fmt.Sprintf("value %d ü\x00", n) }
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Interface().(type) {
		case uuid.UUID:
			f.Set(reflect.ValueOf(uuid.New()))
		case *uuid.UUID:
			f.Set(reflect.ValueOf(new(uuid.New())))
		case []uuid.UUID:
			f.Set(reflect.ValueOf([]uuid.UUID{uuid.New(), uuid.New()}))
		case *string:
			f.Set(reflect.ValueOf(new(text())))
		case time.Time:
			f.Set(reflect.ValueOf(time.Date(2026, 2, 11, 12, 0, 0, 123_456_000, time.UTC)))
		case json.RawMessage:
			f.Set(reflect.ValueOf(json.RawMessage(`{"n": 1, "s": "ü"}`)))
		case bool:
			f.SetBool(true)
		case int64:
			f.SetInt(seq)
		case []*activity.FieldChange:
			f.Set(reflect.ValueOf([]*activity.FieldChange{
				{Field: "a", Old: new(text()), New: new("")}, {Field: "b", Old: new("x")}, {Field: "c", New: new(text())}, {Field: "d", Redacted: true}, {}}))
		default:
			if f.Kind() == reflect.String {
				f.SetString(text())
			} else if !v.Type().Field(i).Anonymous {
				t.Fatalf("this test knows no values for %s", v.Type().Field(i).Name)
			}
		}
	}
	a.WorkspaceID, a.Seq = workspaceID, seq
	return a
}

func commit(rows []*activity.Activity) activity.Commit {
	return activity.Commit{WorkspaceID: rows[0].WorkspaceID, First: rows[0].Seq, Last: rows[len(rows)-1].Seq}
}

func TestRowsArriveAsTheyWere(t *testing.T) {
	t.Parallel()
	c, ws := book(t, 1, testEpoch), uuid.New()
	bare := &activity.Activity{WorkspaceID: ws, Seq: 8, OccurredAt: time.Unix(-1, 0).UTC()}
	empty := &activity.Activity{WorkspaceID: ws, Seq: 9, OccurredAt: bare.OccurredAt, Title: new(""), Metadata: json.RawMessage{}, Changes: []*activity.FieldChange{}, Recipients: []uuid.UUID{}}
	want := []*activity.Activity{full(t, ws, 7), bare, empty, full(t, ws, 10)}
	told, got, err := c.open(ws, c.seal(commit(want), want, math.MaxInt))
	if err != nil || told != commit(want) {
		t.Fatalf("told of %+v: %v", told, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the rows differ (-sent +got):\n%s", diff)
	}
}

func TestACommitThatIsTooLargeIsOnlyToldOf(t *testing.T) {
	t.Parallel()
	c, ws := book(t, 1, testEpoch), uuid.New()
	rows := []*activity.Activity{full(t, ws, 1), full(t, ws, 2)}
	for name, limit := range map[string]int{"the server's limit": 600, "our own": math.MaxInt} {
		if name == "our own" {
			rows[1].Content = new(strings.Repeat("x", maxMessage))
		}
		m := c.seal(commit(rows), rows, limit)
		if len(m) > min(limit, maxMessage) {
			t.Errorf("%s: the message has %d bytes", name, len(m))
		}
		told, got, err := c.open(ws, m)
		if err != nil || len(got) > 0 || told != commit(rows) {
			t.Errorf("%s: told of %+v with %d rows: %v", name, told, len(got), err)
		}
	}
	rows[1].Content = nil
	if _, got, err := c.open(ws, c.seal(commit(rows), rows, math.MaxInt)); err != nil || len(got) != 2 {
		t.Errorf("what fits comes with %d rows: %v", len(got), err)
	}
}

// Whoever has no key learns nothing and can say nothing; who has it cannot be misheard.
func TestAMessageOpensOnlyWhereItBelongs(t *testing.T) {
	t.Parallel()
	c, ws := book(t, 1, testEpoch), uuid.New()
	rows := []*activity.Activity{full(t, ws, 1)}
	good := c.seal(commit(rows), rows, math.MaxInt)
	if bytes.Contains(good, []byte("value")) || bytes.Contains(good, ws[:]) {
		t.Error("a message can be read")
	}
	if bytes.Equal(good, c.seal(commit(rows), rows, math.MaxInt)) {
		t.Error("two messages are equal")
	}
	if s := c.subject(ws); strings.Contains(s, ws.String()) || s != book(t, 1, [8]byte{}).subject(ws) || s == book(t, 2, testEpoch).subject(ws) || s == c.subject(uuid.New()) {
		t.Errorf("the subject is %s", s)
	}
	for name, open := range map[string]func() error{
		"another workspace": func() error { _, _, err := c.open(uuid.New(), good); return err },
		"another database":  func() error { _, _, err := book(t, 2, testEpoch).open(ws, good); return err },
		"another lifetime":  func() error { _, _, err := book(t, 1, [8]byte{}).open(ws, good); return err },
		"nothing":           func() error { _, _, err := c.open(ws, nil); return err },
		"too long":          func() error { _, _, err := c.open(ws, make([]byte, maxMessage+1)); return err },
	} {
		if open() == nil {
			t.Errorf("%s: the message opens", name)
		}
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if _, _, err := c.open(ws, bad); err == nil {
			t.Errorf("it opens with byte %d changed", i)
		}
		if _, _, err := c.open(ws, good[:i]); err == nil {
			t.Errorf("it opens cut at %d", i)
		}
	}
	if _, err := newCipherbook([]byte("short"), testEpoch); err == nil {
		t.Error("a short key is taken")
	}
}

// A replica of another version may write rows otherwise: that there was a commit is understood all the same.
func TestRowsOfAnotherVersionAreAWakeUp(t *testing.T) {
	t.Parallel()
	c, ws := book(t, 1, testEpoch), uuid.New()
	nonce := make([]byte, c.aead.NonceSize())
	m := append([]byte{envelope}, nonce...)
	m = c.aead.Seal(m, nonce, []byte{rowFormat + 1, 0xff, 0xff}, c.bound(ws))
	told, rows, err := c.open(ws, m)
	if err != nil || len(rows) > 0 || told.Last != math.MaxInt64 {
		t.Errorf("told of %+v with %d rows: %v", told, len(rows), err)
	}
}

// The fields are pinned: a new one needs a new format, or replicas of two versions would misread each other.
func TestTheFormatKnowsEveryField(t *testing.T) {
	t.Parallel()
	fields := func(v any) string {
		var names []string
		for f := range reflect.TypeOf(v).Fields() {
			names = append(names, f.Name+" "+f.Type.String())
		}
		return strings.Join(names, ", ")
	}
	const format1 = "BaseModel schema.BaseModel, WorkspaceID uuid.UUID, Seq int64, ID uuid.UUID, OccurredAt time.Time, ActorKind authz.Kind, " +
		"ActorID *uuid.UUID, Action activity.Action, EntityType activity.EntityType, EntityID uuid.UUID, ProjectID *uuid.UUID, SubjectID *uuid.UUID, " +
		"Visibility activity.Visibility, SubjectName *string, Title *string, Content *string, Changes []*activity.FieldChange, Metadata json.RawMessage, " +
		"RequestID *string, CompensatesID *uuid.UUID, Restricted bool, Recipients []uuid.UUID; Field string, Old *string, New *string, Redacted bool"
	if got := fields(activity.Activity{}) + "; " + fields(activity.FieldChange{}); got != format1 || rowFormat != 1 {
		t.Errorf("format %d does not fit the fields: write them in row.go, raise rowFormat, and pin it here:\n%s", rowFormat, got)
	}
}

// Sealed messages come from us; still no bytes whatever may do harm.
func FuzzReadRows(f *testing.F) {
	ws := uuid.New()
	seed := appendRow([]byte{1, 1, 1}, full(f, ws, 1))
	f.Add(seed)
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		told, rows, err := readRows(ws, b)
		if err != nil {
			return
		}
		if told.First < 1 || told.Last < told.First || len(rows) > 0 && int64(len(rows)) != told.Last-told.First+1 {
			t.Errorf("%+v with %d rows", told, len(rows))
		}
		for i, row := range rows {
			if row.Seq != told.First+int64(i) || row.WorkspaceID != ws {
				t.Errorf("row %d is %d", i, row.Seq)
			}
		}
	})
}
