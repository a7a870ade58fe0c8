package crash

// The points, in the order in which a change passes them on its way to the streams.
const (
	Begun     = "begun"      // the transaction is open, and holds the idempotency key
	Changed   = "changed"    // the rows are changed
	Appended  = "appended"   // the log has the entry, its head is locked
	Kept      = "kept"       // everything is written, nothing committed
	Committed = "committed"  // committed, nobody told
	Woken     = "woken"      // this process's streams are told, the caller is not
	Notify    = "notify"     // the other processes are about to be told
	Notified  = "notified"   // the other processes are told
	Read      = "read"       // the tailer has read the entry
	HandedOut = "handed out" // a stream has taken it
	Framed    = "framed"     // its frame is made, not sent
	Sent      = "sent"       // its frame is sent
)

// Points are all of them.
var Points = []string{Begun, Changed, Appended, Kept, Committed, Woken, Notify, Notified, Read, HandedOut, Framed, Sent}
