import { type Client, createClient } from 'graphql-ws/client';
import { observeServerTime } from './clock.ts';
import { connection, network, onWake } from './connection.ts';
import type { Document } from './document.ts';
import { Problem } from './problem.ts';
import { type WireError, endSession, toProblem } from './request.ts';
import { type StreamFrame, streamEvents } from './sse.ts';

export interface Sink<Data> {
  next(data: Data): void;
  /** The stream is over for good: refused, or the rights are gone. Losses of the connection never come here. */
  failed?(problem: Problem): void;
}

/** Close codes after which the same client need not try again (ux.md 3.4). */
const FATAL = new Set([4400, 4406, 4409, 4429, 4500]);
const SIGNED_OUT = new Set([4401, 4403]);
/** Errors of a subscription that pass by themselves. */
const PASSING = new Set(['UNREACHABLE', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL']);
/** Sockets that never opened in so many tries in a row are taken to be blocked on the way. */
const TRIES_BEFORE_EVENTS = 3;
const PONG_DEADLINE = 5_000;

let client: Client | null = null;
let isOpen = false;
let neverOpened = 0;
let socketsBlocked = false;
let streams = 0;
const waiting = new Set<() => void>();

onWake(() => {
  for (const go of waiting) go();
});

/** Full jitter between 1 s and a bound that doubles up to 30 s; a wake-up ends it. */
export function backoff(attempt: number, random = Math.random()): number {
  const most = Math.min(30_000, 1000 * 2 ** attempt);
  return 1000 + random * Math.max(0, most - 1000);
}

function rest(attempt: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, backoff(attempt));
    waiting.add(go);
  });
}

function report(): void {
  if (streams === 0) connection.set('idle');
  else if (!network.value.online) connection.set('offline');
  else if (isOpen) connection.set(socketsBlocked ? 'stream' : 'live');
  else connection.set('reconnecting');
}

network.subscribe(report);

function opened(value: boolean): void {
  isOpen = value;
  report();
}

function closeCode(value: unknown): number | null {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number' ? value.code : null;
}

function socket(): Client {
  if (client) return client;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const made = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    lazy: true,
    lazyCloseTimeout: 5_000,
    keepAlive: 12_000,
    // Retries are this file's own: graphql-ws would give up, and would not look at the session in between.
    retryAttempts: 0,
    on: {
      connected: () => {
        neverOpened = 0;
        opened(true);
      },
      closed: () => {
        clearTimeout(pongTimer);
        opened(false);
      },
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => { made.terminate(); }, PONG_DEADLINE);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  client = made;
  return made;
}

/** One run over the socket, until the server completes it; rejects with what ended it. */
function overSocket(payload: { query: string }, signal: AbortSignal, next: (frame: StreamFrame) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = socket().subscribe(payload, { next: (frame) => { next(frame as StreamFrame); }, error: reject, complete: resolve });
    signal.addEventListener('abort', () => { stop(); }, { once: true });
  });
}

/** What ended a run: null when it can simply be tried again. */
async function judge(error: unknown): Promise<Problem | null> {
  if (Array.isArray(error)) {
    const problem = toProblem(error[0] as WireError);
    if (problem.code === 'UNAUTHENTICATED') return (await endSession()) ? null : problem;
    return PASSING.has(problem.code) ? null : problem;
  }
  if (error instanceof Problem) {
    if (error.code === 'UNAUTHENTICATED') return (await endSession()) ? null : error;
    return PASSING.has(error.code) ? null : error;
  }
  const code = closeCode(error);
  if (code !== null && SIGNED_OUT.has(code)) {
    return (await endSession()) ? null : new Problem({ code: 'UNAUTHENTICATED', message: 'The session has ended.' });
  }
  if (code !== null && FATAL.has(code)) return new Problem({ code: 'INTERNAL', message: `The connection was refused (${code}).` });
  if (!isOpen && !socketsBlocked && navigator.onLine && ++neverOpened >= TRIES_BEFORE_EVENTS) socketsBlocked = true;
  return null;
}

/**
 * Keeps one subscription running until stopped, whatever happens to the connection.
 *
 * All share one socket. Where sockets do not open, each becomes a stream of server-sent events. `variables` is asked
 * again at every start, so that a stream goes on from the newest `resumeCursor` it has seen.
 *
 * @returns how to stop
 */
export function subscribe<Data, Variables extends object>(document: Document<Data, Variables>, variables: () => Variables, sink: Sink<Data>): () => void {
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const isOver = () => signal.aborted;
  streams++;
  report();

  const run = async (): Promise<void> => {
    for (let attempt = 0; !isOver(); attempt++) {
      const next = (frame: StreamFrame) => {
        if (isOver()) return;
        if (frame.errors?.[0] && frame.data == null) {
          refused.push(...frame.errors);
          return;
        }
        attempt = 0;
        noteTime(frame.data);
        sink.next(frame.data as Data);
      };
      const refused: WireError[] = [];
      try {
        const body = { query: document as string, variables: variables() as Record<string, unknown> };
        if (socketsBlocked) await streamEvents(body, signal, () => { opened(true); }, next);
        else await overSocket(body, signal, next);
        if (refused[0]) throw toProblem(refused[0]);
      } catch (error) {
        if (socketsBlocked) opened(false);
        if (isOver()) return;
        const problem = await judge(error);
        if (problem) {
          streams--;
          lifetime.abort();
          connection.set('ended');
          sink.failed?.(problem);
          return;
        }
      }
      if (!isOver()) await rest(attempt);
    }
  };
  void run();

  return () => {
    if (isOver()) return;
    lifetime.abort();
    streams--;
    report();
  };
}

/** Frames carry the server's clock at the top of their one field. */
function noteTime(data: unknown): void {
  for (const value of Object.values((data ?? {}) as Record<string, { serverTime?: unknown } | null>)) {
    if (typeof value?.serverTime === 'string') observeServerTime(value.serverTime);
  }
}
