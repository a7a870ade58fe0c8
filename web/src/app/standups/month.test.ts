import { describe, expect, it } from 'vitest';
import { type MonthFacts, markOf, weeksOf } from './month.ts';

describe('weeksOf', () => {
  it('begins with the workspace\'s first day of the week', () => {
    // 2026-11-01 is a Sunday.
    expect(weeksOf('2026-11-15', 'MONDAY')[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeksOf('2026-11-15', 'SUNDAY')[0]?.[0]).toBe('2026-11-01');
    expect(weeksOf('2026-11-15', 'SATURDAY')[0]).toEqual([null, '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06']);
  });

  it('has every day of the month once, in months of four to six weeks', () => {
    for (const [month, days, weeks] of [['2026-02-01', 28, 5], ['2027-02-01', 28, 4], ['2026-11-01', 30, 6]] as const) {
      const all = weeksOf(month, 'MONDAY');
      expect(all).toHaveLength(weeks);
      const shown = all.flat().filter((day) => day !== null);
      expect(new Set(shown).size).toBe(days);
      expect(shown).toHaveLength(days);
    }
  });
});

describe('markOf', () => {
  // Friday the 20th is today.
  const facts: MonthFacts = {
    today: '2026-11-20',
    joined: '2026-11-04',
    standups: new Map([['2026-11-18', { isInferred: false }], ['2026-11-17', { isInferred: true }], ['2026-11-14', { isInferred: false }]]),
  };

  it('tells written from inferred, on weekends as well', () => {
    expect(markOf('2026-11-18', facts)).toBe('sent');
    expect(markOf('2026-11-17', facts)).toBe('inferred');
    expect(markOf('2026-11-14', facts)).toBe('sent');
  });

  it('misses working days that are over, and no other', () => {
    expect(markOf('2026-11-19', facts)).toBe('missed');
    expect(markOf('2026-11-16', facts)).toBe('missed');
    for (const day of ['2026-11-15', '2026-11-08', '2026-11-07', '2026-11-03', '2026-11-21', '2026-11-23']) expect(markOf(day, facts)).toBeNull();
  });

  it('waits for today, but not on a weekend', () => {
    expect(markOf('2026-11-20', facts)).toBe('open');
    expect(markOf('2026-11-21', { ...facts, today: '2026-11-21' })).toBeNull();
  });
});
