import { describe, expect, it, vi } from 'vitest';
import { events } from './events.ts';

function body(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

async function all(stream: ReadableStream<Uint8Array>, beat = () => undefined) {
  const found: string[] = [];
  for await (const data of events(stream, beat)) found.push(data);
  return found;
}

describe('server-sent events', () => {
  it('are put together across chunks, also within a character', async () => {
    const whole = new TextEncoder().encode('event: next\ndata: {"a":"é"}\n\n');
    const cut = whole.indexOf(0xc3) + 1;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(whole.slice(0, cut));
        controller.enqueue(whole.slice(cut));
        controller.close();
      },
    });
    expect(await all(stream)).toEqual(['{"a":"é"}']);
  });

  it('leave comments out, but count them as a sign of life', async () => {
    const beat = vi.fn();
    expect(await all(body(':\n\n', ':\n\nevent: next\nda', 'ta: 1\n\n'), beat)).toEqual(['1']);
    expect(beat).toHaveBeenCalledTimes(3);
  });

  it('end with "complete"', async () => {
    expect(await all(body('event: next\ndata: 1\n\nevent: complete\ndata: \n\nevent: next\ndata: 2\n\n'))).toEqual(['1']);
  });
});
