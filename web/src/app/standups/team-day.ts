import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { readDay } from '../data/address.ts';
import { onChange } from '../data/live.ts';
import { sentenceFor, whole } from '../ui/whole.ts';
import { addDays, dayIn } from '../ui/days.ts';
import { dateField } from '../ui/form.ts';
import { formatDay } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { guarded } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { type StandupDayCountsQuery, StandupChangesDocument, StandupDayCountsDocument, type StandupDayStatus } from './standups.generated.ts';
import './team-group.ts';
import type { DayStandupTeamGroup } from './team-group.ts';
import { words } from './words.ts';

type Counts = NonNullable<StandupDayCountsQuery['workspace']>['standupDay'];

/** Who sent their standup of a day, for admins: each judged by their own clock. */
export class DayStandupTeam extends Page {
  static override properties = { showsNotDue: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      .pick { display: flex; flex-wrap: wrap; align-items: end; gap: 8px; }
      .groups { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; }
      details > summary { min-block-size: 24px; padding-block: 4px; color: var(--daybook-muted); cursor: pointer; }
      @media (min-width: 1024px) { .groups { grid-template-columns: repeat(3, minmax(0, 1fr)); } }
    `,
  ];
  declare showsNotDue: boolean;

  constructor() {
    super();
    this.showsNotDue = false;
  }

  readonly #counts: Load<Counts> = new Load<Counts>(
    this,
    async (signal) => {
      const { workspace } = whole(await request(StandupDayCountsDocument, { workspaceId: this.place.workspaceId, date: this.#date }, { signal }));
      return workspace.standupDay;
    },
    { rows: 6, sentence: () => sentenceFor(this.#counts.problem, words.couldNotLoadDay) },
  );
  #shown = '';
  #stop: () => void = () => undefined;

  get #today(): string {
    return dayIn(this.place.timeZone);
  }

  get #date(): string {
    return readDay(this.query.get('date')) ?? this.#today;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onChange(StandupChangesDocument, { workspaceId: this.place.workspaceId }, () => {
      void this.#counts.reload();
      for (const group of this.renderRoot.querySelectorAll<DayStandupTeamGroup>('day-standup-team-group')) group.reload();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.#shown !== '' && this.#shown !== this.#date) this.#counts.restart();
    this.#shown = this.#date;
  }

  #go(date: string): void {
    setQuery({ date: date === this.#today ? null : date });
  }

  override render() {
    const date = this.#date;
    return html`<div class="stack">
      <div class="pick">
        <button class="button" type="button" aria-label=${words.earlierDay} @click=${() => { this.#go(addDays(date, -1)); }}>${icon('chevron-left')}</button>
        ${dateField({ id: 'day', label: words.day, value: date, onInput: (value) => { if (readDay(value) !== null) this.#go(value); } })}
        <button class="button" type="button" aria-label=${words.laterDay} @click=${() => { this.#go(addDays(date, 1)); }}>${icon('chevron-right')}</button>
        ${date === this.#today ? nothing : html`<button class="button" type="button" @click=${() => { this.#go(this.#today); }}>${words.today}</button>`}
      </div>
      <div><h2>${formatDay(date, 'long')}</h2><p class="muted">${words.dayRule}</p></div>
      ${this.#counts.render((counts) => (counts ? this.#groups(counts) : guarded()))}
    </div>`;
  }

  #groups({ sentCount, inferredOnlyCount, missingCount, notDueYetCount }: NonNullable<Counts>) {
    const group = (heading: string, statuses: readonly StandupDayStatus[], count: number | null) =>
      html`<day-standup-team-group .date=${this.#date} .heading=${heading} .statuses=${statuses} .count=${count}></day-standup-team-group>`;
    return html`<div class="groups in-order">
        ${group(words.sent, SENT, sentCount)}
        ${group(words.noHuman, NO_HUMAN, inferredOnlyCount + missingCount)}
        ${group(words.notDueYet, NOT_YET, notDueYetCount)}
      </div>
      <details @toggle=${(event: Event) => { this.showsNotDue = (event.target as HTMLDetailsElement).open; }}>
        <summary>${words.notDue}</summary>
        ${this.showsNotDue ? group(words.notDue, NOT_DUE, null) : nothing}
      </details>`;
  }
}

// Named once, so that drawing again gives the groups the same lists.
const SENT: readonly StandupDayStatus[] = ['SENT'];
const NO_HUMAN: readonly StandupDayStatus[] = ['MISSING', 'INFERRED_ONLY'];
const NOT_YET: readonly StandupDayStatus[] = ['NOT_DUE_YET'];
const NOT_DUE: readonly StandupDayStatus[] = ['NOT_DUE'];

customElements.define('day-standup-team', DayStandupTeam);
