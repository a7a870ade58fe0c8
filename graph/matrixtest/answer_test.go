package matrixtest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
)

// answer is what came back for an operation, the same for every transport.
type answer struct {
	Data   any           `json:"data"`
	Errors []answerError `json:"errors"`
	raw    string
	status int
}

type answerError struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path"`
	Extensions map[string]any `json:"extensions"`
}

func (e answerError) code() string { s, _ := e.Extensions["code"].(string); return s }

func decode(raw string) (*answer, error) {
	a := &answer{raw: raw}
	if err := json.Unmarshal([]byte(raw), a); err != nil {
		return nil, fmt.Errorf("not JSON: %.200q", raw)
	}
	return a, nil
}

var varying = regexp.MustCompile(`"(requestId)":"[^"]*"|"(available)":\d+`)

// same is the answer's text without what differs between any two requests.
func (a *answer) same() string { return varying.ReplaceAllString(a.raw, "") }

// alike tells whether two answers hold the same and refuse the same, in whatever order.
func (a *answer) alike(b *answer) bool {
	refusals := func(a *answer) (all []string) {
		for _, e := range a.Errors {
			all = append(all, fmt.Sprint(e.code(), e.Path, e.Message))
		}
		sort.Strings(all)
		return all
	}
	return compact(a.Data) == compact(b.Data) && slices.Equal(refusals(a), refusals(b))
}

var wire = map[code]string{forbidden: "FORBIDDEN", unknown: "FORBIDDEN", refused: "FORBIDDEN", missing: "NOT_FOUND", hidden: "NOT_FOUND", signedOut: "UNAUTHENTICATED"}

// place is a value of an answer and where it stands.
type place struct {
	path  []any
	value any
}

// follow finds the values at the keys, one for each element of the lists on the way, and leaves out those below a row that
// is not the one the step leads to.
func follow(at place, keys []string, lead func(n int) string) []place {
	found := []place{at}
	for n, k := range keys {
		var next []place
		for _, p := range found {
			object, ok := p.value.(map[string]any)
			if !ok {
				continue
			}
			v, has := object[k]
			if !has {
				continue
			}
			one := place{append(slices.Clone(p.path), k), v}
			if l, isList := v.([]any); isList {
				for i, x := range l {
					next = append(next, place{append(slices.Clone(one.path), float64(i)), x})
				}
				continue
			}
			next = append(next, one)
		}
		if want := lead(n); want != "" {
			next = slices.DeleteFunc(next, func(p place) bool {
				object, ok := p.value.(map[string]any)
				return ok && object["_at"] != nil && object["_at"] != want
			})
		}
		found = next
	}
	return found
}

// differ tells how a value is not the one wanted; empty when it is.
func differ(got, want any) string {
	if s, ok := want.(set); ok {
		return differSet(got, s)
	}
	if want == sealed {
		if text, ok := got.(string); !ok || text == "" {
			return fmt.Sprintf("%s, want a cursor", compact(got))
		}
		return ""
	}
	wanted, err := json.Marshal(want)
	if err != nil {
		return err.Error()
	}
	var plainWant any
	if err := json.Unmarshal(wanted, &plainWant); err != nil {
		return err.Error()
	}
	if !reflect.DeepEqual(got, plainWant) {
		return fmt.Sprintf("%.300s, want %.300s", compact(got), wanted)
	}
	return ""
}

func differSet(got any, want set) string {
	l, _ := got.(map[string]any)
	if l == nil {
		return fmt.Sprintf("%s, want a list of %d", compact(got), want.total)
	}
	nodes, _ := l["nodes"].([]any)
	count, _ := l["count"].(map[string]any)
	var found []string
	for _, n := range nodes {
		object, _ := n.(map[string]any)
		i, _ := object["id"].(string)
		found = append(found, i)
	}
	wanted := slices.Clone(want.ids)
	sort.Strings(found)
	sort.Strings(wanted)
	if !slices.Equal(found, wanted) {
		return fmt.Sprintf("%d rows, want %d: too many %v, too few %v", len(found), len(wanted), without(found, wanted), without(wanted, found))
	}
	if count["value"] != float64(want.total) {
		return fmt.Sprintf("the count is %v, want %d", count["value"], want.total)
	}
	for name, value := range want.more {
		if text := differ(l[name], value); text != "" {
			return name + ": " + text
		}
	}
	return ""
}

func without(all, those []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(those, s) })
}

func errorAt(all []answerError, path []any) string {
	for _, e := range all {
		if len(e.Path) >= len(path) && reflect.DeepEqual(e.Path[:len(path)], path) {
			return fmt.Sprintf(" (%s: %s)", e.code(), e.Message)
		}
	}
	return ""
}

func brief(all []answerError) []string {
	var out []string
	for _, e := range all[:min(len(all), 5)] {
		out = append(out, fmt.Sprintf("%s at %v: %s", e.code(), e.Path, e.Message))
	}
	return out
}

func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
