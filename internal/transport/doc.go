// Package transport carries GraphQL operations over HTTP, server-sent events and WebSocket, on gqlgen's
// public interfaces: each transport is a graphql.Transport and runs operations through the
// graphql.GraphExecutor it is given, so that the same guards hold on each of them.
//
//   - [HTTP] follows GraphQL over HTTP: queries and mutations, JSON in, JSON out.
//   - [SSE] follows graphql-sse in its distinct connections mode.
//   - [WebSocket] follows graphql-transport-ws, and no older protocol.
//
// Execution and framing are apart: an answer is encoded once by [Encode], and a transport only puts its
// frame around those bytes. A [Share] can therefore hand one encoded answer to many receivers.
//
// The invariants: what a caller sent never comes back in an error of this package and is never logged;
// every read and every write has a deadline; whatever waits for a caller is bounded; no goroutine
// outlives its connection.
//
// https://graphql.github.io/graphql-over-http/draft/
// https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
package transport
