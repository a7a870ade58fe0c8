// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { byDay, readAsked, toServer } from './days.ts';

const asked = (query: string) => readAsked(new URLSearchParams(query), 'mem_me');

describe('byDay', () => {
  it('takes the day of the zone, not of UTC, and keeps the order within it', () => {
    const rows = [{ id: 1, loggedAt: '2026-11-20T23:30:00Z' }, { id: 2, loggedAt: '2026-11-20T12:00:00Z' }, { id: 3, loggedAt: '2026-11-20T11:00:00Z' }];
    expect(byDay(rows, 'Europe/Berlin').map(([day, all]) => [day, all.map(({ id }) => id)])).toEqual([['2026-11-21', [1]], ['2026-11-20', [2, 3]]]);
    expect(byDay(rows, 'UTC')).toHaveLength(1);
  });
});

describe('toServer', () => {
  it('asks for the own rows unless told otherwise', () => {
    expect(toServer(asked(''), 'UTC')).toEqual({ memberIds: ['mem_me'] });
    expect(toServer(asked('person=all&q=leak'), 'UTC')).toEqual({ text: 'leak' });
  });

  it('takes the whole last day, over a change of clocks', () => {
    expect(toServer(asked('until=2026-10-25'), 'Europe/Berlin').loggedAt).toEqual({ lt: '2026-10-25T23:00:00.000Z' });
  });
});
