package demo

// habit is how someone notes their time.
type habit struct {
	minutes int     // of a usual day
	week    [5]int  // how many more that is on each day, Monday to Friday
	share   float64 // of days on which they note any
	timers  float64 // share of what runs by a timer; the rest is written down afterwards
	sheets  float64 // share of days that are written down as sums, without clock times
	loose   float64 // share of what is on no task
	logs    float64 // share of days with a work log
}

// fullDay is, in minutes, from when on a habit is that of someone who notes all of their work.
const fullDay = 360

// habits by mail. The owner notes nothing.
var habits = map[string]habit{
	"admin":    {minutes: 190, week: [5]int{60, 0, 0, -20, -40}, share: 0.75, timers: 0.2, sheets: 0.3, loose: 0.55, logs: 0.15},
	"vp":       {minutes: 130, week: [5]int{0, 30, -20, 30, -40}, share: 0.55, sheets: 0.7, loose: 0.75},
	"director": {minutes: 170, week: [5]int{30, 0, 40, 0, -50}, share: 0.7, timers: 0.1, sheets: 0.5, loose: 0.5, logs: 0.06},
	"manager":  {minutes: 300, week: [5]int{40, -20, 0, 0, -60}, share: 0.93, timers: 0.25, sheets: 0.25, loose: 0.4, logs: 0.2},
	"member1":  {minutes: 425, week: [5]int{10, 10, 0, 0, -45}, share: 0.98, timers: 0.6, loose: 0.12, logs: 0.4},
	"member2":  {minutes: 405, week: [5]int{-20, 15, 25, 10, -25}, share: 0.97, timers: 0.25, sheets: 0.2, loose: 0.15, logs: 0.3},
	"member3":  {minutes: 430, week: [5]int{0, 0, 0, 0, 0}, share: 0.98, timers: 0.85, loose: 0.1, logs: 0.6},
	"member4":  {minutes: 390, week: [5]int{-25, 20, 30, 30, -30}, share: 0.94, timers: 0.35, sheets: 0.25, loose: 0.14, logs: 0.2},
	"member5":  {minutes: 425, week: [5]int{15, 0, -30, 15, 0}, share: 0.98, timers: 0.45, loose: 0.16, logs: 0.45},
	"member6":  {minutes: 410, week: [5]int{20, 20, 0, -15, -35}, share: 0.96, timers: 0.15, sheets: 0.5, loose: 0.08, logs: 0.35},
	"member7":  {minutes: 400, week: [5]int{-15, 0, 10, 10, -5}, share: 0.97, timers: 0.7, loose: 0.18, logs: 0.4},
}
