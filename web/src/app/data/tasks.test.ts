// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { eachOnce, tasksWith } from './tasks.ts';

it('offers each task once, recent ones first', () => {
  const task = (id: string) => ({ id, key: id, title: id, project: { id: 'prj_1', name: 'p' } });
  expect(eachOnce([task('b'), null, task('b')], [task('a'), task('b')]).map(({ id }) => id)).toEqual(['b', 'a']);
});

it('asks for one’s own open tasks until there are words', () => {
  expect(tasksWith('', 'mem_1')).toEqual({ assigneeIds: ['mem_1'], statuses: ['TODO', 'IN_PROGRESS'] });
  expect(tasksWith('leak', 'mem_1')).toEqual({ text: 'leak' });
});
