import { Problem } from './problem.ts';
import { type WireError, toProblem } from './request.ts';

export interface StreamFrame {
  data?: unknown;
  errors?: WireError[];
}

/**
 * Runs one subscription as server-sent events (graphql-sse, distinct connections) and resolves when the server says
 * that it is complete.
 *
 * @throws Problem when the stream cannot be opened or is cut
 * @throws DOMException AbortError when the signal fires
 */
export async function streamEvents(body: object, signal: AbortSignal, opened: () => void, next: (frame: StreamFrame) => void): Promise<void> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new Problem({ code: 'UNREACHABLE', message: String(error) });
  }
  if (!response.ok || response.body === null) throw await refusal(response);
  opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Problem({ code: 'UNREACHABLE', message: String(error) });
    });
    if (done) throw new Problem({ code: 'UNREACHABLE', message: 'The stream was cut.' });
    for (const event of parser.push(value)) {
      if (event.name === 'complete') return;
      if (event.name === 'next') next(JSON.parse(event.data) as StreamFrame);
    }
  }
}

async function refusal(response: Response): Promise<Problem> {
  try {
    const { errors } = (await response.json()) as { errors?: WireError[] };
    if (errors?.[0]) return toProblem(errors[0], response.status);
  } catch {
    // Not JSON: the status says what is known.
  }
  return toProblem({ message: `The server answered ${response.status}.` }, response.status);
}

/** Cuts a text stream into events, wherever the pieces were cut on the way. */
export class EventParser {
  #rest = '';

  push(piece: string): { name: string; data: string }[] {
    const blocks = (this.#rest + piece.replace(/\r/g, '')).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let name = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const [, field, value = ''] = /^(event|data): ?(.*)$/.exec(line) ?? [];
        if (field === 'event') name = value;
        if (field === 'data') data.push(value);
      }
      return name === 'message' && data.length === 0 ? [] : [{ name, data: data.join('\n') }];
    });
  }
}
