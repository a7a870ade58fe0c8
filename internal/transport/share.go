package transport

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Share answers equal subscriptions from one execution. A transport asks it about each subscription that
// passed validation and the guards, before it would execute it by itself.
type Share interface {
	// Join takes the subscription over: the transport then executes nothing, out gets the answers, and
	// leave is called once when the receiver is gone or complete. It answers false to leave the
	// subscription to the transport. ctx is the operation's: it ends with it.
	Join(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, out Receiver) (leave func(), ok bool)
}

// Receiver is the far end of one subscription. Its methods never block and may be called from any
// goroutine; calls after the subscription has ended do nothing.
type Receiver interface {
	// Next sends one answer, as [Encode] made it. The bytes are shared: nobody changes them. False means
	// that the receiver is gone or was too slow, and has been dropped.
	Next(payload []byte) bool
	// Complete ends the subscription in the ordinary way.
	Complete()
	// Fail ends the subscription with the errors of the answer.
	Fail(resp *graphql.Response)
}
