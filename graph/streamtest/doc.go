// Package streamtest holds the live streams to docs/live-feed.md with two servers on one database: who gets what, that
// nothing comes after the rights behind a stream have gone, how a server that stops lets go of its streams, and what hostile
// subscribers achieve. Order is proved by numbers in the log, never by a clock.
//
// The cases are small as tests; -full runs them at the size that `make chaos` measures, and prints how soon streams ended.
package streamtest
