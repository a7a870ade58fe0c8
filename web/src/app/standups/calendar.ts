import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { readDay, readMonth } from '../data/address.ts';
import { sentenceFor, whole } from '../ui/whole.ts';
import { addDays, addMonths, dayIn, monthOf } from '../ui/days.ts';
import { formatDay, formatMonth, formatNumber, formatWeekday } from '../ui/formats.ts';
import { type IconName, icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { type Mark, type MonthFacts, markOf, weeksOf } from './month.ts';
import { StandupMonthDocument } from './standups.generated.ts';
import { words } from './words.ts';

const ICONS: Readonly<Record<Mark, IconName>> = { sent: 'check', inferred: 'sparkles', missed: 'x', open: 'circle' };
const MARKS: readonly Mark[] = ['sent', 'inferred', 'missed', 'open'];

/** A person's month: each day says how they stand with it, and shows its standup when it is pressed. */
export class DayStandupCalendar extends Page {
  static override properties = { member: {}, at: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      .card { padding: 16px; }
      table { table-layout: fixed; }
      thead th, td { block-size: auto; padding: 2px; border: 0; text-align: center; }
      tbody tr:hover { background: none; }
      .day { display: grid; justify-items: center; align-content: center; inline-size: 100%; min-block-size: 40px; padding: 2px; background: none; border: 1px solid transparent; border-radius: var(--daybook-radius-control); color: inherit; font: 400 14px/16px var(--daybook-font); font-variant-numeric: tabular-nums; }
      button.day { cursor: pointer; }
      button.day:hover { border-color: var(--daybook-control-border); }
      .day svg.icon, .legend svg.icon { inline-size: 12px; block-size: 12px; }
      .day[aria-current='date'] { font-weight: 600; text-decoration: underline; text-underline-offset: 2px; }
      .sent { background: var(--daybook-good-tint); color: var(--daybook-good); }
      .inferred { border: 1px dashed var(--daybook-inferred); color: var(--daybook-inferred); }
      .missed { background: var(--daybook-danger-tint); color: var(--daybook-danger); }
      .open, .none { color: var(--daybook-muted); }
      .day[aria-pressed='true'] { outline: 2px solid var(--daybook-accent); outline-offset: 0; }
      .day:focus-visible { outline: 2px solid var(--daybook-accent); outline-offset: 2px; }
      .legend { display: flex; flex-wrap: wrap; gap: 4px 12px; }
      .legend li { display: inline-flex; align-items: center; gap: 4px; padding: 2px 6px; border-radius: var(--daybook-radius-control); font-size: 12px; line-height: 16px; }
      .icon-button[aria-disabled='true'] { color: var(--daybook-muted); cursor: default; opacity: 0.5; }
      h2 { font-size: 16px; line-height: 24px; }
      @media (forced-colors: active) { .day { border-color: ButtonText; } .inferred { border-style: dashed; } }
    `,
  ];
  /** Whose month it is. */
  declare member: string;
  /** The day that Tab reaches. */
  declare at: string | null;

  constructor() {
    super();
    this.member = '';
    this.at = null;
  }

  readonly #load: Load<MonthFacts> = new Load<MonthFacts>(
    this,
    async (signal) => {
      const { first, last } = monthOf(this.#month);
      const data = whole(await request(StandupMonthDocument, { workspaceId: this.place.workspaceId, memberId: this.member, from: first, to: last }, { signal }));
      const zone = data.member?.timeZone ?? this.place.memberZone;
      return {
        today: dayIn(zone),
        joined: data.member ? dayIn(zone, data.member.joinedAt) : first,
        standups: new Map(data.workspace.standups?.nodes.map((row) => [row.date, row])),
      };
    },
    { rows: 6, marksHost: true, sentence: () => sentenceFor(this.#load.problem, words.couldNotLoadMonth) },
  );
  #shown = '';

  get #month(): string {
    return readMonth(this.query.get('month')) ?? monthOf(readDay(this.query.get('date')) ?? dayIn(this.place.memberZone)).first;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const shown = `${this.member} ${this.#month}`;
    if (this.#shown !== '' && this.#shown !== shown) {
      this.#load.restart();
      this.at = null;
    }
    this.#shown = shown;
  }

  /** Asks again; what is shown stays until the answer is there. */
  reload(): void {
    void this.#load.reload();
  }

  #go(months: number): void {
    setQuery({ month: addMonths(this.#month, months).slice(0, 7) }, { replace: true });
  }

  #onKey(event: KeyboardEvent, today: string): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const isMirrored = getComputedStyle(this).direction === 'rtl' && Math.abs(step) === 1;
    const { first, last } = monthOf(this.#month);
    const next = addDays(this.#focusDay(today), isMirrored ? -step : step);
    if (next < first || next > last || next > today) return;
    this.at = next;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  #focusDay(today: string): string {
    const { first, last } = monthOf(this.#month);
    const chosen = this.at ?? readDay(this.query.get('date')) ?? today;
    return chosen < first ? first : chosen > last ? last : chosen;
  }

  override render() {
    const month = this.#month;
    const isLast = month >= monthOf(dayIn(this.place.memberZone)).first;
    return html`<section class="card stack tight" aria-labelledby="month">
      <div class="spread">
        <h2 id="month" aria-live="polite">${formatMonth(month)}</h2>
        <div>
          <button class="icon-button" type="button" aria-label=${words.earlierMonth} @click=${() => { this.#go(-1); }}>${icon('chevron-left')}</button>
          <button class="icon-button" type="button" aria-label=${words.laterMonth} aria-disabled=${isLast ? 'true' : 'false'} @click=${() => { if (!isLast) this.#go(1); }}>${icon('chevron-right')}</button>
        </div>
      </div>
      ${this.#load.render((facts) => this.#calendar(month, facts))}
    </section>`;
  }

  #calendar(month: string, facts: MonthFacts) {
    const weeks = weeksOf(month, this.place.weekStart);
    const marks = weeks.flat().map((day) => (day === null ? null : markOf(day, facts)));
    const heads = (weeks[1] ?? []).filter((day) => day !== null);
    return html`<table aria-labelledby="month" @keydown=${(event: KeyboardEvent) => { this.#onKey(event, facts.today); }}>
        <thead><tr>${heads.map((day) => html`<th scope="col"><span aria-hidden="true">${formatWeekday(day)}</span><span class="visually-hidden">${formatWeekday(day, 'long')}</span></th>`)}</tr></thead>
        <tbody>${weeks.map((week) => html`<tr>${week.map((day) => html`<td>${day === null ? nothing : this.#day(day, facts)}</td>`)}</tr>`)}</tbody>
      </table>
      <ul class="legend">${MARKS.map((mark) => {
        const count = marks.filter((one) => one === mark).length;
        return count === 0 ? nothing : html`<li class=${mark}>${icon(ICONS[mark])}${words[mark]}<span class="figures">${formatNumber(count)}</span></li>`;
      })}</ul>`;
  }

  #day(day: string, facts: MonthFacts) {
    const mark = markOf(day, facts);
    const number = Number(day.slice(8));
    const sign = html`<span>${formatNumber(number)}</span>${mark ? icon(ICONS[mark]) : nothing}`;
    if (day > facts.today) return html`<span class="day none">${sign}</span>`;
    const isShown = this.query.get('date') === day;
    return html`<button class="day ${mark ?? 'none'}" type="button" tabindex=${day === this.#focusDay(facts.today) ? '0' : '-1'}
      aria-label="${formatDay(day)}: ${mark ? words[mark] : words.nothing}" aria-pressed=${isShown ? 'true' : 'false'} aria-current=${day === facts.today ? 'date' : nothing}
      @focus=${() => { this.at = day; }} @click=${() => { setQuery({ date: isShown ? null : day, month: this.#month.slice(0, 7) }); }}>${sign}</button>`;
  }
}

customElements.define('day-standup-calendar', DayStandupCalendar);
