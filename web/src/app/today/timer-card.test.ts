// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { trackedNow } from './timer-card.ts';

const AT = Date.parse('2026-11-20T22:30:00Z');

describe('trackedNow', () => {
  it('grows with a running timer only', () => {
    expect(trackedNow({ seconds: 600, at: AT }, true, 'UTC', AT + 90_500)).toBe(690);
    expect(trackedNow({ seconds: 600, at: AT }, false, 'UTC', AT + 90_500)).toBe(600);
  });

  it('is unknown once the person has another day than the figure', () => {
    expect(trackedNow({ seconds: 600, at: AT }, true, 'Europe/Berlin', AT + 1_800_000)).toBeNull();
    expect(trackedNow({ seconds: 600, at: AT }, true, 'UTC', AT + 1_800_000)).toBe(2400);
    expect(trackedNow(null, true, 'UTC', AT)).toBeNull();
  });
});
