const sleepers = new Set<() => void>();

/** Waits, but no longer than until the next {@link wake} or the signal's end. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      sleepers.delete(end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    sleepers.add(end);
    signal?.addEventListener('abort', end);
  });
}

/** Ends all waiting: the network or the page is back. */
export function wake(): void {
  for (const end of [...sleepers]) end();
}

/** Full jitter between 1 s and 30 s, so that a restarted server is not met by everyone at once. */
export const backoff = (retries: number): number => Math.max(1000, Math.random() * Math.min(30_000, 1000 * 2 ** (retries + 1)));
