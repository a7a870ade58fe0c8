import { type PropertyValues, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FeedEventMap } from '../../../feed/src/types.ts';
import '../../../feed/src/define.ts';
import { preferences } from '../../shared/preferences.ts';
import { isReversed } from '../data/address.ts';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { navigate, setQuery } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { dateField, inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { tabStyles } from '../ui/tabs.ts';
import { ActivityPeopleDocument, type ActivityPeopleQuery } from './activity.generated.ts';
import { type Asked, filterOf, isFiltered, readAsked } from './filter.ts';
import { words } from './words.ts';

const VIEWS = ['', 'statistics', 'exports'] as const;
type View = (typeof VIEWS)[number];

/** Where what an activity is about can be looked at. */
const PAGES: Readonly<Record<string, string>> = { STANDUP: '/standups', WORK_LOG: '/worklog', TIME_ENTRY: '/time', TIMER: '/time', BLOCKER: '/blockers', EXPORT: '/activity?view=exports', USER: '/settings', WORKSPACE: '/settings' };

/** The workspace's timeline: the feed widget full page, with statistics and exports beside it. */
export class DayActivity extends Page {
  static override styles = [
    ...pageStyles,
    tabStyles,
    css`
      .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr)); gap: 12px; align-items: end; }
      .feed { max-inline-size: 760px; }
      daybook-feed { --daybook-max-block-size: none; }
    `,
  ];

  readonly #people = new Load<ActivityPeopleQuery | null>(this, async (signal) =>
    this.place.isAdmin ? (await request(ActivityPeopleDocument, { workspaceId: this.place.workspaceId }, { signal })).data : null);
  #typing: ReturnType<typeof setTimeout> | undefined;
  #onSearch = () => { this.renderRoot.querySelector<HTMLInputElement>('#q')?.focus(); };
  /** The same object as long as the address says the same: the widget begins anew with another one. */
  #filter: ReturnType<typeof filterOf>;

  get #view(): View {
    return VIEWS.find((view) => view === this.query.get('view')) ?? '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-search', this.#onSearch);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-search', this.#onSearch);
    clearTimeout(this.#typing);
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const filter = filterOf(readAsked(this.query), this.place.memberZone);
    if (JSON.stringify(filter) !== JSON.stringify(this.#filter)) this.#filter = filter;
    if (this.#view === 'statistics') void import('./statistics.ts');
    if (this.#view === 'exports') void import('./exports.ts');
  }

  override render() {
    const views = [['', words.feed], ['statistics', words.statistics], ['exports', words.exports]] as const;
    return html`<div class="stack">
      <h1>${shellWords.activity}</h1>
      <nav class="tabs" aria-label=${shellWords.activity}>${views.map(([view, text]) => html`<a href=${view === '' ? '/activity' : `/activity?view=${view}`} aria-current=${view === this.#view ? 'page' : 'false'}>${text}</a>`)}</nav>
      ${this.#view === 'statistics' ? html`<day-activity-statistics></day-activity-statistics>` : this.#view === 'exports' ? html`<day-activity-exports></day-activity-exports>` : this.#feed()}
    </div>`;
  }

  #feed() {
    const asked = readAsked(this.query);
    return [this.#filters(asked), isReversed(asked) ? html`<p class="notice warning" role="alert">${words.reversed}</p>` : html`<div class="feed">${repeat(
      [this.place.workspaceId],
      (id) => id,
      (id) => html`<daybook-feed workspace=${id} page-size="25" theme=${preferences.get('theme') ?? 'auto'} time-zone=${this.place.memberZone} without-heading
        entities=${asked.entities.join(' ')} actions=${asked.actions.join(' ')} .filter=${this.#filter}
        @daybook-filter-change=${({ detail }: FeedEventMap['daybook-filter-change']) => { setQuery({ of: detail.entities, action: detail.actions }); }}
        @daybook-open=${(event: FeedEventMap['daybook-open']) => { this.#open(event); }}></daybook-feed>`,
    )}</div>`];
  }

  #open(event: FeedEventMap['daybook-open']): void {
    const { entityType, url } = event.detail;
    const page = PAGES[entityType];
    // What other systems own is opened there.
    if (page === undefined || new URL(url, location.href).origin !== location.origin) return;
    event.preventDefault();
    navigate(page);
  }

  #filters(asked: Asked) {
    const people = this.#people.value?.workspace?.members?.nodes ?? [];
    const type = (q: string) => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => { setQuery({ q }, { replace: true }); }, 300);
    };
    return html`<div class="filters" role="search">
      ${inputField({ id: 'q', type: 'search', label: words.search, value: asked.text, maxLength: 200, onInput: type })}
      ${this.place.isAdmin ? selectField({ id: 'person', label: words.person, value: asked.member, choices: [['', words.anyone], ...people.map(({ id, actor }) => [id, actor.displayName] as const)], onChange: (person) => { setQuery({ person }); } }) : nothing}
      ${dateField({ id: 'from', label: words.from, value: asked.from, onInput: (from) => { setQuery({ from }); } })}
      ${dateField({ id: 'until', label: words.until, value: asked.until, onInput: (until) => { setQuery({ until }); } })}
      ${asked.about === '' ? nothing : html`<p class="notice accent">${words.about}</p>`}
      ${isFiltered(asked) ? html`<button class="button" type="button" @click=${() => { setQuery({ q: null, person: null, from: null, until: null, about: null }); }}>${words.clear}</button>` : nothing}
    </div>`;
  }
}

customElements.define('day-activity', DayActivity);
