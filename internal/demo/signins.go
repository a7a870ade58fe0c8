package demo

import (
	"time"

	"daybook/internal/activity"
)

// signIns lets everyone sign in every few weeks, in the morning before they do anything else; some sign out on the evening
// before, and some mistype their password first.
func (s *story) signIns() {
	for _, p := range s.people {
		for j := 0; j < len(p.days); {
			n := p.days[j]
			r := chance("sign-in", p.mail, n)
			at := s.at(n, p.zone, around(r, 7*time.Hour+50*time.Minute, 12*time.Minute))
			if often(r, 0.12) {
				s.tell(at.Add(-time.Duration(between(r, 8, 50))*time.Second), p, toldSignIn(activity.LoginFailed, p.row))
			}
			s.tell(at, p, toldSignIn(activity.Login, p.row))
			j += between(r, 7, 16)
			if j < len(p.days) && often(r, 0.3) {
				evening := s.at(p.days[j-1], p.zone, around(r, 18*time.Hour+10*time.Minute, 25*time.Minute))
				s.tell(evening, p, toldSignIn(activity.Logout, p.row))
			}
		}
	}
}
