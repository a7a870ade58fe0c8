import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayIn, daysBetween, instantIn, monthOf, startOfWeek, weekOf } from './days.ts';
import { readLocal, writeLocal } from './local-time.ts';

describe('the day of an instant', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-11-21T11:00:00Z', '2026-11-22'],
    ['Pacific/Pago_Pago', '2026-11-21T10:59:00Z', '2026-11-20'],
    ['Europe/Berlin', '2026-11-20T23:00:00Z', '2026-11-21'],
    ['UTC', '2026-11-20T23:59:59Z', '2026-11-20'],
  ])('in %s at %s is %s', (zone, instant, day) => {
    expect(dayIn(zone, instant)).toBe(day);
  });
});

describe('days', () => {
  it('are counted over months, leap days and changes of the clock', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
    expect(daysBetween('2026-04-01', '2026-03-01')).toBe(-31);
  });

  it('make months', () => {
    expect(monthOf('2028-02-10')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
  });
});

describe('a week', () => {
  it.each([
    ['MONDAY', '2026-11-16'],
    ['SUNDAY', '2026-11-15'],
    ['SATURDAY', '2026-11-21'],
  ] as const)('that starts on %s begins on %s', (start, first) => {
    expect(startOfWeek('2026-11-21', start)).toBe(first);
    const week = weekOf('2026-11-21', start);
    expect(week).toHaveLength(7);
    expect(week).toContain('2026-11-21');
  });
});

describe('the instant of a local time', () => {
  it.each([
    ['Europe/Berlin', '2026-11-21', '09:30', '2026-11-21T08:30:00.000Z'],
    ['Europe/Berlin', '2026-07-01', '09:30:15', '2026-07-01T07:30:15.000Z'],
    ['Asia/Kolkata', '2026-11-21', '00:00', '2026-11-20T18:30:00.000Z'],
    ['America/New_York', '2026-03-08', '12:00', '2026-03-08T16:00:00.000Z'],
  ])('in %s on %s at %s is %s', (zone, day, time, instant) => {
    expect(instantIn(zone, day, time)).toBe(instant);
  });

  it('inside the hour that a change of the clock skips is near it', () => {
    const instant = instantIn('Europe/Berlin', '2026-03-29', '02:30');
    expect(Math.abs(Date.parse(instant) - Date.parse('2026-03-29T01:00:00Z'))).toBeLessThanOrEqual(3_600_000);
  });

  it('comes back as it was typed', () => {
    const typed = '2026-11-21T23:45';
    const instant = readLocal('America/Los_Angeles', typed);
    expect(writeLocal('America/Los_Angeles', Date.parse(instant ?? ''))).toBe(typed);
    expect(readLocal('UTC', '2026-11-21')).toBeNull();
  });
});
