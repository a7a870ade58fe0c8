import { render } from 'lit/html.js';
import { Feed } from './feed.ts';
import { clientFor } from './registry.ts';
import { type Run, fold } from './rows.ts';
import en from './strings/en.ts';
import { adopt } from './styles.ts';
import { type Strings, baseOf, plural, stringsFor } from './text.ts';
import { drawIn } from './time.ts';
import type { Activity, ActivityFilter, FeedEventMap, FeedStatus, GetToken, Transport } from './types.ts';
import { frame, row } from './view.ts';

/** At most one sentence in so many ms for those who listen to the page. */
const SAY_MS = 20_000;

/** Attributes and what they are without one; none is reflected. */
const ATTRIBUTES = {
  endpoint: '', workspace: '', 'entity-type': '', 'entity-id': '', actor: '', entities: '', actions: '', 'page-size': 10, theme: 'auto', 'time-zone': '',
  'heading-level': 2, transport: 'auto', paused: false, compact: false, 'without-filters': false, 'without-heading': false,
} as const;

/** Changing one of these asks for another list. */
const LIST = /^(endpoint|workspace|entit|act|page|transport|getToken|filter)/;

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const words = (list: string): string[] => list.split(/\s+/).filter(Boolean);

// Under Node the module can be imported, to read it or to render its children.
const Base = (globalThis.HTMLElement as typeof HTMLElement | undefined) ?? (Object as unknown as typeof HTMLElement);

/**
 * Live feed of a Daybook workspace, or of one entity in it. README.md describes its attributes, events, parts and
 * properties. Built on Lit's templates alone: of what LitElement does, the size of this file leaves room for little.
 */
export class DaybookFeed extends Base {
  static readonly observedAttributes = [...Object.keys(ATTRIBUTES), 'lang', 'dir'];

  declare endpoint: string;
  declare workspace: string;
  declare entityType: string;
  declare entityId: string;
  declare actor: string;
  declare entities: string;
  declare actions: string;
  declare pageSize: number;
  declare theme: 'auto' | 'light' | 'dark';
  declare timeZone: string;
  declare headingLevel: number;
  declare paused: boolean;
  declare compact: boolean;
  declare withoutFilters: boolean;
  declare withoutHeading: boolean;
  declare getToken: GetToken | undefined;
  declare filter: ActivityFilter | undefined;
  declare strings: Partial<Strings> | undefined;

  /** @internal */ readonly values: Record<string, unknown> = {};
  /** @internal */ readonly feed = new Feed(this);
  /** @internal */ text: Strings = en;
  /** @internal */ language = 'en';
  /** @internal */ direction = '';
  /** @internal */ choice: { entities: string[]; actions: string[] } = { entities: [], actions: [] };
  /** @internal */ opened = new Set<string>();
  /** @internal */ exact = false;
  /** @internal */ said = '';
  /** @internal In how many ms the first of the times drawn changes. */ next = 0;
  /** @internal */ extras: typeof import('./extras.ts') | undefined;
  /** @internal Settles when everything is drawn. */ drawn: Promise<void> | undefined;
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #states: Set<string> | undefined;
  #list = true;
  #quietUntil = 0;
  #arrivals = 0;
  #speak: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    adopt(this.#root);
    this.#states = this.attachInternals().states;
    for (const [name, value] of Object.entries(ATTRIBUTES)) this.values[camel(name)] = value;
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    const initial = (ATTRIBUTES as Record<string, unknown>)[name];
    if (initial === undefined) this.changed();
    else this.set(camel(name), typeof initial === 'boolean' ? value !== null : value === null ? initial : typeof initial === 'number' ? Number(value) : value);
  }

  /** @internal */ set(name: string, value: unknown): void {
    if (this.values[name] === value) return;
    this.values[name] = value;
    if (LIST.test(name)) this.#list = true;
    if (name === 'entities' || name === 'actions') this.choice = { ...this.choice, [name]: words(value as string) };
    if (name === 'strings') this.language = '';
    if (name === 'paused') this.feed.pause(this.paused);
    this.changed();
  }

  connectedCallback(): void {
    // What was set before the element was defined stands on it and hides the accessors.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name as keyof this];
      Reflect.deleteProperty(this, name);
      this.set(name, value);
    }
    addEventListener('online', this.feed.settle);
    addEventListener('offline', this.feed.settle);
    this.#list = true;
    this.changed();
  }

  disconnectedCallback(): void {
    this.feed.stop();
    removeEventListener('online', this.feed.settle);
    removeEventListener('offline', this.feed.settle);
    clearTimeout(this.#speak);
    this.#speak = undefined;
  }

  get items(): readonly Activity[] {
    return this.feed.rows.shown.map(({ node }) => node);
  }

  get status(): FeedStatus {
    return this.feed.status;
  }

  get transport(): Transport | '' {
    return this.feed.transport;
  }

  get unseen(): number {
    return this.feed.rows.unseen;
  }

  readonly refresh = (): Promise<void> => this.feed.load();

  readonly loadMore = async (): Promise<void> => {
    const [first, ...others] = await this.feed.more();
    if (!first) return;
    this.#say(plural(this.text.loaded, others.length + 1, this.language));
    await this.drawn;
    const run = fold(this.feed.rows.shown).findIndex(({ rows }) => rows.includes(first.node));
    this.#articles()[run]?.focus();
  };

  readonly showNew = async (): Promise<void> => {
    await this.feed.show();
    await this.drawn;
    this.#find('.box')?.scrollTo(0, 0);
    this.#articles()[0]?.focus();
  };

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  /** @internal */ readonly changed = (): void => {
    this.drawn ??= Promise.resolve().then(() => {
      this.drawn = undefined;
      if (this.isConnected) this.#draw();
    });
  };

  #draw(): void {
    this.#speakLanguage();
    if (this.#list) this.#start();
    const { shown, more } = this.feed.rows;
    const runs = fold(shown);
    this.next = Infinity;
    render(frame(this, runs.length), this.#root, { host: this });
    // Set from here, since a style attribute is refused by a strict policy.
    this.#find('.box')?.style.setProperty('--_size', `${this.size * (this.compact ? 39 : 63) + 68}px`);
    this.#place(runs, more ? -1 : runs.length);
    if (this.next < Infinity) drawIn(this.next, this.changed);
    for (const [state, on] of Object.entries({ live: this.status === 'live', offline: this.status === 'offline', filtered: this.filtered })) this.#states?.[on ? 'add' : 'delete'](state);
  }

  /** Rows keep their nodes by key, so that focus, selection and the scroll position survive what arrives. */
  #place(runs: readonly Run[], size: number): void {
    const list = this.#find('[part=list]');
    const kept = new Map(this.#articles().map((node) => [node.id, node]));
    const nodes = runs.map((run, at) => {
      const node = kept.get(run.key) ?? document.createElement('article');
      kept.delete(run.key);
      for (const [name, value] of Object.entries({
        id: run.key, part: 'item', tabindex: 0, 'aria-posinset': at + 1, 'aria-setsize': size, 'aria-labelledby': `a-${run.key} s-${run.key}`, 'aria-describedby': `t-${run.key}`,
      })) node.setAttribute(name, `${value}`);
      render(row(this, run), node, { host: this });
      return node;
    });
    for (const node of kept.values()) node.remove();
    nodes.forEach((node, at) => {
      if (list?.children[at] !== node) list?.insertBefore(node, list.children[at] ?? null);
    });
  }

  #start(): void {
    this.#list = false;
    const { entities, actions } = this.choice;
    const { entityType, entityId, actor, filter } = this;
    this.opened = new Set();
    void this.feed.start({
      client: clientFor(this.endpoint, this.getToken),
      workspace: this.workspace,
      filter: {
        ...filter,
        ...(entityId && { entityId }),
        ...(actor && { actorIds: words(actor) }),
        ...((entityType || entities.length) && { entityType: { ...filter?.entityType, ...(entityType && { eq: entityType }), ...(entities.length && { in: entities }) } }),
        ...(actions.length && { action: { ...filter?.action, in: actions } }),
      },
      chosen: this.filtered,
      pageSize: this.size,
      transport: this.values.transport as string,
    });
  }

  /** @internal */ get size(): number {
    return Math.min(50, Math.max(1, Math.trunc(this.pageSize) || 10));
  }

  /** @internal */ get filtered(): boolean {
    return !!(this.choice.entities.length + this.choice.actions.length);
  }

  /** @internal */ now(): number {
    return this.feed.options?.client.now() ?? Date.now();
  }

  /** @internal */ emit<K extends keyof FeedEventMap>(name: K, detail: FeedEventMap[K]['detail'], cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail }));
  }

  /** @internal */ untouched(): boolean {
    const box = this.#find('.box');
    const list = this.#find('[part=list]');
    return !!box && !!list && !list.matches(':hover, :focus-within') && box.scrollTop < 4 && list.getBoundingClientRect().top > -4;
  }

  /** @internal */ arrived(count: number): void {
    this.#arrivals += count;
    this.#speak ??= setTimeout(() => {
      this.#speak = undefined;
      this.#say(plural(this.text.arrived, this.#arrivals, this.language));
      this.#arrivals = 0;
    }, Math.max(0, this.#quietUntil - Date.now()));
  }

  #say(sentence: string): void {
    if (document.hidden) return;
    this.#quietUntil = Date.now() + SAY_MS;
    this.said = sentence;
    this.changed();
  }

  /** @internal */ readonly togglePause = (): void => {
    this.paused = !this.paused;
  };

  /** @internal */ readonly toggleExact = (): void => {
    this.exact = !this.exact;
    this.changed();
  };

  /** @internal */ toggle(key: string): void {
    if (!this.opened.delete(key)) this.opened.add(key);
    void this.#load();
  }

  async #load(): Promise<void> {
    this.extras ??= await import('./extras.ts');
    this.changed();
  }

  /** @internal */ choose(choice: DaybookFeed['choice']): void {
    this.choice = choice;
    this.emit('daybook-filter-change', { ...choice });
    this.#list = true;
    this.changed();
  }

  /** @internal */ readonly clearFilters = (): void => {
    this.choose({ entities: [], actions: [] });
    // The button that was pressed goes away.
    this.#find('[part=filter-button]')?.focus();
  };

  /** @internal */ readonly openPanel = async ({ target }: Event): Promise<void> => {
    await this.#load();
    this.extras?.place(target as HTMLElement, this.#find('[part=filter-button]') ?? this);
  };

  /** @internal */ follow(event: Event, { id, entityId, entityType, displayUrl }: Activity): void {
    if (!this.emit('daybook-open', { id, entityId, entityType, url: displayUrl ?? '' }, true)) event.preventDefault();
  }

  /** @internal Keys of the feed pattern: Page Down and Up walk the rows, Ctrl+End and Ctrl+Home leave them. */
  readonly onKey = (event: KeyboardEvent): void => {
    const articles = this.#articles();
    const at = articles.findIndex((article) => article.contains(event.target as Node));
    const ways: Record<string, HTMLElement | null | undefined> = event.ctrlKey ? { End: this.#find('[part=more], #end'), Home: this.#find('button') } : { PageDown: articles[at + 1], PageUp: articles[at - 1] };
    if (!(event.key in ways)) return;
    event.preventDefault();
    ways[event.key]?.focus();
  };

  #find(selector: string): HTMLElement | null {
    return this.#root.querySelector(selector);
  }

  #articles(): HTMLElement[] {
    return [...this.#root.querySelectorAll('article')];
  }

  /** The language and direction of the place where the element stands, across shadow roots. */
  #speakLanguage(): void {
    let language = 'en';
    try {
      [language = 'en'] = Intl.getCanonicalLocales(inherited(this, 'lang') || navigator.language);
    } catch {
      // a page may say anything
    }
    this.direction = !inherited(this, 'dir') && /^(ar|dv|fa|he|ps|ug|ur|yi)\b/.test(language) ? 'rtl' : '';
    if (language === this.language) return;
    this.language = language;
    const speak = (catalogue: Strings) => {
      if (this.language !== language) return;
      this.text = { ...catalogue, ...this.strings, names: { ...catalogue.names, ...this.strings?.names } };
      this.changed();
    };
    if (baseOf(language) === 'en') speak(en);
    else void stringsFor(language).then(speak);
  }
}

/** An attribute of the place where an element stands, across shadow roots. */
function inherited(from: Element | null, name: string): string {
  if (!from) return '';
  return from.closest(`[${name}]`)?.getAttribute(name) ?? inherited((from.getRootNode() as Partial<ShadowRoot>).host ?? null, name);
}

const PROPERTIES = [...Object.keys(ATTRIBUTES).map(camel), 'getToken', 'filter', 'strings'];

for (const name of PROPERTIES) {
  // The property tells what is in use; the attribute says what is wished for.
  if (name === 'transport') continue;
  Object.defineProperty(DaybookFeed.prototype, name, {
    get(this: DaybookFeed) { return this.values[name]; },
    set(this: DaybookFeed, value: unknown) { this.set(name, value); },
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'daybook-feed': DaybookFeed;
  }
}
