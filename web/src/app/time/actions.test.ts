// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { again } from './actions.ts';
import type { TimeRowFragment } from './time.generated.ts';

const entry = { spentOn: '2026-11-20', startedAt: null, endedAt: null, durationSeconds: 60, billable: true, note: '', task: null } as unknown as TimeRowFragment;

describe('again', () => {
  it('brings back a day and a duration', () => {
    expect(again(entry)).toEqual({ spentOn: '2026-11-20', durationSeconds: 60, billable: true });
  });
  it('brings back clock times to the second, the task and the note', () => {
    const times = { startedAt: '2026-11-20T08:00:13Z', endedAt: '2026-11-20T08:01:13Z' };
    expect(again({ ...entry, ...times, note: 'x', task: { id: 'tsk_1' } } as TimeRowFragment)).toEqual({ ...times, billable: true, note: 'x', taskId: 'tsk_1' });
  });
});
