package id_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"daybook/internal/fault"
	"daybook/internal/id"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

var allKinds = []id.Kind{id.Account, id.Workspace, id.Member, id.Team, id.Project, id.Sprint, id.Task, id.Standup, id.Activity, id.Token, id.System}

func TestIDsComeBackFromTheirPublicForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		i := id.Of(rapid.SampledFrom(allKinds).Draw(t, "kind"), uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid")))
		s := i.String()
		if len(s) != 30 || s != strings.ToLower(s) {
			t.Fatalf("the form is %q", s)
		}
		if back, err := id.Parse(s); err != nil || back != i {
			t.Fatalf("%q came back as %v: %v", s, back, err)
		}
		var scalar id.ID
		if err := scalar.UnmarshalGQL(s); err != nil || scalar != i {
			t.Fatalf("%q was read as %v: %v", s, scalar, err)
		}
		var out strings.Builder
		i.MarshalGQL(&out)
		if out.String() != `"`+s+`"` {
			t.Fatalf("%q was written as %s", s, out.String())
		}
	})
}

func TestPublicFormsSortAsUUIDsDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.Byte(), 16, 16)
		a, b := uuid.UUID(gen.Draw(t, "a")), uuid.UUID(gen.Draw(t, "b"))
		if strings.Compare(id.Of(id.Task, a).String(), id.Of(id.Task, b).String()) != slices.Compare(a[:], b[:]) {
			t.Fatalf("%s and %s sort differently", a, b)
		}
	})
}

func TestNewIDsAreInOrderOfTime(t *testing.T) {
	t.Parallel()
	last := id.New()
	for range 1000 {
		next := id.New()
		if slices.Compare(last[:], next[:]) >= 0 || next.Version() != 7 {
			t.Fatalf("%s was made before %s", last, next)
		}
		last = next
	}
}

func TestParseRefusesWhatIsNoID(t *testing.T) {
	t.Parallel()
	good := id.Of(id.Task, id.New()).String()
	for name, bad := range map[string]string{
		"empty": "", "no prefix": good[4:], "unknown prefix": "xxx" + good[3:], "upper case": strings.ToUpper(good), "short": good[:29],
		"long": good + "0", "letter l": good[:29] + "l", "letter u": good[:29] + "u", "dash": "tsk-" + good[4:],
		"129 bits": "tsk_8" + good[5:], "a UUID": uuid.NewString(), "not ASCII": good[:28] + "é", "NUL": good[:29] + "\x00",
		"before zero": "tsk_/" + good[5:],
	} {
		if _, err := id.Parse(bad); !fault.Is(err, fault.BadUserInput) {
			t.Errorf("%s: %q was taken: %v", name, bad, err)
		}
	}
	var i id.ID
	if err := i.UnmarshalGQL(7); !fault.Is(err, fault.BadUserInput) {
		t.Errorf("a number was read as an id: %v", err)
	}
	if (id.ID{}).String() != "" {
		t.Error("no id has a form")
	}
}

func TestIDsOfAnotherKindAreRefusedNamingTheArgument(t *testing.T) {
	t.Parallel()
	task, team := id.Of(id.Task, id.New()), id.Of(id.Team, id.New())
	named := func(err error) bool {
		var f *fault.Error
		return errors.As(err, &f) && f.Code == fault.BadUserInput && f.Extra["argument"] == "input.taskId"
	}
	if u, err := task.As(id.Task, "input.taskId"); err != nil || u != task.UUID {
		t.Errorf("As: %v %v", u, err)
	}
	if _, err := team.As(id.Task, "input.taskId"); !named(err) {
		t.Errorf("As: %v", err)
	}
	if p, err := id.AsPtr(nil, id.Task, "input.taskId"); p != nil || err != nil {
		t.Errorf("AsPtr of nil: %v %v", p, err)
	}
	if p, err := id.AsPtr(&task, id.Task, "input.taskId"); err != nil || *p != task.UUID {
		t.Errorf("AsPtr: %v %v", p, err)
	}
	if _, err := id.AsPtr(&team, id.Task, "input.taskId"); !named(err) {
		t.Errorf("AsPtr: %v", err)
	}
	if all, err := id.AsAll(nil, id.Task, "input.taskId"); all != nil || err != nil {
		t.Errorf("AsAll of nil: %v %v", all, err)
	}
	if all, err := id.AsAll([]*id.ID{&task}, id.Task, "input.taskId"); err != nil || !slices.Equal(all, []uuid.UUID{task.UUID}) {
		t.Errorf("AsAll: %v %v", all, err)
	}
	if _, err := id.AsAll([]*id.ID{&task, &team}, id.Task, "input.taskId"); !named(err) {
		t.Errorf("AsAll: %v", err)
	}
	if id.OfPtr(id.Task, nil) != nil || *id.OfPtr(id.Task, &task.UUID) != task || id.Task.Prefix() != "tsk_" {
		t.Error("OfPtr or Prefix is wrong")
	}
}

// FuzzParse: what is taken has one form, and nothing panics.
func FuzzParse(f *testing.F) {
	f.Add(id.Of(id.Task, uuid.Max).String())
	f.Add("tsk_00000000000000000000000000")
	f.Add("tsk_zzzzzzzzzzzzzzzzzzzzzzzzzz")
	f.Add("sys_7\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, s string) {
		i, err := id.Parse(s)
		if err == nil && i.String() != s {
			t.Errorf("%q was taken as %q", s, i)
		}
		if err != nil && i != (id.ID{}) {
			t.Errorf("%q was refused and is %v", s, i)
		}
	})
}
