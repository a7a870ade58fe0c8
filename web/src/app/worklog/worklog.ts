import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { isReversed } from '../data/address.ts';
import { onChange } from '../data/live.ts';
import '../ui/elements/dialog.ts';
import { dateField, inputField, selectField } from '../ui/form.ts';
import { formatDay, formatTime } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { Paged } from '../ui/paged.ts';
import { person, personStyles } from '../ui/person.ts';
import { empty, emptyThroughFilter } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { type Asked, byDay, readAsked, toServer } from './days.ts';
import './log-form.ts';
import { type DayWorklogForm, subjectOf } from './log-form.ts';
import { words } from './words.ts';
import { type LogRowFragment, WorkLogChangesDocument, WorkLogPeopleDocument, type WorkLogPeopleQuery, WorkLogsDocument } from './worklog.generated.ts';

/** Notes of what was done, by day: one line to add, and corrections that leave the old note in the log. */
export class DayWorklog extends Page {
  static override properties = { correcting: { state: true } };
  static override styles = [
    ...pageStyles,
    personStyles,
    css`
      .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr)); gap: 12px; align-items: end; }
      .day { display: grid; gap: 8px; }
      article { display: grid; grid-template-columns: minmax(56px, auto) minmax(0, 1fr) auto; gap: 4px 12px; align-items: start; padding: 12px; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); }
      article > time { white-space: nowrap; }
      article > div { display: grid; gap: 4px; min-inline-size: 0; }
      details p { margin-block-start: 4px; }
      @media (max-width: 599px) { article { grid-template-columns: minmax(0, 1fr) auto; } article > div { grid-area: 2 / 1 / auto / -1; } }
    `,
  ];
  declare correcting: LogRowFragment | null;
  readonly #people = new Load<WorkLogPeopleQuery | null>(this, async (signal) =>
    this.place.isAdmin ? (await request(WorkLogPeopleDocument, { workspaceId: this.place.workspaceId }, { signal })).data : null);
  readonly #logs = new Paged<LogRowFragment>(
    this,
    async (after, signal) => {
      const { workspaceId, memberZone } = this.place;
      const { data } = await request(WorkLogsDocument, { workspaceId, filter: toServer(this.#asked, memberZone), after }, { signal });
      return data.workspace?.workLogs ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    { rows: 5, sentence: () => words.couldNotLoad },
  );
  #stop: () => void = () => undefined;
  #shown = '';
  #typing: ReturnType<typeof setTimeout> | undefined;
  #onNew = () => { this.renderRoot.querySelector<DayWorklogForm>('day-worklog-form')?.focus(); };
  #onSearch = () => { this.renderRoot.querySelector<HTMLInputElement>('#q')?.focus(); };

  constructor() {
    super();
    this.correcting = null;
  }

  get #asked(): Asked {
    return readAsked(this.query, this.place.memberId);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-new', this.#onNew);
    addEventListener('daybook-search', this.#onSearch);
    this.#stop = onChange(WorkLogChangesDocument, { workspaceId: this.place.workspaceId }, () => { void this.#logs.reload(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-new', this.#onNew);
    removeEventListener('daybook-search', this.#onSearch);
    clearTimeout(this.#typing);
    this.#stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const shown = JSON.stringify(this.#asked);
    if (this.#shown !== '' && this.#shown !== shown && !isReversed(this.#asked)) this.#logs.restart();
    this.#shown = shown;
  }

  #clear = () => { setQuery({ q: null, person: null, from: null, until: null }); };

  override render() {
    const asked = this.#asked;
    const isFiltered = ['q', 'person', 'from', 'until'].some((name) => this.query.has(name));
    return html`<div class="stack">
      <h1>${shellWords.worklog}</h1>
      <div class="card"><day-worklog-form @day-logged=${() => { void this.#logs.reload(); }}></day-worklog-form></div>
      ${this.#filters(asked, isFiltered)}
      ${isReversed(asked) ? html`<p class="notice warning" role="alert">${words.reversed}</p>` : this.#logs.render((rows) => this.#days(rows), () => isFiltered ? emptyThroughFilter(this.#clear) : empty(words.none))}
      ${this.correcting ? html`<day-dialog open heading=${words.correct} @close=${() => { this.correcting = null; }}>
        <day-worklog-form .log=${this.correcting} @day-logged=${() => { this.correcting = null; void this.#logs.reload(); }}></day-worklog-form></day-dialog>` : nothing}
    </div>`;
  }

  #filters({ text, member, from, until }: Asked, isFiltered: boolean) {
    const people = this.#people.value?.workspace?.members?.nodes ?? [];
    const type = (q: string) => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => { setQuery({ q }, { replace: true }); }, 300);
    };
    return html`<div class="filters" role="search" aria-label=${words.filters}>
      ${inputField({ id: 'q', type: 'search', label: words.search, value: text, maxLength: 200, onInput: type })}
      ${this.place.isAdmin ? selectField({ id: 'person', label: words.person, value: member === '' ? 'all' : member, choices: [['all', words.anyone], ...people.map(({ id, actor }) => [id, actor.displayName] as const)], onChange: (chosen) => { setQuery({ person: chosen === this.place.memberId ? null : chosen }); } }) : nothing}
      ${dateField({ id: 'from', label: words.from, value: from, onInput: (day) => { setQuery({ from: day }); } })}
      ${dateField({ id: 'until', label: words.until, value: until, onInput: (day) => { setQuery({ until: day }); } })}
      ${isFiltered ? html`<button class="button" type="button" @click=${this.#clear}>${words.clear}</button>` : nothing}
    </div>`;
  }

  #days(rows: readonly LogRowFragment[]) {
    return byDay(rows, this.place.memberZone).map(([day, logs]) => html`<section class="day" aria-labelledby="day-${day}">
      <h2 id="day-${day}">${formatDay(day)}</h2>${logs.map((log) => this.#row(log))}</section>`);
  }

  #row(log: LogRowFragment) {
    const subject = subjectOf(log);
    return html`<article data-id=${log.id} tabindex="-1">
      <time class="muted figures" datetime=${log.loggedAt}>${formatTime(log.loggedAt, this.place.memberZone)}</time>
      <div>
        <p class="text"><bdi>${log.note ?? ''}</bdi></p>
        <p class="small muted row">${log.member.id === this.place.memberId ? nothing : person(log.member.actor.displayName)}<span>${subject ? html`<bdi>${subject[1]}</bdi>` : words.hidden}</span></p>
        ${log.corrects ? html`<details class="small muted"><summary>${words.corrects}</summary><p class="text">${words.before}: <bdi>${log.corrects.note ?? ''}</bdi></p></details>` : nothing}
      </div>
      ${log.viewerCanEdit ? html`<button class="button small" type="button" aria-label=${words.correctOf((log.note ?? '').slice(0, 60))} @click=${() => { this.correcting = log; }}>${icon('edit')}${words.correct}</button>` : nothing}
    </article>`;
  }
}

customElements.define('day-worklog', DayWorklog);
