// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { subjectInput, subjectOf } from './log-form.ts';

describe('subjectInput', () => {
  it('tells tasks and projects apart by their ids', () => {
    expect([subjectInput('tsk_1'), subjectInput('prj_1')]).toEqual([{ taskId: 'tsk_1' }, { projectId: 'prj_1' }]);
  });
});

describe('subjectOf', () => {
  const row = (subject: unknown) => ({ subject }) as Parameters<typeof subjectOf>[0];

  it('names a task by its key and title, a project by its key and name', () => {
    expect(subjectOf(row({ __typename: 'Task', id: 'tsk_1', key: 'WEB-1', title: 'Login', project: {} }))).toEqual(['tsk_1', 'WEB-1 Login']);
    expect(subjectOf(row({ __typename: 'Project', id: 'prj_1', projectKey: 'WEB', name: 'Website' }))).toEqual(['prj_1', 'WEB Website']);
  });

  it('is nothing where it cannot be opened any more', () => {
    expect(subjectOf(row(null))).toBeNull();
  });
});
