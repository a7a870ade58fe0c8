import { observeDate } from './clock.ts';
import type { Document } from './document.ts';
import { Problem } from './problem.ts';
import { together } from './together.ts';

export interface Answer<Data> {
  data: Data;
  /** What is missing in the data, each with its path: fields the viewer may not see stand here as FORBIDDEN. */
  problems: Problem[];
}

export interface RequestOptions {
  /** Ends the request when its page or part goes away. */
  signal?: AbortSignal;
}

export interface WireError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string; retryAfterMs?: number };
}

interface Wire {
  data?: Record<string, unknown> | null;
  errors?: WireError[];
}

/**
 * Asks the person to sign in again and resolves when they have, with true; with false when they would rather not.
 * The shell sets it; requests that meet an ended session wait for it, all for the same dialog.
 */
let signInAgain: () => Promise<boolean> = () => Promise.resolve(false);

/** Tells the shell that the session has ended, and resolves like its dialog. */
export function endSession(): Promise<boolean> {
  return signInAgain();
}

export function onSessionEnded(handler: () => Promise<boolean>): void {
  signInAgain = handler;
}

/** A new key for one submit: keep it over retries of the same content, so that the change happens once. */
export function newIdempotencyKey(): string {
  // Not crypto.randomUUID, which plain http on a name other than localhost lacks.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const READ_ATTEMPTS = 3;

/**
 * Sends one operation with the session cookie.
 *
 * Reads that are asked for in one go travel together. They are tried again up to twice when the server cannot be reached. A request whose session has ended waits for the
 * sign-in over the page and is then sent once more, as it was: the same variables, the same idempotency key.
 *
 * @throws Problem when nothing of what was asked for came
 * @throws DOMException AbortError when the signal fires
 */
export async function request<Data, Variables extends object>(document: Document<Data, Variables>, variables: Variables, { signal }: RequestOptions = {}): Promise<Answer<Data>> {
  const isRead = document.startsWith('query');
  for (let attempt = 1; ; attempt++) {
    const answer = await send<Data>(document, variables, signal);
    const ended = answer instanceof Problem && answer.code === 'UNAUTHENTICATED';
    if (ended) {
      if (!(await endSession())) throw new Problem({ code: 'SIGN_IN_DECLINED', message: 'You are not signed in.' });
      signal?.throwIfAborted();
      const second = await send<Data>(document, variables, signal);
      if (second instanceof Problem) throw second;
      return second;
    }
    if (!(answer instanceof Problem)) return answer;
    const mayPass = answer.code === 'UNREACHABLE' || answer.code === 'UNAVAILABLE';
    if (!isRead || !mayPass || attempt >= READ_ATTEMPTS) throw answer;
    await pause(300 * attempt + Math.random() * 400, signal);
  }
}

/** Gives a Problem back instead of throwing, so that the caller decides what may be repeated. */
function send<Data>(document: Document<Data, never>, variables: object, signal: AbortSignal | undefined): Promise<Answer<Data> | Problem> {
  return document.startsWith('query') ? together(document, variables, signal, exchange) : exchange<Data>(document, variables, signal);
}

async function exchange<Data>(query: string, variables: object, signal: AbortSignal | undefined): Promise<Answer<Data> | Problem> {
  const sentAt = Date.now();
  let response: Response;
  let wire: Wire;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json, application/json;q=0.9', 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(signal && { signal }),
    });
    observeDate(response.headers.get('date'), sentAt, Date.now());
  } catch (error) {
    signal?.throwIfAborted();
    return new Problem({ code: 'UNREACHABLE', message: error instanceof Error ? error.message : 'No answer.' });
  }
  const retryAfter = seconds(response.headers.get('retry-after'));
  try {
    wire = (await response.json()) as Wire;
  } catch {
    signal?.throwIfAborted();
    return new Problem({ code: codeOf(response.status), message: `The server answered ${response.status} without a result.`, retryAfter });
  }
  const problems = (wire.errors ?? []).map((error) => toProblem(error, response.status, retryAfter));
  const signedOut = problems.find(({ code }) => code === 'UNAUTHENTICATED');
  if (signedOut) return signedOut;
  const data = wire.data;
  const isEmpty = data == null || Object.values(data).every((value) => value === null);
  const [first] = problems;
  if (isEmpty && first) return first;
  if (data == null) return new Problem({ code: codeOf(response.status), message: `The server answered ${response.status} without a result.`, retryAfter });
  return { data: data as Data, problems };
}

export function toProblem(error: WireError, status = 200, retryAfter?: number): Problem {
  const { code, requestId, retryAfterMs } = error.extensions ?? {};
  const wait = retryAfterMs === undefined ? retryAfter : retryAfterMs / 1000;
  return new Problem({ code: code ?? codeOf(status), message: error.message, requestId, path: error.path, retryAfter: wait });
}

function codeOf(status: number): string {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 429) return 'RATE_LIMITED';
  return status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'INTERNAL';
}

function seconds(header: string | null): number | undefined {
  const value = Number(header);
  return header !== null && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
