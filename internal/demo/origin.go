package demo

import (
	"fmt"
	"time"

	"daybook/internal/activity"
)

// originsKept is how long the server keeps where requests came from.
const originsKept = 90 * 24 * time.Hour

var browsers = []string{
	"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
}

const program = "curl/8.14.1"

// documentationAddress is from a block that belongs to nobody (RFC 5737).
func documentationAddress(n int) string { return fmt.Sprintf("203.0.113.%d", 10+7*n) }

// origin is where a person's request came from.
func (p *person) origin(at, now time.Time, e *activity.Entry, key int) activity.Origin {
	o := activity.Origin{RequestID: requestID(chance("request", key))}
	if at.After(now.Add(-originsKept)) {
		o.IPAddress, o.UserAgent = p.address, p.browser
		if p.byProgram && e.EntityType == activity.Standup {
			o.UserAgent = program
		}
	}
	return o
}
