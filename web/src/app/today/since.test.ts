// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { sinceWhen } from './since.ts';

describe('sinceWhen', () => {
  it('is the moment at which the last standup was sent', () => {
    expect(sinceWhen({ date: '2026-11-19', submittedAt: '2026-11-19T08:12:00Z' }, '2026-11-20', 'Europe/Berlin')).toBe('2026-11-19T08:12:00.000Z');
  });

  it('is the end of its day when it was sent late', () => {
    expect(sinceWhen({ date: '2026-11-19', submittedAt: '2026-11-20T08:12:00Z' }, '2026-11-20', 'Europe/Berlin')).toBe('2026-11-19T23:00:00.000Z');
  });

  it('is a week before, in the zone of the person, when there was none', () => {
    expect(sinceWhen(null, '2026-11-20', 'Pacific/Auckland')).toBe('2026-11-12T11:00:00.000Z');
  });
});
