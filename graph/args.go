package graph

import (
	"errors"
	"unicode/utf8"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/patch"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
)

func pageArgs(first *int, after *string, last *int, before *string) page.Args {
	return page.Args{First: first, After: after, Last: last, Before: before}
}

// rejected splits off what a form can show from what fails the field.
func rejected(err error) ([]*check.UserError, error) {
	if r, ok := errors.AsType[*check.Rejection](err); ok {
		return r.Errors, nil
	}
	return []*check.UserError{}, err
}

// maxFilterText is the longest text to search for, in characters.
const maxFilterText = 200

func filterText(text *string) (*string, error) {
	if text == nil {
		return nil, nil
	}
	var l check.List
	if *text = l.Text("text", *text, maxFilterText); l.Err() != nil || utf8.RuneCountInString(*text) == 0 {
		return nil, fault.BadArgument("filter.text", "1 to %d characters without control characters are expected", maxFilterText)
	}
	return text, nil
}

// patchID is an optional reference of which null clears and absence leaves.
func patchID(o graphql.Omittable[*id.ID], kind id.Kind, argument string) (patch.Field[uuid.UUID], error) {
	value, given := o.ValueOK()
	if !given {
		return patch.Field[uuid.UUID]{}, nil
	}
	u, err := id.AsPtr(value, kind, argument)
	return patch.To(u), err
}

func patchOf[T any](o graphql.Omittable[*T]) patch.Field[T] {
	value, given := o.ValueOK()
	return patch.Field[T]{Given: given, Value: value}
}

func memberFilter(f *model.MemberFilter) (out member.Filter, err error) {
	if f == nil {
		return out, nil
	}
	out.Roles, out.IncludeRemoved = f.Roles, f.IncludeRemoved != nil && *f.IncludeRemoved
	if out.IDs, err = id.AsAll(f.Ids, id.Member, "filter.ids"); err != nil {
		return out, err
	}
	if out.TeamID, err = id.AsPtr(f.TeamID, id.Team, "filter.teamId"); err != nil {
		return out, err
	}
	out.Text, err = filterText(f.Text)
	return out, err
}

func taskFilter(f *model.TaskFilter) (out task.Filter, err error) {
	if f == nil {
		return out, nil
	}
	out.Statuses = f.Statuses
	if out.ProjectID, err = id.AsPtr(f.ProjectID, id.Project, "filter.projectId"); err != nil {
		return out, err
	}
	if out.SprintID, err = id.AsPtr(f.SprintID, id.Sprint, "filter.sprintId"); err != nil {
		return out, err
	}
	if out.TeamID, err = id.AsPtr(f.TeamID, id.Team, "filter.teamId"); err != nil {
		return out, err
	}
	if out.AssigneeIDs, err = id.AsAll(f.AssigneeIds, id.Member, "filter.assigneeIds"); err != nil {
		return out, err
	}
	out.Text, err = filterText(f.Text)
	return out, err
}

func standupFilter(f *model.StandupFilter) (out standup.Filter, err error) {
	if f == nil {
		return out, nil
	}
	if out.MemberIDs, err = id.AsAll(f.MemberIds, id.Member, "filter.memberIds"); err != nil {
		return out, err
	}
	if out.TeamID, err = id.AsPtr(f.TeamID, id.Team, "filter.teamId"); err != nil {
		return out, err
	}
	if d := f.Date; d != nil {
		out.From, out.To = later(d.Eq, d.Gte), earlier(d.Eq, d.Lte)
	}
	if s := f.Source; s != nil {
		out.In, out.NotIn = setOf(s.Eq, s.In), s.NotIn
	}
	out.Text, err = filterText(f.Text)
	return out, err
}

func standupOrder(o *model.StandupOrder) standup.Order {
	if o == nil {
		return standup.Order{}
	}
	return standup.Order{CreatedAt: o.Field == model.StandupOrderFieldCreatedAt, Ascending: o.Direction == model.OrderDirectionAsc}
}

func activityFilter(f *model.ActivityFilter) (out activity.Filter, err error) {
	if f == nil {
		return out, nil
	}
	if out.ActorIDs, err = id.AsAll(f.ActorIds, id.Member, "filter.actorIds"); err != nil {
		return out, err
	}
	if f.EntityID != nil {
		out.EntityID = &f.EntityID.UUID
	}
	if e := f.EntityType; e != nil {
		out.EntityTypes = activity.Set[activity.EntityType]{In: setOf(e.Eq, e.In), NotIn: e.NotIn}
	}
	if a := f.Action; a != nil {
		out.Actions = activity.Set[activity.Action]{In: setOf(a.Eq, a.In), NotIn: a.NotIn}
	}
	if o := f.OccurredAt; o != nil {
		out.From, out.Before = o.Gte, o.Lt
	}
	out.Visibility = f.Visibility
	text, err := filterText(f.Text)
	if err != nil {
		return out, err
	}
	if text != nil {
		if out.Words = activity.Words(*text); out.Words == nil {
			return out, fault.BadArgument("filter.text", "a letter or a digit is expected")
		}
	}
	return out, out.Check()
}

// setOf joins "exactly this" and "any of these": both must hold.
func setOf[T comparable](eq *T, in []T) []T {
	if eq == nil {
		return in
	}
	if in == nil {
		return []T{*eq}
	}
	for _, v := range in {
		if v == *eq {
			return []T{v}
		}
	}
	return []T{}
}

func later(a, b *day.Date) *day.Date {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

func earlier(a, b *day.Date) *day.Date {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}
