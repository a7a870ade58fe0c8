import type { Client, Scope } from './client.ts';
import { type GraphQLError, Problem, isFinal, problemOf } from './problem.ts';
import type { Edge, Transport } from './types.ts';
import { backoff, sleep } from './wake.ts';

export type StreamState = 'connecting' | 'live' | 'lost';

export interface StreamSink {
  /** What is committed from now on will arrive. */
  ready(): void;
  /** New activities, oldest first; some may have come before. */
  frame(edges: readonly Edge[]): void;
  /** The first page has to be loaded again. */
  reset(): void;
  state(state: StreamState, transport: Transport): void;
  fail(problem: Problem): void;
}

/** One answer of the subscription. */
export interface Frame {
  data?: { activityStream: { kind: string; resumeCursor: string; serverTime: string; edges: Edge[] } } | null;
  errors?: GraphQLError[];
}

/** One subscription, carried by whatever transport works, resumed from its newest cursor, and shared by its sinks. */
export class Stream {
  transport: Transport | undefined;
  state: StreamState = 'connecting';
  /** Cursor of the newest row known, from which polling continues. */
  newest: string | undefined;
  /** Attempts that failed one after the other. */
  misses = 0;
  /** Sent at each (re)connect, so the cursor in it is always the newest. */
  readonly variables: Scope & { after?: string };
  #ready = false;
  /** What the sinks hold cannot be continued. */
  #gap = false;
  #failed = false;
  #run = new AbortController();
  readonly #sinks = new Set<StreamSink>();

  constructor(
    readonly client: Client,
    readonly scope: Scope,
    readonly wanted: string,
  ) {
    this.variables = { ...scope };
    this.#run.abort();
  }

  add(sink: StreamSink): void {
    this.#sinks.add(sink);
    if (this.#run.signal.aborted) this.start();
    if (this.transport) sink.state(this.state, this.transport);
    if (this.#ready) sink.ready();
  }

  /** Tells whether others still listen; the last one to leave ends the stream. */
  remove(sink: StreamSink): boolean {
    this.#sinks.delete(sink);
    if (!this.#sinks.size) this.stop();
    return this.#sinks.size > 0;
  }

  start(): void {
    this.stop();
    this.#failed = false;
    const { signal } = (this.#run = new AbortController());
    const transport = this.client.choose(this.wanted);
    this.transport = transport;
    // Until this one works; told only if it takes long enough to matter.
    if (this.state === 'live') this.state = 'lost';
    // A transport is loaded when it is first needed.
    this.#carry(transport, signal).catch(() => {
      if (!signal.aborted) this.later();
    });
  }

  async #carry(transport: Transport, signal: AbortSignal): Promise<void> {
    if (transport === 'ws') {
      const { ws } = await import('./socket.ts');
      if (!signal.aborted) ws(this, signal);
    } else await (await import('./fallback.ts'))[transport](this, signal);
  }

  stop(): void {
    this.#run.abort();
    this.transport = undefined;
  }

  /** The page is seen again: goes on where it stopped, and lets the sinks bring their times up to date. */
  shown(): void {
    if (this.#run.signal.aborted && !this.#failed) this.start();
    else this.tell(this.state);
  }

  tell(state: StreamState): void {
    this.state = state;
    for (const sink of this.#sinks) if (this.transport) sink.state(state, this.transport);
  }

  /** It works: what comes from now on will not be missed. */
  live(): void {
    this.misses = 0;
    if (this.state !== 'live') this.tell('live');
    if (this.#ready) return;
    this.#ready = true;
    for (const sink of this.#sinks) sink.ready();
  }

  /** Hands rows on, oldest first, or tells that some are missing. */
  bring(edges: readonly Edge[], gap = false): void {
    gap ||= this.#gap;
    this.#gap = false;
    this.newest = gap ? undefined : (edges.at(-1)?.cursor ?? this.newest);
    for (const sink of this.#sinks) {
      if (gap) sink.reset();
      else if (edges.length) sink.frame(edges);
    }
  }

  receive({ data, errors }: Frame): void {
    if (!data || errors?.length) {
      this.refused(problemOf(errors));
      return;
    }
    const { kind, resumeCursor, serverTime, edges } = data.activityStream;
    this.client.sync(serverTime);
    this.variables.after = resumeCursor;
    this.live();
    this.bring(edges, kind === 'RESET');
  }

  refused(problem: Problem): void {
    if (problem.code.startsWith('CURSOR')) {
      delete this.variables.after;
      this.#gap = true;
    }
    if (!isFinal(problem)) {
      this.later();
      return;
    }
    this.stop();
    this.#failed = true;
    this.#ready = false;
    for (const sink of this.#sinks) sink.fail(problem);
  }

  /** Starts again after a while. */
  later(): void {
    this.#run.abort();
    const { signal } = (this.#run = new AbortController());
    this.tell('lost');
    void sleep(backoff(this.misses++), signal).then(() => {
      if (!signal.aborted) this.start();
    });
  }
}
