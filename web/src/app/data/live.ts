import type { Document } from './document.ts';
import { subscribe } from './subscribe.ts';

interface Frame {
  readonly kind: string;
  readonly edges: readonly unknown[];
  readonly resumeCursor: string;
}

/**
 * Calls back when a stream brings something, several frames as one call, and after a gap that it cannot fill.
 *
 * @returns how to stop
 */
export function onChange<Data, Variables extends { after?: string | null | undefined }>(document: Document<Data, Variables>, variables: Omit<Variables, 'after'>, changed: () => void): () => void {
  let after: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = subscribe(document, () => ({ ...variables, after }) as Variables, {
    next(data) {
      const [frame] = Object.values(data as Record<string, Frame>);
      if (!frame) return;
      after = frame.resumeCursor;
      if (frame.kind !== 'RESET' && frame.edges.length === 0) return;
      clearTimeout(timer);
      timer = setTimeout(changed, 150);
    },
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
