import type { Client, Lease, Page } from './client.ts';
import { WORKSPACES } from './documents.ts';
import { Problem } from './problem.ts';
import { Rows } from './rows.ts';
import type { StreamSink, StreamState } from './stream.ts';
import type { ActivityFilter, Edge, FeedEventMap, FeedStatus, Transport } from './types.ts';
import { sleep } from './wake.ts';

/** What the model needs of the element that shows it. */
export interface FeedView {
  /** Something to draw has changed. */
  changed(): void;
  emit<K extends keyof FeedEventMap>(name: K, detail: FeedEventMap[K]['detail']): void;
  /** The reader is at the top and touches nothing, so rows may be put in. */
  untouched(): boolean;
  /** So many arrived, for those who listen. */
  arrived(count: number): void;
}

export interface FeedOptions {
  client: Client;
  /** Id or slug; empty for the first workspace of the viewer. */
  workspace: string;
  filter: ActivityFilter;
  /** The filter is the reader's choice, so its matches are counted. */
  chosen: boolean;
  pageSize: number;
  transport: string;
}

/** A lost connection is not worth a word when it is back this soon. */
const HUSH_MS = 3000;
/** A page elsewhere has this long to say how to get a token, before the server is asked without one. */
const GRACE_MS = 1000;
/** The first page waits this long for the stream, so that one request serves; else it is loaded twice. */
const PATIENCE_MS = 150;

/** The state of one feed: pages, what arrives, how it is connected and what went wrong. It knows no DOM. */
export class Feed {
  readonly rows = new Rows();
  status: FeedStatus = 'idle';
  /** What carries the feed now. */
  transport: Transport | '' = '';
  /** Under way: the first page, or one below. */
  loading: '' | 'first' | 'more' = '';
  problem: Problem | undefined;
  /** Server time of the last page; 0 before the first. */
  loadedAt = 0;
  /** Matches of the reader's filter. */
  count: Page['count'];
  paused = false;
  options: FeedOptions | undefined;
  #workspaceId = '';
  #lease: Lease | undefined;
  #state: StreamState = 'connecting';
  /** Ends with the list, and with the page that was asked for. */
  #run = new AbortController();
  #page = new AbortController();
  /** Rows that came while the first page was under way. */
  #held: Edge[] = [];
  /** The stream stands; `#early` tells that the page was asked for before that, so it may lack what came in between. */
  #ready = false;
  #early = false;
  #hush: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #told = '';

  constructor(readonly view: FeedView) {}

  /** Shows a list from its beginning; with the same options again, what is shown stays until it is there. */
  async start(options: FeedOptions): Promise<void> {
    this.stop();
    // Rows of another list must not stand under this one's name, not even when it fails to load.
    if (options !== this.options) this.rows.load([], false);
    this.options = options;
    const { signal } = (this.#run = new AbortController());
    this.problem = undefined;
    this.loading = 'first';
    this.settle();
    try {
      const { workspace, client, filter, transport } = options;
      // The script of a page elsewhere may come after this one, and only it can give a token.
      if (client.foreign) await sleep(GRACE_MS, signal);
      signal.throwIfAborted();
      this.#workspaceId = workspace;
      if (!workspace.startsWith('wsp_')) {
        const { viewer } = await client.ask<{ viewer: { memberships: { nodes: { workspace: { id: string; slug: string } }[] } } }>(WORKSPACES, {}, signal);
        this.#workspaceId = viewer.memberships.nodes.find((one) => !workspace || one.workspace.slug === workspace)?.workspace.id ?? '';
        if (!this.#workspaceId) throw new Problem('NOT_FOUND');
      }
      signal.throwIfAborted();
      const patience = this.#page.signal;
      this.#lease = client.listen({ workspaceId: this.#workspaceId, filter }, transport, this.#sink);
      if (!this.#ready) await sleep(PATIENCE_MS, patience);
      if (!patience.aborted) await this.load();
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  stop(): void {
    this.#run.abort();
    this.#page.abort();
    this.#page = new AbortController();
    clearTimeout(this.#hush);
    clearTimeout(this.#again);
    this.#leave();
    this.#state = 'connecting';
    this.#ready = false;
    this.loading = this.transport = '';
    this.#held = [];
    this.status = 'idle';
  }

  #leave(): void {
    this.#lease?.close();
    this.#lease = undefined;
  }

  /** The first page again, or everything when that ended. What is shown stays until it is there. */
  async load(): Promise<void> {
    const { options } = this;
    if (!options) return;
    if (!this.#lease) return this.start(options);
    clearTimeout(this.#again);
    this.#early = !this.#ready;
    await this.#ask('first', async (signal) => {
      const { edges, pageInfo, count } = await options.client.page(this.#scope, { first: options.pageSize, count: options.chosen }, signal);
      if (signal.aborted) return;
      this.loading = '';
      this.count = count;
      this.rows.load(edges, pageInfo.hasNextPage);
      this.#lease?.seen(edges[0]?.cursor);
      this.#loaded(edges.length);
      this.#arrive(this.#held.splice(0));
    });
  }

  /** The page below. Returns the rows that it added. */
  async more(): Promise<Edge[]> {
    const { options } = this;
    const after = this.rows.shown.at(-1)?.cursor;
    let added: Edge[] = [];
    if (options && after && !this.loading && this.rows.more) {
      await this.#ask('more', async (signal) => {
        const { edges, pageInfo } = await options.client.page(this.#scope, { first: options.pageSize, after }, signal);
        if (signal.aborted) return;
        added = this.rows.append(edges, pageInfo.hasNextPage);
        this.#loaded(added.length);
      });
    }
    return added;
  }

  async #ask(loading: 'first' | 'more', load: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#page.abort();
    const { signal } = (this.#page = new AbortController());
    this.loading = loading;
    this.settle();
    try {
      await load(signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
    if (signal.aborted) return;
    this.loading = '';
    this.settle();
  }

  get #scope() {
    return { workspaceId: this.#workspaceId, filter: this.options?.filter ?? {} };
  }

  #loaded(count: number): void {
    this.problem = undefined;
    this.loadedAt = this.options?.client.now() ?? 0;
    this.view.emit('daybook-load', { count, more: this.rows.more });
  }

  /** Puts what waits on top. */
  async show(): Promise<void> {
    if (!this.rows.show()) await this.load();
    this.view.changed();
  }

  pause(paused: boolean): void {
    this.paused = paused;
    if (!paused && this.rows.unseen) void this.show();
    this.settle();
  }

  #arrive(edges: readonly Edge[]): void {
    const fresh = this.rows.arrive(edges);
    if (!fresh.length) return;
    if (this.count) this.count = { ...this.count, value: this.count.value + fresh.length };
    if (!this.paused && this.view.untouched()) void this.show();
    this.view.arrived(fresh.length);
    this.view.emit('daybook-activity', { ids: fresh.map(({ node }) => node.id) });
    this.view.changed();
  }

  #fail(error: unknown): void {
    const problem = error instanceof Problem ? error : new Problem('INTERNAL');
    this.problem = problem;
    this.loading = '';
    if (/^(FORBIDDEN|NOT_FOUND|UNAUTHENTICATED)$/.test(problem.code)) {
      // Rights are gone: nothing that was seen under them stays.
      this.rows.load([], false);
      this.#leave();
    } else if (problem.retryAfter) this.#again = setTimeout(() => void this.load(), problem.retryAfter * 1000);
    this.view.emit('daybook-error', { code: problem.code, requestId: problem.requestId });
    this.settle();
  }

  readonly #sink: StreamSink = {
    ready: () => {
      this.#ready = true;
      // Ends the patience of start(), or makes good for its end.
      if (this.#lease && (this.loading === 'first' || this.#early)) void this.load();
    },
    frame: (edges) => {
      if (this.loading === 'first') this.#held.push(...edges);
      else this.#arrive(edges);
    },
    reset: () => void this.load(),
    state: (state, transport) => {
      const back = state === 'live' && this.#state !== state;
      this.#state = state;
      this.transport = transport;
      if (back && this.problem?.code === 'NETWORK') void this.load();
      this.settle();
    },
    fail: (problem) => {
      this.#leave();
      this.#fail(problem);
    },
  };

  /** Brings the status up to date; a loss is told only when it lasts. */
  readonly settle = (): void => {
    clearTimeout(this.#hush);
    const next = this.#now();
    const tell = () => {
      this.status = next;
      const told = next + this.transport;
      if (told !== this.#told) this.view.emit('daybook-status', { status: next, transport: this.transport });
      this.#told = told;
      this.view.changed();
    };
    if (/^(cat|off)/.test(next) && /^(live|pol)/.test(this.status)) this.#hush = setTimeout(tell, HUSH_MS);
    else tell();
  };

  #now(): FeedStatus {
    if (!this.options) return 'idle';
    if (this.problem && !this.rows.shown.length) return 'error';
    if (this.paused) return 'paused';
    if (!navigator.onLine) return 'offline';
    if (this.#state === 'connecting') return 'loading';
    const polls = this.transport === 'poll';
    return this.#state === 'live' ? (polls ? 'polling' : 'live') : polls ? 'offline' : 'catching-up';
  }
}
