package demo

import "daybook/internal/task"

// outcome is how far a task gets in the story.
type outcome int

const (
	finished outcome = iota
	inReview
	inProgress
	dropped
	waiting
)

// job is a task of the story. Those of one person follow each other in the order given. What it is about and the details
// are the words that standups use.
type job struct {
	who, project string
	outcome      outcome
	soon         bool // gets one step further this week, if the week has come that far
	priority     task.Priority
	title, what  string
	details      []string
}

var jobs = []job{
	{"member1", "WEB", finished, false, task.High, "Let guests check out without an account", "the guest checkout",
		[]string{"the address form", "error texts for declined cards", "a browser test for the empty basket"}},
	{"member1", "WEB", finished, false, task.Medium, "Remember the delivery address", "the saved address",
		[]string{"the checkbox in the last step", "forgetting it on request", "the case of two open tabs"}},
	{"member1", "WEB", finished, false, task.Medium, "Show delivery times on the product page", "delivery times",
		[]string{"the cut-off hour per warehouse", "texts for public holidays", "a fallback when no carrier answers"}},
	{"member1", "WEB", finished, false, task.Low, "Split the basket page into smaller parts", "the basket split",
		[]string{"the line items", "the voucher box", "moving the totals out"}},
	{"member1", "WEB", inReview, true, task.Medium, "Add a gift note to the order", "gift notes",
		[]string{"the length limit", "the preview", "line breaks on the packing slip"}},
	{"member1", "WEB", inProgress, false, task.High, "Offer pick-up points near the customer", "pick-up points",
		[]string{"the distance search", "opening hours", "the map on small screens"}},

	{"member2", "WEB", finished, false, task.High, "Make the menu usable with the keyboard", "the keyboard menu",
		[]string{"the focus order", "closing it with Escape", "the screen reader texts"}},
	{"member2", "WEB", finished, false, task.Medium, "Load product pictures in the right size", "the picture sizes",
		[]string{"the size table per breakpoint", "lazy loading below the fold", "the placeholder colours"}},
	{"member2", "WEB", dropped, false, task.Low, "Translate the order mails", "the translated order mails",
		[]string{"the plural forms", "a list of missing texts"}},
	{"member2", "WEB", finished, false, task.High, "Show prices with and without tax", "both prices",
		[]string{"the switch in the header", "rounding of small amounts", "the basket totals"}},
	{"member2", "WEB", inProgress, false, task.Medium, "Redo the size table", "the new size table",
		[]string{"the columns on phones", "inches next to centimetres", "the fitting advice"}},

	{"member3", "WEB", finished, false, task.Medium, "Find products by colour", "the colour filter",
		[]string{"grouping near shades", "the counts next to each colour", "an index for the filter"}},
	{"member3", "WEB", finished, false, task.High, "Suggest words while typing", "search suggestions",
		[]string{"the delay between keystrokes", "marking the matched part", "the ranking of short words"}},
	{"member3", "WEB", finished, false, task.Medium, "Rank search results by stock", "the stock ranking",
		[]string{"pushing sold-out items down", "the nightly recount", "a comparison with the old order"}},
	{"member3", "WEB", finished, false, task.Low, "Count searches without a result", "the count of empty searches",
		[]string{"leaving out typing noise", "the weekly list", "keeping no visitor data"}},
	{"member3", "WEB", inReview, false, task.Medium, "Search in the help pages", "the help search",
		[]string{"cutting pages into sections", "links to the right heading", "texts for no result"}},
	{"member3", "WEB", inProgress, true, task.Urgent, "Correct misspelt search words", "spelling correction",
		[]string{"the distance for short words", "brand names that look like typos", "the note above the results"}},

	{"member4", "WEB", finished, false, task.Medium, "Rewrite the landing page", "the landing page",
		[]string{"the new hero texts", "the season banner", "old links that point there"}},
	{"member4", "WEB", finished, false, task.High, "Speed up the first page view", "the first page view",
		[]string{"the font loading", "two scripts nobody needs", "the cache headers"}},
	{"member4", "WEB", dropped, false, task.Low, "Dark colours for the shop", "the dark colours",
		[]string{"the contrast of buttons", "the product photos"}},
	{"member4", "WEB", finished, false, task.Medium, "Collect product reviews", "collecting reviews",
		[]string{"the mail a week after delivery", "the star input", "the moderation queue"}},
	{"member4", "WEB", inProgress, false, task.Medium, "Show reviews on the product page", "reviews on the product page",
		[]string{"the summary bar", "sorting by usefulness", "long texts on phones"}},

	{"member5", "API", finished, false, task.High, "Cancel an order before it ships", "order cancelling",
		[]string{"the race with the warehouse", "the state diagram", "the refund trigger"}},
	{"member5", "SEC", finished, false, task.Urgent, "Rotate the signing keys", "the key rotation",
		[]string{"accepting two keys for a day", "the runbook", "an alarm for old keys"}},
	{"member5", "API", finished, false, task.Medium, "Page through orders", "paging through orders",
		[]string{"stable cursors", "the upper limit per page", "a test with equal timestamps"}},
	{"member5", "SEC", finished, false, task.High, "Slow down sign-in attempts", "the sign-in limit",
		[]string{"counting per account and address", "the wait shown to people", "a load test"}},
	{"member5", "API", inReview, true, task.High, "Refund part of an order", "partial refunds",
		[]string{"the tax share", "rounding over several items", "the line on the statement"}},
	{"member5", "SEC", inProgress, false, task.High, "Keep secrets out of the logs", "clean logs",
		[]string{"the header list", "query strings of partners", "a test that greps the output"}},

	{"member6", "API", finished, false, task.High, "Import stock from the warehouse", "the stock import",
		[]string{"files that arrive twice", "negative counts", "the progress report"}},
	{"member6", "API", finished, false, task.Medium, "Send webhooks for order events", "order webhooks",
		[]string{"the signature header", "retries with growing pauses", "the delivery log"}},
	{"member6", "SEC", finished, false, task.Urgent, "Check rights on every invoice download", "the invoice check",
		[]string{"links that guess numbers", "tests for each role", "the expiry of links"}},
	{"member6", "API", finished, false, task.High, "Retry failed payments", "payment retries",
		[]string{"the schedule", "never charging twice", "the mail after the last try"}},
	{"member6", "SEC", inReview, false, task.Medium, "Scan dependencies each night", "the dependency scan",
		[]string{"the list of exceptions", "one ticket per finding", "the run time"}},
	{"member6", "API", inProgress, true, task.Medium, "Export orders as CSV", "the CSV export",
		[]string{"streaming instead of buffering", "column names", "amounts with a comma"}},

	{"member7", "API", finished, false, task.Medium, "Describe the API in one document", "the API document",
		[]string{"examples for each error", "the part about paging", "a check in CI"}},
	{"member7", "API", finished, false, task.Medium, "Return errors in one form", "the error format",
		[]string{"codes that clients rely on", "field paths", "the old form behind a header"}},
	{"member7", "API", finished, false, task.High, "Make the order list cheaper", "the order list query",
		[]string{"a missing index", "the join over addresses", "numbers before and after"}},
	{"member7", "API", inProgress, false, task.High, "Split the order service's tables", "the table split",
		[]string{"the backfill", "writing to both for a week", "the switch"}},

	{"manager", "SEC", finished, false, task.Medium, "Write the incident checklist", "the incident checklist",
		[]string{"who is called first", "the status page texts", "a dry run with the team"}},
	{"manager", "WEB", finished, false, task.Low, "Agree on page speed targets", "the page speed targets",
		[]string{"numbers from real visits", "a budget per page", "what happens when it is missed"}},

	{"member2", "WEB", waiting, false, task.Low, "Warn before a basket expires", "the basket warning", nil},
	{"member7", "API", waiting, false, task.Medium, "Time out slow partners", "partner timeouts", nil},
	{"", "WEB", waiting, false, task.Low, "Compare two products side by side", "the comparison", nil},
	{"", "API", waiting, true, task.Medium, "Support a second currency", "the second currency", nil},
	{"", "API", waiting, false, task.Low, "Keep deleted orders for a month", "deleted orders", nil},
	{"", "SEC", waiting, false, task.High, "Review who has access to production", "the access review", nil},
}
