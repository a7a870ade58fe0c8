package demo

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// chance is a generator that depends on its key and on nothing else: what one part of the story draws never moves
// another part.
func chance(key ...any) *rand.Rand {
	sum := fnv.New128a()
	fmt.Fprintln(sum, key...)
	b := sum.Sum(nil)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])))
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// deal is the n-th of endless rounds through all of them, each round in another order, so that nothing comes twice before
// everything has come once.
func deal[T any](from []T, n int, key ...any) T {
	round := append([]any{"round", n / len(from)}, key...)
	return from[chance(round...).Perm(len(from))[n%len(from)]]
}

func often(r *rand.Rand, share float64) bool { return r.Float64() < share }

// between is a whole number, both ends included.
func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

// around is a time of day up to spread before or after the middle, to the millisecond.
func around(r *rand.Rand, middle, spread time.Duration) time.Duration {
	ms := int(spread / time.Millisecond)
	return middle + time.Duration(between(r, -ms, ms))*time.Millisecond
}

// newID is an id of version 7 for a row made at the time, the same for the same time and key.
func newID(at time.Time, key ...any) uuid.UUID {
	var id uuid.UUID
	r := chance(append([]any{"id", at.UnixMilli()}, key...)...)
	binary.BigEndian.PutUint64(id[:], uint64(at.UnixMilli())<<16|r.Uint64()&0x0fff|0x7000)
	binary.BigEndian.PutUint64(id[8:], r.Uint64()&0x3fff_ffff_ffff_ffff|0x8000_0000_0000_0000)
	return id
}

// requestID has the form of the server's own.
func requestID(r *rand.Rand) string {
	var b [26]byte
	for i := range b {
		b[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[r.IntN(32)]
	}
	return string(b[:])
}
