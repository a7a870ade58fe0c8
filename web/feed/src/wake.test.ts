import { afterEach, describe, expect, it, vi } from 'vitest';
import { backoff, sleep, wake } from './wake.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('waiting', () => {
  it('grows from 1 s to 30 s, with full jitter', () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(1);
    expect([0, 1, 2, 3, 4, 20].map(backoff)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
    random.mockReturnValue(0);
    expect([0, 5, 20].map(backoff)).toEqual([1000, 1000, 1000]);
  });

  it('ends early when the page is back, or when it is given up', async () => {
    const waiting = Promise.all([sleep(60_000), sleep(60_000)]);
    wake();
    await waiting;
    const run = new AbortController();
    const other = sleep(60_000, run.signal);
    run.abort();
    await other;
  });
});
