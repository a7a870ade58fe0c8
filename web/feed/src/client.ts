import type { Client as SocketClient } from 'graphql-ws/client';
import { PAGE } from './documents.ts';
import { type GraphQLError, Problem, problemOf } from './problem.ts';
import { Stream, type StreamSink } from './stream.ts';
import type { ActivityFilter, Edge, GetToken, Transport } from './types.ts';
import { wake } from './wake.ts';

export interface Scope {
  workspaceId: string;
  filter: ActivityFilter;
}

export interface PageArguments {
  first?: number;
  after?: string;
  last?: number;
  before?: string;
  count?: boolean;
}

export interface Page {
  edges: Edge[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  count?: { value: number; precision: string };
}

/** One listener's hold on a shared stream. */
export interface Lease {
  /** Tells where polling may start: the newest row that the listener holds. */
  seen(cursor: string | undefined): void;
  close(): void;
}

/** Streams at a time: what the server runs on one socket, and one of a browser's six connections to a host over HTTP/1. */
const ROOM: Record<Transport, number> = { ws: 20, sse: 1, poll: Infinity };
const LADDER = ['ws', 'sse', 'poll'] as const;
/** A hidden page stops listening after this long, and a feed that fell back tries from the top again this often. */
const LONG_MS = 300_000;

/**
 * What one endpoint and one credential share on a page: requests, the token, one socket, and streams by what they
 * listen to. It falls back from the socket to server-sent events, then to asking every 30 s, and climbs again.
 */
export class Client {
  /** Server time minus the browser's, in ms. */
  offset = 0;
  /** The one socket, once a stream has asked for it, and whether it is open and accepted. */
  socket: SocketClient | undefined;
  connected = false;
  /** Tries to connect since the last socket that opened, and credentials refused since the last frame. */
  tries = 0;
  refusals = 0;
  readonly #streams = new Map<string, Stream>();
  /** How far streams that may choose have fallen: an index into LADDER. */
  #level = 0;
  /** The token in use. It leaves this object only in a header and in connection_init. */
  #token: Promise<string> | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;
  #climb: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly endpoint: string,
    readonly getToken?: GetToken,
  ) {}

  /** Of another origin, where no session cookie is sent. */
  get foreign(): boolean {
    return !this.getToken && new URL(this.endpoint).origin !== location.origin;
  }

  now(): number {
    return Date.now() + this.offset;
  }

  sync(serverTime: string): void {
    this.offset = Date.parse(serverTime) - Date.now() || 0;
  }

  async page(scope: Scope, page: PageArguments, signal?: AbortSignal): Promise<Page> {
    const data = await this.ask<{ serverInfo: { time: string }; workspace: { activities: Page | null } | null }>(PAGE, { count: false, ...scope, ...page }, signal);
    this.sync(data.serverInfo.time);
    if (!data.workspace?.activities) throw new Problem('NOT_FOUND');
    return data.workspace.activities;
  }

  async ask<T>(query: string, variables: object, signal?: AbortSignal): Promise<T> {
    const limit = AbortSignal.timeout(15_000);
    return answer<T>(await this.post({ query, variables }, 'application/graphql-response+json, application/json;q=0.9', signal ? AbortSignal.any([signal, limit]) : limit));
  }

  /** Posts with the credentials, and once more with a new token when the server refuses the one in use. */
  async post(body: object, accept: string, signal: AbortSignal, again = true): Promise<Response> {
    const token = this.credential();
    const authorization = await this.bearer(token);
    const response = await fetch(this.endpoint, {
      method: 'POST', body: JSON.stringify(body), signal, cache: 'no-store', redirect: 'error',
      headers: { accept, 'content-type': 'application/json', ...(authorization && { authorization }) },
      credentials: token ? 'omit' : 'same-origin',
    }).catch(() => {
      throw new Problem('NETWORK');
    });
    if (response.status !== 401) return response;
    if (!token || !again) throw new Problem('UNAUTHENTICATED', response.headers.get('x-request-id') ?? '');
    this.forget(token);
    return this.post(body, accept, signal, false);
  }

  /** The token, asked for when there is none; undefined where the session cookie counts. */
  credential(): Promise<string> | undefined {
    return this.getToken && (this.#token ??= this.getToken());
  }

  /** The server refused this token. */
  forget(token: Promise<string> | undefined): void {
    if (this.#token === token) this.#token = undefined;
  }

  /** The Authorization header for a token. */
  async bearer(token: Promise<string> | undefined): Promise<string> {
    try {
      return token ? `Bearer ${await token}` : '';
    } catch {
      this.forget(token);
      throw new Problem('UNAUTHENTICATED');
    }
  }

  /** Listens for new activities; equal listeners share one stream. */
  listen(scope: Scope, wanted: string, sink: StreamSink): Lease {
    const key = JSON.stringify([scope, wanted]);
    if (!this.#streams.size) this.#watch(true);
    const stream = this.#streams.get(key) ?? new Stream(this, scope, wanted);
    this.#streams.set(key, stream);
    stream.add(sink);
    return {
      seen: (cursor) => {
        stream.newest ??= cursor;
      },
      close: () => {
        if (stream.remove(sink) || this.#streams.get(key) !== stream) return;
        this.#streams.delete(key);
        if (!this.#streams.size) this.#watch(false);
      },
    };
  }

  /** The transport for a stream: its wish or the rung reached, and polling where there is no room for it. */
  choose(wanted: string): Transport {
    const transport = LADDER.find((name) => name === wanted) ?? LADDER[this.#level] ?? 'poll';
    return this.on(transport).length < ROOM[transport] ? transport : 'poll';
  }

  /** Streams that a transport carries. */
  on(transport: Transport): Stream[] {
    return [...this.#streams.values()].filter((stream) => stream.transport === transport);
  }

  /** A transport does not work here: streams that may choose go on one rung lower, and try from the top again later. */
  fall(from: Transport): void {
    this.#level = Math.max(this.#level, LADDER.indexOf(from) + 1);
    clearTimeout(this.#climb);
    this.#climb = setTimeout(this.climb, LONG_MS);
  }

  readonly climb = (): void => {
    this.tries = 0;
    if (!this.#level) return;
    this.#level = 0;
    for (const stream of this.#streams.values()) if (stream.wanted === 'auto') stream.start();
  };

  #watch(on: boolean): void {
    const change = on ? 'addEventListener' : 'removeEventListener';
    window[change]('online', this.#online);
    window[change]('pageshow', this.#shown);
    document[change]('visibilitychange', this.#shown);
    clearTimeout(this.#hidden);
    clearTimeout(this.#climb);
    this.#level = this.tries = this.refusals = 0;
  }

  // After a change of network the old socket may look open for minutes.
  readonly #online = (): void => {
    this.socket?.terminate();
    this.climb();
    wake();
  };

  readonly #shown = (): void => {
    clearTimeout(this.#hidden);
    if (document.hidden) {
      this.#hidden = setTimeout(() => {
        for (const stream of this.#streams.values()) stream.stop();
      }, LONG_MS);
    } else {
      wake();
      for (const stream of this.#streams.values()) stream.shown();
    }
  };
}

/** Reads a JSON answer. @throws Problem for errors, and for an answer that is not GraphQL */
export async function answer<T>(response: Response): Promise<T> {
  const { data, errors } = (await response.json().catch(() => ({}))) as { data?: T | null; errors?: GraphQLError[] };
  if (data && !errors?.length) return data;
  throw problemOf(errors, response.headers);
}
