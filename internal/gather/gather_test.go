package gather_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"daybook/internal/gather"
)

// source tells of its readings, and lets them go on one by one.
type source struct {
	mu       sync.Mutex
	readings [][]int
	began    chan struct{}
	proceed  chan struct{}
	err      error
}

func newSource() *source {
	return &source{began: make(chan struct{}, 100), proceed: make(chan struct{}, 100)}
}

func (s *source) read(_ context.Context, keys []int) (map[int]string, error) {
	s.mu.Lock()
	s.readings = append(s.readings, keys)
	s.mu.Unlock()
	s.began <- struct{}{}
	<-s.proceed
	found := map[int]string{}
	for _, key := range keys {
		if key > 0 {
			found[key] = strconv.Itoa(key)
		}
	}
	return found, s.err
}

// Who asks while a reading is under way waits for the next one, together with everybody else who does.
func TestQuestionsAtTheSameTimeAreAnsweredTogether(t *testing.T) {
	t.Parallel()
	s := newSource()
	g := gather.New(s.read)
	var asked sync.WaitGroup
	ask := func(key int) {
		asked.Go(func() {
			if value, ok, err := g.Get(t.Context(), key); err != nil || !ok || value != strconv.Itoa(key) {
				t.Errorf("%d: %q, %v, %v", key, value, ok, err)
			}
		})
	}
	ask(1)
	<-s.began
	const others = 600
	for n := range others {
		ask(1 + n) // one of them what is being read
	}
	waiting(t, g, others)
	close(s.proceed)
	asked.Wait()
	if len(s.readings) != 3 || len(s.readings[0]) != 1 || len(s.readings[1]) != 500 {
		t.Errorf("there were %d readings", len(s.readings))
	}
	seen := map[int]int{}
	for _, keys := range s.readings[1:] {
		for _, key := range keys {
			seen[key]++
		}
	}
	if len(seen) != others {
		t.Errorf("%d keys were read again", len(seen))
	}
}

// waiting waits until so many keys wait for a reading.
func waiting(t *testing.T, g *gather.Gather[int, string], n int) {
	t.Helper()
	for gather.Waiting(g) < n {
		if t.Context().Err() != nil {
			t.Fatal("they do not come")
		}
	}
}

func TestWhatThereIsNoneOf(t *testing.T) {
	t.Parallel()
	s := newSource()
	close(s.proceed)
	if value, ok, err := gather.New(s.read).Get(t.Context(), -1); ok || err != nil || value != "" {
		t.Errorf("%q, %v, %v", value, ok, err)
	}
}

func TestAReadingThatFailsFailsForAllOfItsRound(t *testing.T) {
	t.Parallel()
	s := newSource()
	s.err = errors.New("no database")
	close(s.proceed)
	g := gather.New(s.read)
	for range 2 { // and the next one begins anew
		if _, ok, err := g.Get(t.Context(), 1); ok && err == nil || !errors.Is(err, s.err) {
			t.Errorf("%v, %v", ok, err)
		}
	}
	if len(s.readings) != 2 {
		t.Errorf("%d readings", len(s.readings))
	}
}

// One who gives up does not take the others' answer away.
func TestWhoGivesUpLeavesTheReadingToTheOthers(t *testing.T) {
	t.Parallel()
	s := newSource()
	g := gather.New(s.read)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { _, _, err := g.Get(ctx, 1); gone <- err }()
	<-s.began
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up: %v", err)
	}
	s.proceed <- struct{}{}
	s.proceed <- struct{}{}
	if _, ok, err := g.Get(t.Context(), 2); !ok || err != nil {
		t.Errorf("the next: %v, %v", ok, err)
	}
}
