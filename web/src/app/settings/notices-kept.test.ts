import { describe, expect, it } from 'vitest';
import { nextTime, withFrame } from './notices-kept.ts';

const node = (id: string, readAt: string | null = null) => ({ id, kind: 'ESCALATION' as const, createdAt: '2026-11-21T12:00:00Z', readAt, blocker: null });
const edge = (id: string, readAt: string | null = null) => ({ cursor: `after ${id}`, node: node(id, readAt) });

describe('notices', () => {
  it('come once, oldest first, however often the stream brings them', () => {
    const first = withFrame([], [edge('a'), edge('b')], 'start');
    const again = withFrame(first, [edge('a', '2026-11-21T13:00:00Z'), edge('c')], 'start');
    expect(again.map(({ id, readAt }) => [id, readAt === null])).toEqual([['a', false], ['b', true], ['c', true]]);
  });

  it('come again next time from the oldest that was not read', () => {
    const read = '2026-11-21T13:00:00Z';
    const notices = withFrame([], [edge('a', read), edge('b'), edge('c', read)], 'start');
    expect(nextTime(notices, 'end')).toBe('after a');
    expect(nextTime(withFrame([], [edge('a')], 'start'), 'end')).toBe('start');
    expect(nextTime(withFrame([], [edge('a', read)], 'start'), 'end')).toBe('end');
    expect(nextTime([], null)).toBeNull();
  });
});
