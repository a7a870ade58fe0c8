package activity

import (
	"fmt"
	"time"

	"daybook/internal/day"
	"daybook/internal/id"

	"github.com/google/uuid"
)

// Diff collects field changes. The zero Diff is empty.
type Diff struct{ Changes []*FieldChange }

// Text notes a changed text, number or enum.
func (d *Diff) Text(field string, old, new any) {
	o, n := text(old), text(new)
	if (o == nil) == (n == nil) && (o == nil || *o == *n) {
		return
	}
	d.Changes = append(d.Changes, &FieldChange{Field: field, Old: o, New: n})
}

// ID notes a changed reference, as public ids.
func (d *Diff) ID(field string, kind id.Kind, old, new *uuid.UUID) {
	var o, n any
	if old != nil {
		o = id.Of(kind, *old)
	}
	if new != nil {
		n = id.Of(kind, *new)
	}
	d.Text(field, o, n)
}

// Guarded notes that a guarded field changed, without its values.
func (d *Diff) Guarded(field string, changed bool) {
	if changed {
		d.Changes = append(d.Changes, &FieldChange{Field: field, Redacted: true})
	}
}

// Any tells whether something changed.
func (d *Diff) Any() bool { return len(d.Changes) > 0 }

// Has tells whether the field changed.
func (d *Diff) Has(field string) bool {
	for _, c := range d.Changes {
		if c.Field == field {
			return true
		}
	}
	return false
}

// Only tells whether the field and nothing else changed.
func (d *Diff) Only(field string) bool { return len(d.Changes) == 1 && d.Has(field) }

func text(v any) *string {
	var s string
	switch v := v.(type) {
	case nil:
		return nil
	case *string:
		if v == nil {
			return nil
		}
		s = *v
	case *time.Time:
		if v == nil {
			return nil
		}
		s = v.UTC().Format(time.RFC3339)
	case *day.Date:
		if v == nil {
			return nil
		}
		s = v.String()
	case string:
		s = v
	default:
		s = fmt.Sprint(v)
	}
	if s == "" {
		return nil
	}
	return &s
}
