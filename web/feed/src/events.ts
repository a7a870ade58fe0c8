/**
 * The data of each server-sent "next" event, until "complete" or the end of the body.
 *
 * @param beat called for every chunk, comments too: the connection is alive
 */
export async function* events(body: ReadableStream<Uint8Array>, beat: () => void): AsyncGenerator<string, void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      beat();
      const parts = (rest + value).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1];
        if (field('event') === 'complete') return;
        const data = field('data');
        if (data) yield data;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
