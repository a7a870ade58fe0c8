package standuptext

import "strings"

// kind is the part a heading opens.
type kind uint8

const (
	kindNone      kind = iota
	kindYesterday      // what was done
	kindToday          // what comes next
	kindBlockers       // what is in the way
	kindOther          // a heading of none of the three
	kindWeekday        // a day's name alone; what it means depends on the other headings
	kindOngoing        // what is being worked on: a kind of kindToday that reads like an ordinary word
)

// role is what one word says about a heading. The higher role wins, so that "Done today" is about what was done
// and "Blockers this week" about blockers; of two words with the same weight the first wins.
type role uint8

const (
	roleUnknown role = iota
	roleFiller       // says nothing: "the", "my", "items"
	roleDate         // "Monday", "March"
	roleOther        // "notes"
	roleOngoing      // "in progress"
	rolePast         // "yesterday"
	roleNow          // "today"
	roleDone         // "done", "completed"
	rolePlan         // "next", "todo"
	roleBlock        // "blocked", "impediments"
)

func (r role) kind() kind {
	switch r {
	case rolePast, roleDone:
		return kindYesterday
	case roleOngoing:
		return kindOngoing
	case roleNow, rolePlan:
		return kindToday
	case roleBlock:
		return kindBlockers
	case roleOther:
		return kindOther
	case roleDate:
		return kindWeekday
	}
	return kindNone
}

func (r role) weight() int {
	switch r {
	case roleNow:
		return int(rolePast)
	case rolePlan:
		return int(roleDone)
	}
	return int(r)
}

// vocabulary lists the words of each role: lower case, accents and apostrophes removed, English first and then
// German, French, Spanish, Portuguese, Italian and Dutch. A word that stands in two roles has the later one.
var vocabulary = []struct {
	role  role
	words string
}{
	{roleFiller, `i im ive we weve well you your youve my our me us the a an of for on in at to by from with and or
		is are was were am be been being do does have has had what whats which any anything anyone something some
		there up out over so far this these that week weeks day days month sprint standup stand meeting sync call
		time reporting morning afternoon evening item items stuff things thing work list status update updates
		report if also more most mostly main major key daily weekly team since merge merged review reviews need
		needs needed wanted feedback it re how can could would like way s open about as until till faced facing face encountered into
		new rest mine section just here side got get step steps area areas top personal own really actually it its id lets since back been both each every accomplish achieve finish make made making going`},
	{roleFiller, `ich wir habe haben hast habt mein meine meinem der die das den dem des es gibt fur im oder steht
		stehen als woche wochen tag werde werden wird du dir ihr schritte schritt punkte offene euch dich mich
		ce que jai je nous la le les l de et ou mes mon ma ai en pour au aux est sont ete semaine semaines jour
		etape etapes point points cette quoi quelles quels y il t tu vous qu quest qui avez as d
		lo he hemos se el los las un una mi mis nuestro nos por para con hay esta este semana semanas dia dias
		pasos paso tengo tienes algun algo e os o da dos questa settimana che cosa ho ik heb een wat`},
	{roleDate, `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
		january february march april june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec st nd rd th
		montag dienstag mittwoch donnerstag freitag lundi mardi mercredi jeudi vendredi
		lunes martes miercoles jueves viernes`},
	{roleOther, `notes note comments comment fyi info misc miscellaneous others other ooo pto mood feeling feel feels
		feelings links questions question remarks kudos thanks shoutout shoutouts announcements announcement
		availability reminders reminder general meta parking vacation discussion discuss learned learnings
		notizen hinweise sonstiges fragen urlaub notas remarques divers preguntas`},
	{roleOngoing, `doing wip ongoing continuing continue continued working current currently still remaining underway
		active task tasks focus focusing
		aktuell derzeit weiterhin laufend arbeit arbeite aufgaben mache machst cours taches curso haciendo tareas`},
	{rolePast, `yesterday yesterdays yday ystd prev previous previously past last prior earlier before lately recently
		gestern vorgestern letzte letzten letzter vorherige vergangene bisher
		hier dhier derniere dernier ayer pasada pasado ontem passada ieri scorsa gisteren vorige`},
	{roleNow, `today todays tody toady tonight now heute heutige aujourdhui hoy hoje oggi vandaag`},
	{roleDone, `done did finished completed complete accomplished accomplishments accomplishment achieved
		achievements achievement shipped delivered worked progress wins recap
		erledigt erledigtes gemacht geschafft fertig abgeschlossen fortschritt fortschritte
		fait faits faites termine termines accompli realise realisations avancement avancees
		hecho hechos hice hiciste hicimos terminado completado logros logrado avances
		feito feitos fiz concluido fatto fatti completato gedaan afgerond`},
	{rolePlan, `next nexts todo todos plan plans planned planning priorities priority upcoming will ill gonna goals
		goal agenda tomorrow tomorrows tmrw future want intend intentions target targets
		naechstes nachstes nachste naechste nachsten naechsten nachster naechster morgen geplant vorhaben ziele
		prochain prochaine prochaines prochains ensuite suite prevu prevus demain faire vais objectifs
		proximo proximos proxima proximas siguiente siguientes manana pendiente pendientes planes hare haras voy
		hacer objetivos amanha pendentes fazer domani prossimi volgende`},
	{roleBlock, `blocked blocker blockers blocking block blocks blockage blockages roadblock roadblocks impediment
		impediments impeded impeding problem problems issue issues stuck obstacle obstacles challenge challenges
		hurdle hurdles asks ask asked risk risks concern concerns dependencies dependency difficulty difficulties
		stopper stoppers showstopper showstoppers bottleneck bottlenecks waiting awaiting help assistance
		hindrance hindrances unblock
		blockiert blockade blockaden blockierer hindernis hindernisse probleme schwierigkeiten hurden hilfe behindert
		bloque bloques blocage blocages bloquant bloquants bloquee problemes difficulte difficultes frein freins
		bloqueo bloqueos bloqueado bloqueada bloqueadores bloqueador impedimento impedimentos problema problemas
		impide obstaculo obstaculos dificultad dificultades ayuda bloqueios bloqueio dificuldades
		ostacoli blocchi bloccato blokkades blokkers geblokkeerd`},
}

// pairs gives the role of two words that mean more than each alone.
var pairs = map[string]role{
	"in progress": roleOngoing, "in review": roleOngoing, "on going": roleOngoing, "en cours": roleOngoing,
	"en curso": roleOngoing, "making progress": roleOngoing,
	"this week": roleNow, "this sprint": roleNow, "this month": roleNow, "diese woche": roleNow,
	"dieser woche": roleNow, "cette semaine": roleNow, "esta semana": roleNow, "questa settimana": roleNow,
	"to do": rolePlan, "coming up": rolePlan, "going to": rolePlan, "be done": rolePlan, "get done": rolePlan,
	"on hold": roleBlock, "need review": roleBlock, "needs review": roleBlock, "need feedback": roleBlock,
	"needs feedback": roleBlock, "feedback needed": roleBlock, "pain points": roleBlock, "my way": roleBlock,
	"your way": roleBlock, "the way": roleBlock, "im weg": roleBlock,
	"of note": roleOther, "of office": roleOther, "follow up": roleOther, "follow ups": roleOther,
	"off topic": roleOther,
}

var roles = func() map[string]role {
	m := map[string]role{}
	for _, v := range vocabulary {
		for w := range strings.FieldsSeq(v.words) {
			m[w] = v.role
		}
	}
	return m
}()

// classify reads the words of a label. Every word must be known, so that an ordinary sentence with a heading
// word in it is no heading; a misspelt heading word counts as known and is reported as fuzzy.
func classify(words []string) (k kind, fuzzy bool) {
	best := roleUnknown
	for i, w := range words {
		r := roles[w]
		if i+1 < len(words) && len(w) <= 8 {
			if p, ok := pairs[w+" "+words[i+1]]; ok {
				r = p
			}
		}
		if i > 0 && len(words[i-1]) <= 8 {
			// The second word of a pair says nothing of its own: "in progress" is not "progress".
			if _, ok := pairs[words[i-1]+" "+w]; ok {
				r = roleFiller
			}
		}
		if r == roleUnknown && isNumber(w) {
			r = roleDate
		}
		if r == roleUnknown {
			if r = misspelt(w); r == roleUnknown {
				return kindNone, false
			}
			fuzzy = true
		}
		if moods[w] {
			return kindOther, false
		}
		if r.weight() > best.weight() {
			best = r
		}
	}
	if best == roleDate && !dayName(words) {
		return kindNone, false
	}
	return best.kind(), fuzzy
}

func isNumber(w string) bool { return w != "" && strings.Trim(w, "0123456789") == "" }

func dayName(words []string) bool {
	for _, w := range words {
		if roles[w] == roleDate && len(w) > 2 {
			return true
		}
	}
	return false
}

// classifyQuestion reads a question, which may hold any words: "Anything blocking your progress?". It must
// address somebody and open like a question.
func classifyQuestion(words []string) kind {
	if len(words) < 2 || !askers[words[0]] {
		return kindNone
	}
	addressed := len(words) <= 5
	best := roleUnknown
	for i, w := range words {
		if addressees[w] {
			addressed = true
		}
		r := roles[w]
		if i+1 < len(words) && len(w) <= 8 {
			if p, ok := pairs[w+" "+words[i+1]]; ok {
				r = p
			}
		}
		switch {
		case moods[w]:
			return kindOther
		case r.weight() > best.weight():
			best = r
		}
	}
	if !addressed || best == roleDate {
		return kindNone
	}
	return best.kind()
}

// moods are words of headings about the person; "How do you feel today?" is not about today's work.
var moods = set("feel feels feeling feelings mood")

var askers = set(`what whats which how any anything anyone are is do did does have has was were will where who
	welche gibt bist hast wo que quel quelle quels quelles quest as avez y hay cual cuales tienes algun algo`)

var addressees = set(`you your youre yours i im my me we our us du dir dich dein deine ich mich mir wir uns euch ihr
	tu te t vous je j nous mon ton hiciste haras tienes impide te tu mi me nos has avez`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
