// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { type Draft, draftOf, fromTo, missing, overlapping, settle, stretch, timeChange, timeInput } from './entry.ts';

const ZONE = 'Europe/Berlin';
const blank: Draft = { day: '2026-11-20', from: '', to: '', seconds: null, byDuration: false };
/** A stopped timer: its times have seconds. */
const entry = { spentOn: '2026-11-20', startedAt: '2026-11-20T08:00:13Z', endedAt: '2026-11-20T09:30:43Z', durationSeconds: 5430 };
const bare = { spentOn: '2026-11-20', startedAt: null, endedAt: null, durationSeconds: 3600 };

describe('settle', () => {
  it('gives the duration of two clock times', () => {
    expect(settle(settle(blank, { from: '09:00' }, ZONE), { to: '10:30' }, ZONE).seconds).toBe(5400);
  });
  it('reads an end before the start as the next day', () => {
    expect(settle({ ...blank, from: '23:00' }, { to: '01:00' }, ZONE).seconds).toBe(7200);
  });
  it('gives the end of a start and a duration, and moves it with the start', () => {
    const typed = settle({ ...blank, from: '23:30' }, { seconds: 3600 }, ZONE);
    expect(typed.to).toBe('00:30');
    expect(settle(typed, { from: '09:00' }, ZONE)).toMatchObject({ to: '10:00', seconds: 3600 });
  });
  it('counts the hour that is skipped in spring', () => {
    expect(settle({ ...blank, day: '2026-03-29', from: '01:00' }, { to: '04:00' }, ZONE).seconds).toBe(7200);
  });
  it('leaves a duration alone where there are no clock times', () => {
    expect(settle(blank, { seconds: 600 }, ZONE)).toMatchObject({ from: '', to: '', seconds: 600 });
  });
});

describe('missing', () => {
  it.each([
    [blank, ['durationSeconds']],
    [{ ...blank, seconds: 60 }, []],
    [{ ...blank, seconds: 0 }, ['durationSeconds']],
    [{ ...blank, to: '10:00' }, ['startedAt']],
    [{ ...blank, from: '10:00' }, ['endedAt']],
    [{ ...blank, day: '', seconds: 60 }, ['spentOn']],
  ])('%o', (draft, names) => {
    expect(missing(draft)).toEqual(names);
  });
});

describe('timeInput', () => {
  it('sends a day and a duration without clock times', () => {
    expect(timeInput({ ...blank, seconds: 900 }, ZONE)).toEqual({ spentOn: '2026-11-20', durationSeconds: 900 });
  });
  it('sends instants of the zone, the end on the next day where it is earlier', () => {
    expect(timeInput({ ...blank, from: '23:00', to: '01:00', seconds: 7200 }, ZONE)).toEqual({ startedAt: '2026-11-20T22:00:00.000Z', endedAt: '2026-11-21T00:00:00.000Z' });
  });
  it('sends the duration where that was typed last', () => {
    expect(timeInput({ ...blank, from: '09:00', to: '10:00', seconds: 3630, byDuration: true }, ZONE)).toEqual({ startedAt: '2026-11-20T08:00:00.000Z', durationSeconds: 3630 });
  });
});

describe('timeChange', () => {
  const draft = draftOf(entry, ZONE);
  it('sends nothing of what stayed', () => {
    expect(timeChange(draft, entry, ZONE)).toEqual({});
  });
  it('keeps the seconds of a start that stayed', () => {
    expect(timeChange(settle(draft, { to: '11:00' }, ZONE), entry, ZONE)).toEqual({ endedAt: '2026-11-20T10:00:00.000Z' });
    expect(timeChange(settle(draft, { seconds: 60 }, ZONE), entry, ZONE)).toEqual({ durationSeconds: 60 });
  });
  it('keeps the exact end under a new start', () => {
    expect(timeChange(settle(draft, { from: '08:00' }, ZONE), entry, ZONE)).toEqual({ startedAt: '2026-11-20T07:00:00.000Z', endedAt: entry.endedAt });
  });
  it('moves to another day to the second, and the end follows', () => {
    expect(timeChange({ ...draft, day: '2026-11-19' }, entry, ZONE)).toEqual({ startedAt: '2026-11-19T08:00:13.000Z' });
  });
  it('clears both clock times, and adds them', () => {
    expect(timeChange({ ...draft, from: '', to: '', seconds: 60 }, entry, ZONE)).toEqual({ startedAt: null, endedAt: null, spentOn: '2026-11-20', durationSeconds: 60 });
    expect(timeChange(settle({ ...draftOf(bare, ZONE), from: '09:00' }, { to: '10:00' }, ZONE), bare, ZONE)).toEqual({ startedAt: '2026-11-20T08:00:00.000Z', endedAt: '2026-11-20T09:00:00.000Z' });
  });
});

describe('fromTo', () => {
  it('marks an end on a later day, and is null without clock times', () => {
    expect(fromTo({ startedAt: '2026-11-20T22:30:00Z', endedAt: '2026-11-20T23:30:00Z' }, ZONE)).toMatch(/ \+1$/);
    expect(fromTo({ startedAt: '2026-11-20T21:30:00Z', endedAt: '2026-11-20T22:30:00Z' }, ZONE)).not.toMatch(/\+/);
    expect(fromTo(bare, ZONE)).toBeNull();
  });
});

describe('overlapping', () => {
  const rows = [{ id: 'none', ...bare }, { id: 'self', ...entry }, { id: 'other', startedAt: '2026-11-20T10:00:00Z', endedAt: '2026-11-20T11:00:00Z' }];
  it('finds the other entry, not the one itself, and not one that only touches', () => {
    expect(overlapping(rows, '2026-11-20T08:00:00Z', '2026-11-20T10:30:00Z', 'self')?.id).toBe('other');
    expect(overlapping(rows, '2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z', 'self')).toBeNull();
  });
  it('has nothing to look for without clock times', () => {
    expect(stretch({ ...blank, seconds: 60 }, ZONE)).toBeNull();
    expect(stretch({ ...blank, from: '09:00', seconds: 60, byDuration: true }, ZONE)).toEqual({ start: '2026-11-20T08:00:00.000Z', end: '2026-11-20T08:01:00.000Z' });
  });
});
