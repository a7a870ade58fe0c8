import { describe, expect, it } from 'vitest';
import { type ActivityRow, type EntryRow, addLine, hasLine, removeLine, suggest } from './suggestions.ts';

function activity(changes: Partial<ActivityRow>): ActivityRow {
  return { id: 'act_1', occurredAt: '2026-11-20T10:00:00Z', action: 'COMPLETED', entityType: 'TASK', subjectName: 'WEB-17 Add a gift note', title: 'completed WEB-17', subject: { __typename: 'Task' }, ...changes };
}

function entry(changes: Partial<EntryRow>): EntryRow {
  return { id: 'tim_1', createdAt: '2026-11-20T11:00:00Z', note: 'Review', durationSeconds: 5400, task: { id: 'tsk_1', key: 'WEB-17', title: 'Add a gift note' }, ...changes };
}

const texts = (activities: ActivityRow[], entries: EntryRow[] = []) => suggest(activities, entries).map(({ text }) => text);

describe('suggest', () => {
  it('puts the name of the task where its key stands', () => {
    expect(texts([activity({})])).toEqual(['Completed WEB-17 Add a gift note']);
  });

  it('puts the name behind a title that has no key', () => {
    expect(texts([activity({ title: 'commented on the task' })])).toEqual(['Commented on the task: WEB-17 Add a gift note']);
  });

  it('takes the key as text, not as a pattern with special signs', () => {
    expect(texts([activity({ subjectName: 'WEB-17 Cost $& and $1' })])).toEqual(['Completed WEB-17 Cost $& and $1']);
  });

  it('says a work log by its note and leaves corrected ones out', () => {
    const log = { entityType: 'WORK_LOG', title: 'logged work of 2026-11-20', subjectName: 'Work log 2026-11-20' } as const;
    const subject = { __typename: 'WorkLog', note: 'Wrote\nthe tests.', correctedBy: null, subject: { __typename: 'Task', key: 'WEB-17', title: 'Add a gift note' } } as const;
    expect(texts([
      activity({ ...log, subject }),
      activity({ ...log, id: 'act_2', subject: { ...subject, note: 'Wrong.', correctedBy: { id: 'wlg_2' } } }),
      activity({ ...log, id: 'act_3', subject: null }),
    ])).toEqual(['WEB-17 Add a gift note: Wrote the tests.']);
  });

  it('says a blocker without its description when that is hidden', () => {
    const blocker = { entityType: 'BLOCKER', title: 'opened a blocker', subjectName: 'Blocker, high' } as const;
    expect(texts([
      activity({ ...blocker, subject: { __typename: 'Blocker', member: { id: 'mem_1' }, description: 'No access.' } }),
      activity({ ...blocker, id: 'act_2', subject: { __typename: 'Blocker', member: { id: 'mem_2' }, description: null } }),
    ])).toEqual(['Opened a blocker: No access.', 'Opened a blocker']);
  });

  it('folds entries that say the same and adds nothing up', () => {
    const [line] = suggest([], [entry({}), entry({ id: 'tim_2', createdAt: '2026-11-20T12:00:00Z' })]);
    expect(line).toMatchObject({ text: 'WEB-17 Add a gift note: Review', count: 2, seconds: null, at: '2026-11-20T12:00:00Z' });
  });

  it('leaves out entries that say nothing', () => {
    expect(texts([], [entry({ note: null, task: null })])).toEqual([]);
  });

  it('runs newest first over both kinds', () => {
    expect(suggest([activity({})], [entry({})]).map(({ kind }) => kind)).toEqual(['time', 'work']);
  });

  it('cuts a line of 500 letters by whole letters', () => {
    const [line] = suggest([], [entry({ note: '👩'.repeat(500), task: null })]);
    expect(Array.from(line?.text ?? '')).toHaveLength(300);
    expect(line?.text).toMatch(/^👩+…$/u);
  });
});

describe('lines of the text', () => {
  it('are added once, each on its own line', () => {
    const one = addLine('', 'Tests');
    expect(addLine(one, 'Tests')).toBe(one);
    expect(addLine('Began early.', 'Tests')).toBe('Began early.\n- Tests\n');
    expect(addLine(one, 'Review')).toBe('- Tests\n- Review\n');
  });

  it('are found whole only, and taken out alone', () => {
    const text = addLine(addLine('', 'Tests of the export'), 'Tests');
    expect(hasLine('- Tests of the export', 'Tests')).toBe(false);
    expect(removeLine(text, 'Tests')).toBe('- Tests of the export\n');
  });
});
