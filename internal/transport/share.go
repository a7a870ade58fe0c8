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
	// subscription to the transport. ctx has the operation's values and is good until Join returns, or
	// the operation is over. Join may wait for what it has to read, not for the receiver.
	Join(ctx context.Context, exec graphql.GraphExecutor, op *graphql.OperationContext, out Receiver) (leave func(), ok bool)
}

// Receiver is the far end of one subscription. Its methods may be called from any goroutine; calls after
// the subscription has ended do nothing.
type Receiver interface {
	// Offer sends the answers of a parcel, all or none, and never blocks.
	Offer(p *Parcel) Outcome
	// Send sends one answer, as [Encode] made it, and waits for room. The bytes are kept: nobody changes
	// them. False means that the receiver is gone.
	Send(payload []byte) bool
	// Complete ends the subscription in the ordinary way. It does not block.
	Complete()
	// Fail ends the subscription with the errors of the answer. It does not block.
	Fail(resp *graphql.Response)
}

// Outcome is what became of an offer.
type Outcome uint8

const (
	// Taken means that the answers are on their way.
	Taken Outcome = iota
	// Full means that so much waits for this receiver that nothing was taken. It may be asked again, or sent to.
	Full
	// Gone means that the receiver takes nothing any more.
	Gone
)
