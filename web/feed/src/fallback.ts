import { answer } from './client.ts';
import { STREAM } from './documents.ts';
import { events } from './events.ts';
import { Problem, isFinal } from './problem.ts';
import type { Frame, Stream } from './stream.ts';
import { backoff, sleep } from './wake.ts';

/** Asked anew each time: it changes while one waits. */
const over = (signal: AbortSignal): boolean => signal.aborted;

/** How often the last resort asks. */
const POLL_MS = 30_000;
/** The server writes at least a comment every 12 s. */
const SILENCE_MS = 30_000;

const problemIn = (error: unknown): Problem => (error instanceof Problem ? error : new Problem('NETWORK'));

/** Carries a stream by server-sent events until the signal ends; two failures in a row and it makes way for polling. */
export async function sse(stream: Stream, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !over(signal); ) {
    try {
      await read(stream, signal, () => {
        failures = 0;
      });
    } catch (error) {
      if (over(signal)) return;
      const problem = problemIn(error);
      if (isFinal(problem) || problem.code.startsWith('CURSOR')) {
        stream.refused(problem);
        return;
      }
      failures++;
      if (failures > 1 && stream.wanted !== 'sse' && navigator.onLine) {
        stream.misses = 0;
        stream.client.fall('sse');
        stream.start();
        return;
      }
    }
    if (over(signal)) return;
    stream.tell('lost');
    await sleep(backoff(stream.misses++), signal);
  }
}

/** One server-sent stream, until it completes, falls silent or breaks. */
async function read(stream: Stream, signal: AbortSignal, opened: () => void): Promise<void> {
  const cut = new AbortController();
  const end = () => {
    cut.abort();
  };
  let silence = setTimeout(end, SILENCE_MS);
  signal.addEventListener('abort', end);
  try {
    const response = await stream.client.post({ query: STREAM, variables: stream.variables }, 'text/event-stream', cut.signal);
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
      await answer(response);
      throw new Problem('NETWORK');
    }
    opened();
    stream.tell('live');
    const beat = () => {
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE_MS);
    };
    for await (const data of events(response.body, beat)) {
      if (over(signal)) return;
      stream.receive(JSON.parse(data) as Frame);
    }
  } finally {
    clearTimeout(silence);
    cut.abort();
  }
}

/** Asks every 30 s for what is newer than the newest row known. */
export async function poll(stream: Stream, signal: AbortSignal): Promise<void> {
  // A stream that begins here has nothing to catch up with: its sinks load their first page now.
  if (stream.state === 'connecting') {
    stream.live();
    await sleep(POLL_MS, signal);
  }
  for (let failures = 0; !over(signal); ) {
    try {
      const { edges, gap } = await newer(stream, signal);
      if (over(signal)) return;
      stream.live();
      stream.bring(edges, gap);
      // The server is back, so the better transports may be, too.
      if (failures && stream.wanted === 'auto') setTimeout(stream.client.climb);
      failures = 0;
      await sleep(POLL_MS, signal);
    } catch (error) {
      if (over(signal)) return;
      const problem = problemIn(error);
      if (problem.code.startsWith('CURSOR')) stream.bring([], true);
      else if (isFinal(problem)) {
        stream.refused(problem);
        return;
      }
      stream.tell('lost');
      await sleep(backoff(failures++), signal);
    }
  }
}

/** What follows the newest row known, oldest first, or the newest page where none is; `gap` when that is not all. */
async function newer({ client, scope, newest }: Stream, signal: AbortSignal) {
  const { edges, pageInfo } = await client.page(scope, newest ? { last: 50, before: newest } : { first: 50 }, signal);
  return { edges: edges.reverse(), gap: !!newest && pageInfo.hasPreviousPage };
}
