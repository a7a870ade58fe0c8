import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { onChange } from '../data/live.ts';
import { standupTextStyles } from '../ui/standup-text.ts';
import type { StandupPartsFragment } from '../data/standup.generated.ts';
import { whole } from '../ui/whole.ts';
import { dayIn } from '../ui/days.ts';
import { dateField, inputField, selectField } from '../ui/form.ts';
import { formatCount } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { Paged } from '../ui/paged.ts';
import { empty, emptyThroughFilter, failure } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import './calendar.ts';
import type { DayStandupCalendar } from './calendar.ts';
import { cardStyles, standupCard, writeLink } from './card.ts';
import { type ListFilter, SOURCES, isFiltered, isUnordered, readFilter, toServer } from './filter.ts';
import { StandupChangesDocument, StandupListDocument, StandupPeopleDocument } from './standups.generated.ts';
import { words } from './words.ts';

const TYPING = 300;
const NO_FILTERS = { q: null, date: null, from: null, to: null, source: null };
interface Named {
  id: string;
  name: string;
}

/** A person's standups: the month beside the list. Admins may look at others'. */
export class DayStandupHistory extends Page {
  static override properties = { count: { state: true } };
  static override styles = [
    ...pageStyles,
    standupTextStyles,
    cardStyles,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; }
      .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(136px, 1fr)); gap: 12px; align-items: start; }
      .filters .wide { grid-column: 1 / -1; }
      @media (min-width: 1024px) {
        .columns { grid-template-columns: 312px minmax(0, 1fr); gap: 24px; }
        day-standup-calendar { position: sticky; inset-block-start: 80px; }
      }
    `,
  ];
  declare count: { value: number; precision: string } | null;

  constructor() {
    super();
    this.count = null;
  }

  readonly #list = new Paged<StandupPartsFragment>(
    this,
    async (after, signal) => {
      const { workspace } = whole(await request(StandupListDocument, { workspaceId: this.place.workspaceId, filter: toServer(this.#filter, this.#memberId), after }, { signal }));
      const page = workspace.standups;
      if (!page) throw new Error('The answer holds no standups.');
      this.count = page.count;
      return page;
    },
    { rows: 6, sentence: () => words.couldNotLoad },
  );
  readonly #people = new Load<Named[]>(this, async (signal) => {
    if (!this.place.isAdmin) return [];
    const { workspace } = whole(await request(StandupPeopleDocument, { workspaceId: this.place.workspaceId }, { signal }));
    return (workspace.members?.nodes ?? []).map(({ id, actor }) => ({ id, name: actor.displayName }));
  });
  #asked = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  get #filter(): ListFilter {
    return readFilter(this.query);
  }

  get #memberId(): string {
    const asked = this.query.get('person');
    return this.place.isAdmin && asked !== null && asked !== '' ? asked : this.place.memberId;
  }

  get #isOwn(): boolean {
    return this.#memberId === this.place.memberId;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const search = () => this.renderRoot.querySelector<HTMLElement>('#q')?.focus();
    addEventListener('daybook-search', search);
    this.#stops = [() => { removeEventListener('daybook-search', search); }, this.#follow()];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    for (const stop of this.#stops) stop();
  }

  #follow(): () => void {
    const { workspaceId, isAdmin, memberId } = this.place;
    return onChange(StandupChangesDocument, { workspaceId, memberId: isAdmin ? null : memberId }, () => {
      this.renderRoot.querySelector<DayStandupCalendar>('day-standup-calendar')?.reload();
      // A list that is being read stays as it is.
      if (scrollY < 100 && this.#list.rows.length <= 25) void this.#list.reload();
    });
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const asked = JSON.stringify([this.#filter, this.#memberId]);
    if (this.#asked !== '' && this.#asked !== asked && !isUnordered(this.#filter)) {
      clearTimeout(this.#typing);
      this.#list.restart();
      this.count = null;
    }
    this.#asked = asked;
  }

  #search(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { setQuery({ q: text.trim() }, { replace: true }); }, TYPING);
  }

  override render() {
    return html`<div class="columns in-order">
      <day-standup-calendar .member=${this.#memberId}></day-standup-calendar>
      <div class="stack">
        ${this.#filters()}
        ${this.#summary()}
        ${isUnordered(this.#filter) ? nothing : this.#list.render((rows) => this.#rows(rows), () => this.#nothing())}
      </div>
    </div>`;
  }

  #rows(rows: readonly StandupPartsFragment[]) {
    const where = { zone: this.place.memberZone, today: dayIn(this.place.memberZone), isOwn: this.#isOwn };
    return html`<div class="stack">${rows.map((row) => standupCard(row, where))}</div>`;
  }

  #filters() {
    const { text, from, to, source } = this.#filter;
    const reversed = isUnordered(this.#filter) ? words.reversed : undefined;
    return html`<search class="filters">
      <div class="wide">${inputField({ id: 'q', label: words.search, type: 'search', value: text, maxLength: 200, autocomplete: 'off', onInput: (value) => { this.#search(value); } })}</div>
      ${dateField({ id: 'from', label: words.from, value: from ?? '', onInput: (value) => { setQuery({ from: value, date: null }); } })}
      ${dateField({ id: 'to', label: words.to, value: to ?? '', error: reversed, onInput: (value) => { setQuery({ to: value, date: null }); } })}
      ${selectField({ id: 'source', label: words.source, value: source, choices: SOURCES.map((one) => [one, one === '' ? words.all : words[one]]), onChange: (value) => { setQuery({ source: value }); } })}
      ${this.place.isAdmin ? this.#person() : nothing}
    </search>`;
  }

  #person() {
    const own: Named = { id: this.place.memberId, name: words.me };
    const others = (this.#people.value ?? []).filter(({ id }) => id !== own.id);
    const problem = this.#people.problem;
    return [
      selectField({ id: 'person', label: words.person, value: this.#memberId, choices: [own, ...others].map(({ id, name }) => [id, name]), onChange: (value) => { setQuery({ person: value === own.id ? null : value }); } }),
      problem ? html`<div class="wide">${failure(problem, words.couldNotLoadPeople, () => { void this.#people.reload(); })}</div>` : nothing,
    ];
  }

  #summary() {
    const { date } = this.#filter;
    if (date === null && !this.count) return nothing;
    return html`<div class="row">
      ${this.count ? html`<span class="muted figures">${words.count(this.count.value, formatCount(this.count))}</span>` : nothing}
      ${date === null ? nothing : html`<button class="button small" type="button" aria-label="${words.clearDay(date)}. ${words.showAllDays}" @click=${() => { setQuery({ date: null }); }}>${words.clearDay(date)}${icon('x')}</button>`}
    </div>`;
  }

  #nothing() {
    const filter = this.#filter;
    const { date } = filter;
    if (date !== null && filter.text === '' && filter.source === '') {
      const today = dayIn(this.place.memberZone);
      return empty(words.noneThatDay(date), this.#isOwn && date <= today ? html`<a class="button primary" href=${writeLink(date, today)}>${words.writeNow}</a>` : nothing);
    }
    if (isFiltered(filter)) return emptyThroughFilter(() => { setQuery(NO_FILTERS); });
    return this.#isOwn ? empty(words.none, html`<a class="button" href="/today">${words.writeToday}</a>`) : empty(words.noneOfPerson);
  }
}

customElements.define('day-standup-history', DayStandupHistory);
