import { vi } from 'vitest';
import type { Activity, Edge } from '../types.ts';

/** An activity, by its number: number 2 was committed a minute after number 1, by another person on another task. */
export function edge(n: number, changes: Partial<Activity> = {}): Edge {
  return {
    cursor: `c${n}`,
    node: {
      id: `act_${n}`, occurredAt: new Date(Date.UTC(2026, 0, 1, 12, n)).toISOString(), action: 'CREATED', entityType: 'TASK', entityId: `tsk_${n}`,
      subjectName: `Task ${n}`, title: `created the task ${n}`, content: null, displayUrl: `https://example.com/${n}`, actor: { id: `usr_${n}`, displayName: `Person ${n}` },
      changes: null, compensates: null, ...changes,
    },
  };
}

/** Activities from the first number down to the last: a page, newest first. */
export const down = (from: number, to: number): Edge[] => Array.from({ length: from - to + 1 }, (_, at) => edge(from - at));

/** The answer to a page's query. */
export const pageAnswer = (edges: Edge[], hasNextPage = false, hasPreviousPage = false) => ({
  data: { serverInfo: { time: new Date().toISOString() }, workspace: { activities: { edges, pageInfo: { hasNextPage, hasPreviousPage } } } },
});

export const frame = (kind: string, resumeCursor: string, edges: Edge[] = []) => ({ data: { activityStream: { kind, resumeCursor, serverTime: new Date().toISOString(), edges } } });

export interface Asked {
  url: string;
  query: string;
  variables: Record<string, unknown>;
  headers: Record<string, string>;
  credentials: string | undefined;
}

/** Puts a server in the place of fetch. What it returns is sent as JSON; a Response as it is. Returns what was asked. */
export function fakeFetch(answer: (asked: Asked) => unknown): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal('fetch', async (url: string, init: { body: string; headers: Record<string, string>; credentials?: string; signal: AbortSignal }) => {
    const asked = { url, ...(JSON.parse(init.body) as { query: string; variables: Record<string, unknown> }), headers: init.headers, credentials: init.credentials };
    all.push(asked);
    const given = await answer(asked);
    return given instanceof Response ? given : new Response(JSON.stringify(given), { headers: { 'content-type': 'application/json' } });
  });
  return all;
}

interface Message {
  type: string;
  id?: string;
  payload?: { variables?: Record<string, unknown>; Authorization?: string };
}

/** A socket whose other end is the test. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  readyState = 0;
  sent: Message[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null;
  onerror?: ((error: unknown) => void) | null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  static install(): void {
    FakeSocket.all = [];
    vi.stubGlobal('WebSocket', FakeSocket);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Message);
  }

  /** Opens, and accepts the credentials. */
  async accept(): Promise<void> {
    this.readyState = 1;
    this.onopen?.();
    await vi.waitFor(() => {
      if (!this.sent.length) throw new Error('no connection_init');
    });
    this.say({ type: 'connection_ack' });
    await vi.waitFor(() => {
      if (!this.subscribed.length) throw new Error('no subscribe');
    });
  }

  get subscribed(): Message[] {
    return this.sent.filter(({ type }) => type === 'subscribe');
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** A frame for a subscription, by its place among those sent. */
  next(payload: object, at = 0): void {
    this.say({ type: 'next', id: this.subscribed[at]?.id, payload });
  }

  close(code = 1000, reason = ''): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code, reason, wasClean: false });
  }

  /** The network is gone, or nothing answers. */
  fail(): void {
    this.onerror?.(new Event('error'));
    this.close(1006);
  }
}
