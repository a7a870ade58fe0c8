import type { Document } from './document.ts';
import { Problem } from './problem.ts';
import type { Answer } from './request.ts';

/** One exchange with the server: an answer, or the problem in the place of all of it. Throws only when its signal fires. */
type Exchange = (query: string, variables: object, signal: AbortSignal | undefined) => Promise<Answer<Record<string, unknown>> | Problem>;

interface Part {
  query: string;
  variables: object;
  signal: AbortSignal | undefined;
  exchange: Exchange;
  settle: (answer: Answer<Record<string, unknown>> | Problem) => void;
  fail: (error: unknown) => void;
}

/** What ends one read ends all: asking for each again would meet the same. */
const OF_ALL = new Set(['UNREACHABLE', 'UNAVAILABLE', 'UNAUTHENTICATED', 'RATE_LIMITED']);

let waiting: Part[] = [];

/**
 * Reads that are asked for in one go, as the parts of a page do when it opens, travel as one operation: a request for each
 * would cost more than what it asks for. A part that the others spoil is asked for again by itself.
 */
export function together<Data>(document: Document<Data, never>, variables: object, signal: AbortSignal | undefined, exchange: Exchange): Promise<Answer<Data> | Problem> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true });
    if (waiting.length === 0) setTimeout(leave);
    waiting.push({ query: document, variables, signal, exchange, settle: resolve as Part['settle'], fail: reject });
  });
}

function leave(): void {
  const parts = waiting.filter(({ signal }) => signal?.aborted !== true);
  waiting = [];
  const [first] = parts;
  if (first && parts.length === 1) void alone(first);
  else if (first) void travel(parts, first.exchange);
}

async function alone({ query, variables, signal, exchange, settle, fail }: Part): Promise<void> {
  await exchange(query, variables, signal).then(settle, fail);
}

async function travel(parts: readonly Part[], exchange: Exchange): Promise<void> {
  const one = merge(parts);
  let answer: Awaited<ReturnType<Exchange>>;
  try {
    answer = await exchange(one.query, one.variables, whenAll(parts));
  } catch {
    // Every part has ended by its own signal.
    return;
  }
  if (!(answer instanceof Problem)) parts.forEach((part, at) => { part.settle(own(answer, at)); });
  else if (OF_ALL.has(answer.code)) for (const { settle } of parts) settle(answer);
  else for (const part of parts) if (part.signal?.aborted !== true) void alone(part);
}

/** Fires when every part's signal has. */
function whenAll(parts: readonly Part[]): AbortSignal {
  const all = new AbortController();
  const look = () => { if (parts.every(({ signal }) => signal?.aborted)) all.abort(); };
  for (const { signal } of parts) signal?.addEventListener('abort', look, { once: true });
  return all.signal;
}

const mark = (at: number) => `r${at}_`;

/** One operation of several. The texts are the generator's: without comments, and each root field has a selection. */
export function merge(parts: readonly { query: string; variables: object }[]): { query: string; variables: object } {
  const heads: string[] = [];
  const roots: string[] = [];
  const fragments: string[] = [];
  const variables: Record<string, unknown> = {};
  parts.forEach((part, at) => {
    const text = part.query.replace(/\$(?=\w)/g, `$${mark(at)}`).replace(/(\.\.\.(?!on\b)|\bfragment )(?=\w)/g, `$1${mark(at)}`);
    const [, head = '', rest = ''] = /^query \w+(?:\((.*?)\))?(\{.*)$/s.exec(text) ?? [];
    heads.push(head);
    const end = closing(rest, 0);
    for (let from = 1; from < end; from = closing(rest, from) + 1) {
      const field = rest.slice(from, closing(rest, from) + 1);
      roots.push(mark(at) + field.replace(/^(\w+)(?!\w|:)/, '$1:$1'));
    }
    fragments.push(rest.slice(end + 1));
    for (const [name, value] of Object.entries(part.variables)) variables[mark(at) + name] = value;
  });
  const names = parts.map(({ query }) => /^query (\w+)/.exec(query)?.[1]).join('_');
  const head = heads.join('');
  return { query: `query ${names}${head && `(${head})`}{${roots.join('')}}${fragments.join('')}`, variables };
}

/** Where the first selection that begins at or after an index ends. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '{' || sign === '(') depth++;
    if ((sign === '}' || sign === ')') && --depth === 0 && sign === '}') return at;
  }
  return text.length;
}

/** A part's own share of the common answer, as if it had been asked for alone. */
function own({ data, problems }: Answer<Record<string, unknown>>, at: number): Answer<Record<string, unknown>> | Problem {
  const name = mark(at);
  const mine = Object.fromEntries(Object.entries(data).filter(([key]) => key.startsWith(name)).map(([key, value]) => [key.slice(name.length), value]));
  const told = problems.flatMap((problem) => {
    const [root] = problem.path;
    if (typeof root !== 'string' || !root.startsWith(name)) return [];
    const { code, message, requestId, retryAfter, path } = problem;
    return [new Problem({ code, message, requestId: requestId ?? undefined, retryAfter: retryAfter ?? undefined, path: [root.slice(name.length), ...path.slice(1)] })];
  });
  const [first] = told;
  return first && Object.values(mine).every((value) => value === null) ? first : { data: mine, problems: told };
}
