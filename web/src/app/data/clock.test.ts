import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { observeDate, observeServerTime, resetClock, serverNow } from './clock.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const HOURS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  resetClock();
});

afterEach(() => {
  vi.useRealTimers();
});

/** An answer whose Date says the server's time, cut to the second, after the way back took 20 ms. */
function answerAt(serverTime: number): void {
  observeDate(new Date(Math.floor(serverTime / 1000) * 1000).toUTCString(), Date.now() - 40, Date.now());
}

describe('the server clock', () => {
  it('is the browser clock until something is known', () => {
    expect(serverNow()).toBe(NOON);
  });

  it('does not move a browser that may be right', () => {
    answerAt(NOON - 20);
    expect(serverNow()).toBe(NOON);
  });

  it.each([-3 * HOURS, 3 * HOURS, 90_000])('corrects a browser that is %d ms wrong to within a second', (wrong) => {
    answerAt(NOON - wrong - 20);
    expect(Math.abs(serverNow() - (NOON - wrong))).toBeLessThan(1000);
  });

  it('narrows with frames', () => {
    answerAt(NOON + HOURS + 900);
    observeServerTime(new Date(NOON + HOURS + 950).toISOString(), NOON);
    expect(Math.abs(serverNow() - (NOON + HOURS + 950))).toBeLessThan(100);
  });

  it('begins anew when a clock was set', () => {
    answerAt(NOON + HOURS);
    answerAt(NOON - HOURS);
    expect(Math.abs(serverNow() - (NOON - HOURS))).toBeLessThan(1100);
  });

  it('ignores what is no date', () => {
    observeDate(null, NOON, NOON);
    observeDate('soon', NOON, NOON);
    expect(serverNow()).toBe(NOON);
  });
});
