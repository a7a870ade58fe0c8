package standuptext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNone bounds what can mean "no blocker"; a longer text says something.
const maxNone = 200

// IsNone reports whether the text of a blockers part means that there is no blocker: empty or without letters
// ("---", "{?}", an emoji), a word for none ("N/A", "nope", "keine", "aucun"), or such a word about blockers
// ("not blocked", "no real issues at the moment"). Any other word makes it a blocker: "None, except waiting for
// review of #12" is one.
func IsNone(text string) bool {
	if len(text) > maxNone*4 {
		return false
	}
	ws, ok := noneWords(text)
	if !ok {
		return false
	}
	if len(ws) == 0 {
		return true
	}
	joined := strings.Join(ws, " ")
	if len(joined) > maxNone {
		return false
	}
	return nonePhrases[joined] || denial(ws) || eachNone(text)
}

// HeaderSaysNoBlocker reports whether the line that names a person carries the note that nothing blocks them, as
// in "@ada (no blockers, not attending)". A bare "none" counts when it is a whole note in parentheses. A note
// that goes on with an exception ("no blockers except CI") does not count.
func HeaderSaysNoBlocker(header string) bool {
	header = clip(header, 2000)
	clauses := strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune("()[],;.:|–—", r) })
	for _, clause := range clauses {
		if clauseDenies(words(clause, 40)) {
			return true
		}
	}
	_, note, _ := strings.Cut(header, "(")
	note, _, closed := strings.Cut(note, ")")
	ws := words(spelledNA.Replace(note), 1)
	return closed && len(ws) == 1 && noWords[ws[0]]
}

// clauseDenies reports a clause with a run of words that begins with a no and ends at a word about blockers.
func clauseDenies(ws []string) bool {
	for _, w := range ws {
		if w == "except" || w == "but" || w == "besides" || w == "ausser" || w == "sauf" || w == "excepto" {
			return false
		}
	}
	for i := range ws {
		for j := i + 2; noWords[ws[i]] && j <= len(ws) && j <= i+6; j++ {
			if aboutBlockers[ws[j-1]] && denial(ws[i:j]) {
				return true
			}
		}
	}
	return false
}

// eachNone reports lines or sentences that each mean none: "No. All good!".
func eachNone(text string) bool {
	text = strings.ReplaceAll(text, " - ", ", ")
	clauses := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n.,;!–—", r) })
	if len(clauses) < 2 || strings.Contains(strings.ToLower(text), "n.a") {
		return false
	}
	said := false
	for _, c := range clauses {
		ws, _ := noneWords(c)
		if len(ws) == 0 {
			continue
		}
		if !nonePhrases[strings.Join(ws, " ")] && !denial(ws) && !thanks[strings.Join(ws, " ")] {
			return false
		}
		said = said || !thanks[strings.Join(ws, " ")]
	}
	return said
}

// denial reports words of which one says no and the others are about blockers or say nothing. A word about
// blockers must come after the no it belongs to ("no blockers", but not "no, I am blocked") or be answered at the
// end ("blockers: none").
func denial(ws []string) bool {
	no, open := false, false
	for _, w := range ws {
		switch {
		case noWords[w]:
			no, open = true, true
		case aboutBlockers[w]:
			if !open && !noWords[ws[len(ws)-1]] {
				return false
			}
		case w == "i" || w == "im" || w == "we" || w == "ich":
			open = false
		case !noneFillers[w]:
			return false
		}
	}
	return no
}

// deniesBlockers reports a line that says there are no blockers and names them, so that it needs no heading.
func deniesBlockers(body string) bool {
	if len(body) < 8 || len(body) > 80 {
		return false
	}
	ws, ok := noneWords(body)
	if !ok || !denial(ws) {
		return false
	}
	for _, w := range ws {
		if aboutBlockers[w] {
			return true
		}
	}
	return false
}

// noneWords cuts a text into words without bullets, smileys and punctuation. A number or a link makes it a
// statement: ok is false.
func noneWords(text string) (ws []string, ok bool) {
	if strings.Contains(text, "://") || strings.ContainsAny(text, "@#") {
		return nil, false
	}
	var b strings.Builder
	for l := range strings.SplitSeq(text, "\n") {
		_, body := cutIndent(l)
		for {
			rest, cut := cutBullet(body)
			if !cut {
				break
			}
			body = rest
		}
		for f := range strings.FieldsSeq(body) {
			if !smileys[f] {
				b.WriteString(f)
				b.WriteByte(' ')
			}
		}
	}
	s := spelledNA.Replace(b.String())
	ws = words(s, 60)
	if ws == nil && strings.ContainsFunc(s, unicode.IsLetter) && len(strings.Fields(s)) > 30 {
		return nil, false
	}
	for _, w := range ws {
		if w[0] >= '0' && w[0] <= '9' && w != "0" {
			return nil, false
		}
	}
	return ws, true
}

// spelledNA joins abbreviations that punctuation would cut into letters.
var spelledNA = strings.NewReplacer("n/a", "na", "N/A", "na", "N/a", "na", "n / a", "na", "N / A", "na", "n.a.", "na", "N.A.", "na", "R.A.S.", "ras", "r.a.s.", "ras")

// clip cuts s to at most n bytes at a character's boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var smileys = set(`:) :-) ;) ;-) :D :-D :P :-P :p :d :( :-( (: :] =) =D xD XD ^^ ^_^ \o/ o/ <3 :/ :-/ lol haha yay
	¯\_(ツ)_/¯ ¯\\_(ツ)_/¯ :-^-) :')`)

var noWords = set(`no none non nope nah nay nada nothing nil null undefined na zero not without never 0
	dont doesnt havent hasnt isnt arent wasnt
	nein kein keine keinen keiner keinerlei nichts nix ohne nicht
	aucun aucune rien pas neant sans ras
	ninguno ninguna ningun sin nadie nenhum nenhuma sem nao nessuno nessuna niente geen niets brak brakuje inga inget ingen
	ingenting net nichego нет ничего 無し なし 特になし 无 没有 無`)

var aboutBlockers = set(`blocked blocker blockers blocking block blocks blockage blockages roadblock roadblocks
	impediment impediments impeded impeding problem problems issue issues obstacle obstacles stuck hurdle hurdles
	challenge challenges concern concerns trouble troubles stopper stoppers showstopper showstoppers
	blockiert blockade blockaden hindernis hindernisse probleme hurden schwierigkeiten
	bloque bloques blocage blocages bloquant bloquants probleme problemes obstacle
	bloqueo bloqueos bloqueado bloqueada bloqueadores bloqueador impedimento impedimentos problema problemas obstaculos
	bloqueios bloqueio ostacoli blocchi problemi blokkades blokkers problemen`)

var noneFillers = set(`at the moment right now currently today this week as of so far for me us from my our side end
	here really real major big serious significant specific special particular inparticular new known other anymore
	any longer am are is be been being there have has in on by anything just mostly actually atm rn afaik probably
	thankfully luckily fortunately think thanks thank you that yet me myself anyone which
	aktuell derzeit momentan zurzeit gerade bisher heute bin habe haben es gibt im durch moment von
	pour le a l instant actuellement je suis ne de il y en ce par
	por el momento ahora hoy hay tengo estoy actualmente`)

var nonePhrases = set2(`none|no|nope|nah|na|nil|null|undefined|nothing|nada|all good|all clear|good|all fine|fine|ok|okay|
	clear|free|all ok|im good|im fine|we are good|were good|smooth sailing|smooth|unblocked|all set|good to go|
	so far so good|none so far|not really|not yet|nothing yet|not much|nothing special|nothing new|x|tbd|tba|
	alles gut|alles ok|alles klar|passt|alles bestens|lauft|tout va bien|ras|rien a signaler|todo bien|tudo bem|
	tutto bene|alles goed|nothing to report|nothing in the way|nothing blocking me|nothing is blocking me|nothing in my way|nothing stopping me|
	nothing holding me back|everything is fine|everything is good|everything good|no one|noone|noting|nothin|nothng|non`)

var thanks = set2(`thanks|thank you|cheers|danke|merci|gracias|great|yay|moving forward|all is well`)

func set2(phrases string) map[string]bool {
	m := map[string]bool{}
	for p := range strings.SplitSeq(phrases, "|") {
		m[strings.Join(strings.Fields(p), " ")] = true
	}
	return m
}
