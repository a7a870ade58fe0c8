import { describe, expect, it } from 'vitest';
import { coveredUntil, readDone, stretch } from './done.ts';
import type { ActivityRow, EntryRow } from './suggestions.ts';

const ZONE = 'Europe/Berlin';

function activity(id: string, occurredAt: string): ActivityRow {
  return { id, occurredAt, action: 'COMPLETED', entityType: 'TASK', subjectName: `WEB-${id} Task`, title: `completed WEB-${id}`, subject: { __typename: 'Task' } };
}

function entry(id: string, createdAt: string): EntryRow {
  return { id, createdAt, note: `Note ${id}`, durationSeconds: 600, task: null };
}

const page = <T>(nodes: T[], hasNextPage = false) => ({ nodes, pageInfo: { hasNextPage } });

describe('coveredUntil', () => {
  it('is the moment at which the last standup was sent', () => {
    expect(coveredUntil({ date: '2026-11-19', submittedAt: '2026-11-19T08:12:00Z' }, ZONE)).toBe('2026-11-19T08:12:00.000Z');
  });

  it('is the end of its day when it was sent late', () => {
    expect(coveredUntil({ date: '2026-11-19', submittedAt: '2026-11-20T08:12:00Z' }, ZONE)).toBe('2026-11-19T23:00:00.000Z');
  });
});

describe('stretch', () => {
  it('is a week of the person\'s own days, over a change of the clocks as well', () => {
    expect(stretch('2026-10-28', ZONE)).toEqual({ doneFrom: '2026-10-20T22:00:00.000Z', doneUntil: '2026-10-28T23:00:00.000Z', spentFrom: '2026-10-21' });
  });
});

describe('readDone', () => {
  const last = { date: '2026-11-19', submittedAt: '2026-11-19T08:00:00Z' };

  it('offers what came after the last standup, of both kinds', () => {
    const done = readDone({ activities: page([activity('2', '2026-11-19T09:00:00Z'), activity('1', '2026-11-19T07:00:00Z')]), timeEntries: page([entry('2', '2026-11-19T10:00:00Z'), entry('1', '2026-11-19T07:59:59Z')]) }, last, '2026-11-20', ZONE);
    expect(done.lines.map(({ text }) => text)).toEqual(['Note 2', 'Completed WEB-2 Task']);
    expect(done.last).toBe(last);
  });

  it('goes back a week at most, and does not say that it reaches the last standup', () => {
    const done = readDone({ activities: page([activity('2', '2026-11-14T09:00:00Z')]) }, { date: '2026-10-01', submittedAt: '2026-10-01T08:00:00Z' }, '2026-11-20', ZONE);
    expect(done.lines).toHaveLength(1);
    expect(done.last).toBeNull();
  });

  it('says that it is cut only when rows since then are missing', () => {
    const some = [activity('2', '2026-11-19T09:00:00Z'), activity('1', '2026-11-19T07:00:00Z')];
    expect(readDone({ activities: page(some, true) }, last, '2026-11-20', ZONE).isCut).toBe(false);
    expect(readDone({ activities: page(some.slice(0, 1), true) }, last, '2026-11-20', ZONE).isCut).toBe(true);
  });
});
