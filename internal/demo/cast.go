package demo

import (
	"time"

	"daybook/internal/authz"
)

const (
	slug          = "demo"
	workspaceName = "Paper Lantern Goods"
	workspaceZone = "Europe/Berlin"
)

// part is what a person of the demo is like. No person of any name here exists.
type part struct {
	mail, label, name, zone string
	role                    authz.Role
	team, boss              string // a team's name; the boss's mail
	// joined is the working day from which they are there, and off a week in which they are away; 0 for none.
	joined, off int
	// Of a standup: when it is written, how often, how it is set out, whether by a program, and the usual mood.
	hour      time.Duration
	diligence float64
	layout    layout
	byProgram bool
	mood      float64
}

// cast lists the people, strongest role first. The first one founds the workspace.
var cast = []part{
	{mail: "owner", label: "owner", name: "Odalys Fernwick", zone: "Europe/Berlin", role: authz.RoleOwner, off: 11,
		hour: 8*time.Hour + 40*time.Minute, diligence: 0.4, layout: prose, mood: 0.3},
	{mail: "admin", label: "admin", name: "Kofi Larkspur", zone: "UTC", role: authz.RoleAdmin, team: "Leadership", boss: "vp", off: 9,
		hour: 9 * time.Hour, diligence: 0.85, layout: bullets, mood: 0.2},
	{mail: "vp", label: "VP", name: "Beatrix Quillmore", zone: "America/New_York", role: authz.RoleMember, team: "Leadership", off: 8,
		hour: 9*time.Hour + 20*time.Minute, diligence: 0.5, layout: prose, mood: 0.25},
	{mail: "director", label: "director", name: "Rohan Tallowby", zone: "Europe/London", role: authz.RoleMember, team: "Leadership", boss: "vp", off: 4,
		hour: 9*time.Hour + 5*time.Minute, diligence: 0.7, layout: lines, mood: 0.15},
	{mail: "manager", label: "manager", name: "Ingrid Saltmarsh", zone: "Europe/Berlin", role: authz.RoleMember, team: "Storefront", boss: "director", off: 6,
		hour: 8*time.Hour + 55*time.Minute, diligence: 0.92, layout: bullets, mood: 0.25},
	{mail: "member1", label: "member", name: "Tomasz Applegarth", zone: "Europe/Berlin", role: authz.RoleMember, team: "Storefront", boss: "manager", off: 5,
		hour: 9*time.Hour + 10*time.Minute, diligence: 0.93, layout: bullets, mood: 0.3},
	{mail: "member2", label: "member", name: "Aroha Reedwater", zone: "Pacific/Auckland", role: authz.RoleMember, team: "Storefront", boss: "manager", off: 8,
		hour: 8*time.Hour + 50*time.Minute, diligence: 0.9, layout: prose, mood: 0.35},
	{mail: "member3", label: "member", name: "Meera Foxglen", zone: "Asia/Kolkata", role: authz.RoleMember, team: "Storefront", boss: "manager", off: 3,
		hour: 10 * time.Hour, diligence: 0.95, layout: lines, byProgram: true, mood: 0.2},
	{mail: "member4", label: "member", name: "Lucas Thistledown", zone: "America/Los_Angeles", role: authz.RoleMember, team: "Storefront", boss: "manager", off: 10,
		hour: 9*time.Hour + 35*time.Minute, diligence: 0.84, layout: terse, mood: 0.05},
	{mail: "member5", label: "member", name: "Zainab Copperleaf", zone: "America/New_York", role: authz.RoleMember, team: "Platform", boss: "manager", off: 7,
		hour: 8*time.Hour + 45*time.Minute, diligence: 0.94, layout: prose, mood: 0.25},
	{mail: "member6", label: "member", name: "Joaquim Moonpenny", zone: "America/Sao_Paulo", role: authz.RoleMember, team: "Platform", boss: "manager", off: 2,
		hour: 9*time.Hour + 15*time.Minute, diligence: 0.88, layout: terse, byProgram: true, mood: 0.1},
	{mail: "member7", label: "member", name: "Nnamdi Brightkettle", zone: "Africa/Lagos", role: authz.RoleMember, team: "Platform", joined: 15,
		hour: 9*time.Hour + 25*time.Minute, diligence: 0.9, layout: bullets, mood: 0.4},
}

// teams by name, with who leads them.
var teams = []struct{ name, manager string }{{"Leadership", "vp"}, {"Storefront", "manager"}, {"Platform", "manager"}}

// projects by key; a restricted one has members.
var projects = []struct {
	key, name string
	members   []string
}{
	{key: "WEB", name: "Web shop"},
	{key: "API", name: "Orders API"},
	{key: "SEC", name: "Security review", members: []string{"director", "manager", "member5", "member6"}},
}

// sprints are the two that were planned: the first is over, the second has begun. Days are working days.
var sprints = []struct {
	name                 string
	created, first, last int
	completed, movesIn   int // movesIn: the day on which open tasks are taken in; completed: 0 for not yet
}{
	{name: "Sprint 1: calmer checkout", created: 43, first: 45, last: 59, completed: 59, movesIn: 44},
	{name: "Sprint 2: better search", created: 58, first: 60, last: 74, movesIn: 59},
}

func mailOf(name string) string { return name + "@example.com" }
