import { LitElement, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { signOut } from '../../shared/api.ts';
import { type Theme, setTheme, theme } from '../../shared/preferences.ts';
import { connection, network } from '../data/connection.ts';
import { asProblem } from '../data/problem.ts';
import { type Store, Watch } from '../data/store.ts';
import { announce, announcement, offer } from '../ui/announce.ts';
import '../ui/elements/menu.ts';
import { formatTime } from '../ui/formats.ts';
import { type IconName, icon, mark } from '../ui/icons.ts';
import { initials, personStyles } from '../ui/person.ts';
import { failure, skeleton } from '../ui/states.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { wordsReady } from '../ui/words.ts';
import { frameStyles } from './frame-styles.ts';
import './header-timer.ts';
import { PAGES, type PageName, route } from './router.ts';
import { loadSession, session, switchPlace } from './session.ts';
import { words } from './words.ts';

const RAIL: readonly [PageName, IconName][] = [
  ['today', 'home'],
  ['standups', 'standup'],
  ['worklog', 'worklog'],
  ['time', 'clock'],
  ['blockers', 'ban'],
  ['team', 'team'],
  ['activity', 'activity'],
];

const THEMES: readonly [Theme, 'themeAuto' | 'themeLight' | 'themeDark'][] = [['auto', 'themeAuto'], ['light', 'themeLight'], ['dark', 'themeDark']];
/** A lost connection is told only when it lasts. */
const SILENCE = 3_000;

/** The frame of every page: rail, header, the one status line, and the page itself. */
export class DayApp extends LitElement {
  static override properties = { menuOpen: { state: true }, shown: { state: true }, failed: { state: true }, isQuiet: { state: true }, accountProblem: { state: true } };
  static override styles = [base, buttons, fields, states, personStyles, frameStyles];
  declare menuOpen: boolean;
  /** The page whose module is there. */
  declare shown: PageName | null;
  declare failed: { error: unknown; sentence: string; retry: () => void } | null;
  declare isQuiet: boolean;
  declare accountProblem: string;
  #quietTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.menuOpen = false;
    this.shown = null;
    this.failed = null;
    this.isQuiet = true;
    this.accountProblem = '';
    new Watch(this, [session, route, connection, network, announcement, offer] as Store<unknown>[]);
    connection.subscribe((state) => {
      clearTimeout(this.#quietTimer);
      this.isQuiet = true;
      if (state !== 'live' && state !== 'stream' && state !== 'idle') this.#quietTimer = setTimeout(() => { this.isQuiet = false; }, SILENCE);
    });
    route.subscribe(() => { void this.#open(); });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  async #start(): Promise<void> {
    this.failed = null;
    // The page's module comes while the session is asked for.
    const module = PAGES[route.value.page].load().catch(() => undefined);
    try {
      await loadSession();
      await module;
    } catch (error) {
      await wordsReady();
      this.failed = { error, sentence: words.couldNotStart, retry: () => { void this.#start(); } };
      return;
    }
    await this.#open();
    addEventListener('daybook-shortcuts', () => { void this.#shortcuts(); });
  }

  async #open(): Promise<void> {
    const { page } = route.value;
    const isFirst = this.shown === null;
    if (page === this.shown) {
      this.#title();
      return;
    }
    try {
      await PAGES[page].load();
      await wordsReady();
    } catch (error) {
      this.failed = { error, sentence: words.couldNotOpen, retry: () => { void this.#open(); } };
      return;
    }
    // Another link may have been followed while this page came.
    if (route.value.page !== page) return;
    this.failed = null;
    this.menuOpen = false;
    this.shown = page;
    this.#title();
    await this.updateComplete;
    if (isFirst) return;
    scrollTo(0, 0);
    this.#focusMain();
    announce(words[page]);
  }

  #title(): void {
    dispatchEvent(new CustomEvent('daybook-title', { detail: words[route.value.page] }));
  }

  #focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }

  async #shortcuts(): Promise<void> {
    await import('./shortcuts.ts');
    await wordsReady();
    if (!document.querySelector('day-shortcuts')) document.body.append(document.createElement('day-shortcuts'));
  }

  async #signOut(): Promise<void> {
    try {
      await signOut();
      location.assign('/sign-in');
    } catch {
      this.accountProblem = words.couldNotSignOut;
    }
  }

  override render() {
    const current = session.value;
    // The timer comes with the first page, so that both ask for what they show in one request.
    const isOpen = this.shown !== null || this.failed !== null;
    return html`<header>
        <a class="skip" href="#main" @click=${(event: Event) => { event.preventDefault(); this.#focusMain(); }}>${words.skip}</a>
        <button class="icon-button menu-button" type="button" aria-label=${words.menu} aria-expanded=${this.menuOpen ? 'true' : 'false'} @click=${() => { this.menuOpen = !this.menuOpen; }}>${icon(this.menuOpen ? 'x' : 'menu')}</button>
        ${this.#wordmark()}
        ${this.#workspace()}
        <span class="grow"></span>
        ${current?.place && isOpen ? keyed(current.place.workspaceId, html`<day-header-timer></day-header-timer>`) : nothing}
        ${this.#connection()}
        ${current ? this.#account(current.name) : nothing}
      </header>
      <nav class="rail" aria-label=${words.pages}>${this.#wordmark()}${this.#links()}</nav>
      ${this.menuOpen ? html`<nav class="drawer" aria-label=${words.pages} @keydown=${(event: KeyboardEvent) => { if (event.key === 'Escape') this.menuOpen = false; }} @click=${() => { this.menuOpen = false; }}>${this.#links()}</nav>` : nothing}
      <div class="lines">${this.#lines(isOpen)}</div>
      <main id="main" tabindex="-1" class=${this.shown === 'blockers' || route.value.path === '/time/week' ? 'wide' : ''}>${this.#content()}</main>
      ${offer.value ? html`<div class="toast"><span>${offer.value.text}</span><button type="button" @click=${offer.value.act}>${offer.value.action}</button></div>` : nothing}
      <p class="visually-hidden" role="status">${announcement.value}</p>`;
  }

  #wordmark() {
    return html`<a class="wordmark" href="/today" aria-label="Daybook">${mark}<span>Daybook</span></a>`;
  }

  #links() {
    const link = (name: PageName, symbol: IconName) =>
      html`<li><a href=${PAGES[name].paths[0] ?? '/'} aria-current=${route.value.page === name ? 'page' : 'false'}>${icon(symbol)}${words[name]}</a></li>`;
    return html`<ul>${RAIL.map(([name, symbol]) => link(name, symbol))}</ul><ul>${link('settings', 'settings')}</ul>`;
  }

  #workspace() {
    const current = session.value;
    if (!current?.place) return nothing;
    if (current.places.length === 1) return html`<span class="workspace"><bdi>${current.place.name}</bdi></span>`;
    return html`<select class="workspace-select" aria-label=${words.workspace} @change=${(event: Event) => { switchPlace((event.target as HTMLSelectElement).value); }}>
      ${current.places.map(({ workspaceId, name }) => html`<option value=${workspaceId} .selected=${workspaceId === current.place?.workspaceId}>${name}</option>`)}
    </select>`;
  }

  #connection() {
    const state = connection.value;
    if (state === 'idle' || state === 'offline') return nothing;
    const isGood = state === 'live' || state === 'stream';
    if (!isGood && this.isQuiet) return nothing;
    return html`<span class="connection ${isGood ? '' : 'bad'}">${icon(isGood ? 'pulse' : 'alert')}${words[state]}</span>`;
  }

  #account(name: string) {
    const chosen = theme();
    const pick = (value: Theme) => {
      setTheme(value);
      this.requestUpdate();
    };
    const items = [
      ...THEMES.map(([value, word]) => ({ text: words[word], checked: value === chosen, act: () => { pick(value); } })),
      { text: words.shortcuts, act: () => { dispatchEvent(new CustomEvent('daybook-shortcuts')); } },
      { text: words.settings, href: '/settings' },
      { text: words.graphiql, href: '/graphiql' },
      { text: words.signOut, act: () => { void this.#signOut(); } },
    ];
    return html`<day-menu plain label="${words.account}: ${name}" .items=${items}><span class="avatar" aria-hidden="true">${initials(name)}</span><span class="visually-hidden">${words.account}: </span><bdi class="account-name">${name}</bdi></day-menu>`;
  }

  #lines(isOpen: boolean) {
    const zone = session.value?.place?.memberZone ?? 'UTC';
    const { online, changedAt } = network.value;
    return [
      online ? nothing : html`<p class="notice warning">${icon('alert')}${words.offlineLine(formatTime(new Date(changedAt).toISOString(), zone))}</p>`,
      isOpen && session.value?.place ? keyed(session.value.place.workspaceId, html`<day-timer-correction></day-timer-correction>`) : nothing,
      this.accountProblem ? html`<p class="notice danger" role="alert">${this.accountProblem}</p>` : nothing,
    ];
  }

  #content() {
    if (this.failed) return failure(asProblem(this.failed.error), this.failed.sentence, this.failed.retry);
    const current = session.value;
    if (!current) return nothing;
    if (!current.place) return html`<p>${words.noWorkspace}</p>`;
    if (!this.shown) return skeleton(4, false);
    const tag = unsafeStatic(PAGES[this.shown].tag);
    return keyed(current.place.workspaceId, staticHtml`<${tag}></${tag}>`);
  }
}

customElements.define('day-app', DayApp);
