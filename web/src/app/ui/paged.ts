import { type ReactiveController, type ReactiveControllerHost, html, nothing } from 'lit';
import { type Problem, asProblem, isAbort } from '../data/problem.ts';
import { announce } from './announce.ts';
import { Load } from './load.ts';
import { failure, stateWords } from './states.ts';

/** One page of a list, as connections give it. */
export interface PageOf<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The rows of both, each id once: what is newer wins, places stay. */
export function mergeRows<T extends { readonly id: string }>(held: readonly T[], added: readonly T[]): T[] {
  const rows = new Map(held.map((row) => [row.id, row]));
  for (const row of added) rows.set(row.id, row);
  return [...rows.values()];
}

const MOST_ROWS = 200;

/**
 * A list that grows by "Load more". Rows are kept by id, so one that moved between two pages is never there twice. When
 * more than 200 are held, the oldest of those shown make room, so that the page stays light.
 */
export class Paged<T extends { readonly id: string }> implements ReactiveController {
  rows: T[] = [];
  /** Rows at the top that were dropped to stay within 200. */
  dropped = 0;
  readonly #first: Load<PageOf<T>>;
  #page: PageOf<T> | null = null;
  #abort: AbortController | null = null;
  #problem: Problem | null = null;
  #isLoading = false;
  /** First row of the newest page: focus goes there once it is rendered. */
  #focus: string | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & { readonly renderRoot: ParentNode },
    private readonly fetch: (after: string | null, signal: AbortSignal) => Promise<PageOf<T>>,
    options: ConstructorParameters<typeof Load>[2] = {},
  ) {
    this.#first = new Load(host, async (signal) => {
      const page = await this.fetch(null, signal);
      this.#abort?.abort();
      this.rows = [...page.nodes];
      this.dropped = 0;
      this.#page = page;
      this.#problem = null;
      return page;
    }, options);
    host.addController(this);
  }

  get hasMore(): boolean {
    return this.#page?.pageInfo.hasNextPage ?? false;
  }

  get isLoading(): boolean {
    return this.#isLoading || this.#first.isLoading;
  }

  hostDisconnected(): void {
    this.#abort?.abort();
  }

  hostUpdated(): void {
    if (this.#focus === null) return;
    const row = this.host.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(this.#focus)}"]`);
    this.#focus = null;
    row?.focus();
  }

  /** The first page again; what is shown stays until it is there. */
  reload(): Promise<void> {
    return this.#first.reload();
  }

  /** Another list: other filters. */
  restart(): void {
    this.#first.restart();
  }

  /** Takes a changed or new row in; a new one goes to the top. */
  put(row: T): void {
    this.rows = this.rows.some(({ id }) => id === row.id) ? mergeRows(this.rows, [row]) : [row, ...this.rows];
    this.host.requestUpdate();
  }

  remove(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
    this.host.requestUpdate();
  }

  async more(): Promise<void> {
    const after = this.#page?.pageInfo.endCursor;
    if (!after || this.#isLoading) return;
    const abort = (this.#abort = new AbortController());
    this.#isLoading = true;
    this.#problem = null;
    this.host.requestUpdate();
    try {
      const page = await this.fetch(after, abort.signal);
      if (abort.signal.aborted) return;
      const merged = mergeRows(this.rows, page.nodes);
      const over = Math.max(0, merged.length - MOST_ROWS);
      this.rows = merged.slice(over);
      this.dropped += over;
      this.#page = page;
      this.#focus = page.nodes[0]?.id ?? null;
      announce(stateWords.loaded(page.nodes.length));
    } catch (error) {
      if (isAbort(error)) return;
      this.#problem = asProblem(error);
    } finally {
      if (this.#abort === abort) this.#isLoading = false;
      this.host.requestUpdate();
    }
  }

  /**
   * The list with its "Load more". Rows that can take focus carry `data-id` and a tabindex.
   *
   * @param rows draws them, at least one
   * @param empty what stands there when there is none
   */
  render(rows: (rows: readonly T[]) => unknown, empty: () => unknown): unknown {
    return this.#first.render(() => [this.rows.length > 0 ? rows(this.rows) : empty(), this.#more()]);
  }

  #more(): unknown {
    const load = () => { void this.more(); };
    if (this.#problem) return failure(this.#problem, stateWords.couldNotLoad, load);
    if (!this.hasMore) return nothing;
    return html`<div class="row"><button class="button" type="button" aria-disabled=${this.#isLoading ? 'true' : nothing} @click=${load}>${this.#isLoading ? stateWords.loadingMore : stateWords.more}</button></div>`;
  }
}
