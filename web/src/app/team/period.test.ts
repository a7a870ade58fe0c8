import { describe, expect, it } from 'vitest';
import { byTime, chosen, rangeOf, readUnit } from './period.ts';

const row = (startsOn: string, endsOn: string, reason?: string) => ({ bucket: { startsOn, endsOn }, suppression: reason === undefined ? null : { reason } });

describe('rangeOf', () => {
  it('asks for twelve whole ISO weeks, this one included', () => {
    expect(rangeOf('WEEK', '2026-11-22')).toEqual({ from: '2026-08-31', to: '2026-11-22' });
    expect(rangeOf('WEEK', '2026-11-23').from).toBe('2026-09-07');
  });

  it('asks for twelve whole months, over the end of a year', () => {
    expect(rangeOf('MONTH', '2026-03-31')).toEqual({ from: '2025-04-01', to: '2026-03-31' });
  });
});

describe('readUnit', () => {
  it('takes weeks for anything it does not know', () => {
    expect([readUnit('SPRINT'), readUnit('DAY'), readUnit(null)]).toEqual(['SPRINT', 'WEEK', 'WEEK']);
  });
});

describe('chosen', () => {
  const rows = byTime([row('2026-11-16', '2026-11-22', 'BUCKET_OPEN'), row('2026-11-02', '2026-11-08'), row('2026-11-09', '2026-11-15', 'GROUP_TOO_SMALL')]);

  it('takes the newest closed one, hidden or not', () => {
    expect(chosen(rows, null, '2026-11-21')?.bucket.startsOn).toBe('2026-11-09');
  });

  it('takes the one that is asked for', () => {
    expect(chosen(rows, '2026-11-02', '2026-11-21')?.bucket.startsOn).toBe('2026-11-02');
    expect(chosen(rows, '2020-01-01', '2026-11-21')?.bucket.startsOn).toBe('2026-11-09');
  });

  it('takes the newest where none is closed, and nothing where there is none', () => {
    expect(chosen(rows.slice(2), null, '2026-11-21')?.bucket.startsOn).toBe('2026-11-16');
    const none: typeof rows = [];
    expect(chosen(none, null, '2026-11-21')).toBeUndefined();
  });
});
