// Package toy is a small schema to test transports with: notes, an echo, a counter and two subscriptions.
// The code generator writes exec.go and models.go; run it in this folder.
package toy

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"daybook/internal/fault"
)

// Resolver holds the notes. Its functions are for tests to hook into; nil ones do nothing.
type Resolver struct {
	// Feed makes the channel of Subscription.feed.
	Feed func(ctx context.Context, topic string) (<-chan string, error)
	// Hold is Query.hold.
	Hold func(ctx context.Context) (string, error)
	// Who is Query.who.
	Who func(ctx context.Context) string

	mu    sync.Mutex
	notes []*Note
}

var _ ResolverRoot = (*Resolver)(nil)

// New makes a resolver with some notes.
func New() *Resolver {
	r := &Resolver{}
	for i := range 40 {
		r.add("note " + strconv.Itoa(i))
	}
	return r
}

// Count is how many notes there are.
func (r *Resolver) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.notes)
}

func (r *Resolver) add(title string) *Note {
	r.mu.Lock()
	defer r.mu.Unlock()
	note := &Note{ID: strconv.Itoa(len(r.notes) + 1), Title: title, Author: &Author{ID: "a1", Name: "Ada"}}
	// The oldest are forgotten, so that a flood of mutations does not fill the memory.
	if r.notes = append(r.notes, note); len(r.notes) > 2000 {
		r.notes = r.notes[1:]
	}
	return note
}

func (r *Resolver) Query() QueryResolver               { return query{r} }
func (r *Resolver) Mutation() MutationResolver         { return mutation{r} }
func (r *Resolver) Subscription() SubscriptionResolver { return subscription{r} }
func (r *Resolver) Author() AuthorResolver             { return author{r} }

type (
	query        struct{ *Resolver }
	mutation     struct{ *Resolver }
	subscription struct{ *Resolver }
	author       struct{ *Resolver }
)

const maxPage = 100

// page cuts a page out of the notes. A cursor is the number of the last note seen, with a check.
func (r *Resolver) page(first, last *int, after *string) (*NoteConnection, error) {
	n := 25
	if last != nil {
		n = *last
	} else if first != nil {
		n = *first
	}
	if n < 0 || n > maxPage {
		return nil, fault.BadArgument("first", "a page has 0 to %d rows", maxPage)
	}
	start := 0
	if after != nil {
		var err error
		if start, err = readCursor(*after); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	start = min(start, len(r.notes))
	end := min(start+n, len(r.notes))
	out := &NoteConnection{PageInfo: &PageInfo{HasNextPage: end < len(r.notes)}, Edges: []*NoteEdge{}, Nodes: []*Note{}}
	for i := start; i < end; i++ {
		cursor := writeCursor(i + 1)
		out.Edges = append(out.Edges, &NoteEdge{Cursor: cursor, Node: r.notes[i]})
		out.Nodes = append(out.Nodes, r.notes[i])
		out.PageInfo.EndCursor = &cursor
	}
	return out, nil
}

func writeCursor(n int) string { return fmt.Sprintf("n%d-%d", n, n*7919%1009) }

func readCursor(s string) (int, error) {
	number, _, _ := strings.Cut(strings.TrimPrefix(s, "n"), "-")
	n, err := strconv.Atoi(number)
	if err != nil || writeCursor(n) != s {
		return 0, fault.New(fault.CursorInvalid, "the cursor is not one of ours")
	}
	return n, nil
}

func (q query) Notes(_ context.Context, first *int, after *string, last *int, _ *string) (*NoteConnection, error) {
	return q.page(first, last, after)
}

func (a author) Notes(_ context.Context, _ *Author, first *int, after *string) (*NoteConnection, error) {
	return a.page(first, nil, after)
}

func (q query) Nodes(_ context.Context, ids []string) ([]*Note, error) {
	return make([]*Note, len(ids)), nil
}

func (q query) Things(context.Context) ([]Thing, error) { return []Thing{}, nil }

func (q query) Echo(_ context.Context, text string) (string, error) { return text, nil }

func (q query) Inc(_ context.Context, n int) (int, error) { return n + 1, nil }

func (q query) Colour(_ context.Context, is Colour) (Colour, error) { return is, nil }

func (q query) Metrics(context.Context) (*string, error) { return nil, nil }

func (q query) Who(ctx context.Context) (string, error) {
	if q.Resolver.Who == nil {
		return "", nil
	}
	return q.Resolver.Who(ctx), nil
}

func (q query) Hold(ctx context.Context) (*string, error) {
	if q.Resolver.Hold == nil {
		return nil, nil
	}
	text, err := q.Resolver.Hold(ctx)
	return &text, err
}

func (m mutation) CreateNote(_ context.Context, input CreateNoteInput) (*CreateNotePayload, error) {
	if strings.TrimSpace(input.Title) == "" || strings.ContainsRune(input.Title, 0) {
		return nil, fault.BadArgument("title", "a note needs a title")
	}
	return &CreateNotePayload{Note: m.add(input.Title)}, nil
}

func (m mutation) Boom(context.Context) (string, error) { panic("secret-panic-text") }

func (s subscription) Tick(ctx context.Context, count, everyMs int) (<-chan *Tick, error) {
	if everyMs < 1 || count < 0 {
		return nil, fault.BadArgument("everyMs", "count and everyMs must be positive")
	}
	ticks := make(chan *Tick)
	go func() {
		defer close(ticks)
		clock := time.NewTicker(time.Duration(everyMs) * time.Millisecond)
		defer clock.Stop()
		for n := range count {
			select {
			case <-clock.C:
			case <-ctx.Done():
				return
			}
			select {
			case ticks <- &Tick{N: n + 1}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ticks, nil
}

func (s subscription) Feed(ctx context.Context, topic string) (<-chan string, error) {
	if s.Resolver.Feed == nil {
		return nil, fault.New(fault.NotFound, "not found")
	}
	return s.Resolver.Feed(ctx, topic)
}
