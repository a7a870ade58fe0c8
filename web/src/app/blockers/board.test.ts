// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { filterOf, laneOf } from './board.ts';

const who = { memberId: 'mem_1', zone: 'Europe/Berlin', today: '2026-11-21' };
const of = (lane: Parameters<typeof filterOf>[0], query: string) => filterOf(lane, new URLSearchParams(query), who);

describe('filterOf', () => {
  it('asks for the state of the column, and for what the address names', () => {
    expect(of('OPEN', 'severity=HIGH&severity=CRITICAL&severity=NONSENSE&category=EXTERNAL')).toEqual({ states: ['OPEN'], severities: ['CRITICAL', 'HIGH'], categories: ['EXTERNAL'] });
  });

  it('looks back sixty days for resolved ones, from midnight of the zone', () => {
    expect(of('RESOLVED', '').openedAt).toEqual({ gte: '2026-09-21T22:00:00.000Z' });
  });

  it('never narrows what was escalated to the person to their own', () => {
    expect(of('YOU', 'whose=mine')).toEqual({ states: ['ESCALATED'] });
    expect(of('ESCALATED', 'whose=mine').memberIds).toEqual(['mem_1']);
  });
});

describe('laneOf', () => {
  it('shows the open ones unless the address names a column', () => {
    expect([laneOf(new URLSearchParams('lane=RESOLVED')), laneOf(new URLSearchParams('lane=x'))]).toEqual(['RESOLVED', 'OPEN']);
  });
});
