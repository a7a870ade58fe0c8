package matrixtest

import (
	"cmp"
	"slices"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/id"

	"github.com/google/uuid"
)

// year asks for all that has happened.
const year = "activityStats(days: 366)"

var statsPart = part{
	ways: map[string][]way{
		"ActivityStats": {
			{path: acme + year, only: "stats"},
			{path: "node(id: $workspace)<Workspace>/" + year, only: "stats"},
		},
	},
}

// counted are the activities that are counted for a viewer: for members what the workspace shares, whoever did it.
func (w *world) counted(v *viewer) (all []*activity.Activity) {
	for _, a := range w.log {
		if w.shows(v, a) && (v.isAdmin() || v.col == svc || a.Visibility == activity.ToWorkspace) {
			all = append(all, a)
		}
	}
	return all
}

// grouped is whether numbers of few people stay hidden from the viewer.
func grouped(v *viewer) bool { return !v.isAdmin() && v.col != svc }

// statsFacts are exact for admins and services. The members' world is one of which few did each thing: enough people did
// something for the whole to be told, and too few any one kind of thing for that to be told as well.
func (w *world) statsFacts() facts {
	by := func(key string, of func(*activity.Activity) string) fact {
		return fact{call: "{ " + key + " count }", want: func(v *viewer) any {
			if grouped(v) {
				return []any{}
			}
			return mostFirst(w.counted(v), of, func(k string, n int) any { return map[string]any{key: k, "count": n} })
		}}
	}
	return facts{
		"periodDays":  value(366),
		"total":       {call: "{ value precision }", want: func(v *viewer) any { return map[string]any{"value": len(w.counted(v)), "precision": "EXACT"} }},
		"byEntity":    by("entityType", func(a *activity.Activity) string { return enum(a.EntityType) }),
		"byAction":    by("action", func(a *activity.Activity) string { return enum(a.Action) }),
		"suppression": {call: "{ reason minimumGroupSize }", want: nil},
		"byActor": {call: "{ actor { id } count }", want: func(v *viewer) any {
			return mostFirst(w.counted(v), actorKey, func(k string, n int) any {
				return map[string]any{"actor": map[string]any{"id": actorID(w, k)}, "count": n}
			})
		}},
	}
}

// mostFirst counts by key, most first and then by key.
func mostFirst(all []*activity.Activity, of func(*activity.Activity) string, row func(string, int) any) []any {
	n := map[string]int{}
	var keys []string
	for _, a := range all {
		k := of(a)
		if n[k]++; n[k] == 1 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(n[b]-n[a], cmp.Compare(a, b)) })
	out := []any{}
	for _, k := range keys {
		out = append(out, row(k, n[k]))
	}
	return out
}

// actorKey is an actor's kind and id: those who did as much stand in this order.
func actorKey(a *activity.Activity) string {
	i := uuid.Nil
	if a.ActorID != nil {
		i = *a.ActorID
	}
	return string(a.ActorKind) + " " + i.String()
}

func actorID(w *world, key string) string {
	kind, text := key[:len(key)-37], key[len(key)-36:]
	i := uuid.MustParse(text)
	switch authz.Kind(kind) {
	case authz.KindHuman:
		return id.Of(id.Member, i).String()
	case authz.KindService:
		return id.Of(id.Token, i).String()
	}
	return id.Of(id.System, w.acme.ID).String()
}
