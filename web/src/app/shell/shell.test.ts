// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IDLE_AFTER, nextReport } from './idle.ts';
import { PAGES, pageAt, readRoute } from './router.ts';
import { readSession } from './session.ts';
import { elapsed } from './timer.ts';
import { toAsk } from './timer-correction.ts';
import { changesOf, refusal } from './timer-edit.ts';

describe('the addresses', () => {
  it('are those that the server answers with the application', () => {
    const go = readFileSync(join(import.meta.dirname, '../../../handler.go'), 'utf8');
    const list = /var appPaths = \[\]string\{([^}]*)\}/.exec(go)?.[1] ?? '';
    const served = [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path);
    expect(served.sort()).toEqual(['/', ...Object.values(PAGES).flatMap(({ paths }) => paths)].sort());
  });

  it('lead to their page, and anything else to today', () => {
    expect(pageAt('/time/week')).toBe('time');
    expect(pageAt('/graphiql')).toBeNull();
    expect(readRoute({ pathname: '/', search: '' })).toMatchObject({ page: 'today', path: '/today' });
    expect(readRoute({ pathname: '/activity', search: '?actor=a&actor=b' }).query.getAll('actor')).toEqual(['a', 'b']);
  });
});

describe('the session', () => {
  const membership = (id: string, role: 'ADMIN' | 'MEMBER' | null) => ({
    role,
    workspace: { id, slug: id, name: id, timeZone: 'UTC', weekStart: 'MONDAY' as const, resumeCursor: 'cur' },
    member: { id: `mem_${id}`, timeZone: 'Europe/Berlin', actor: { displayName: 'Ada', avatarUrl: null } },
  });
  const query = (...nodes: ReturnType<typeof membership>[]) => ({ viewer: { id: 'usr_1', kind: 'HUMAN' as const, displayName: 'Ada', email: null, timeZone: null, memberships: { nodes } }, serverInfo: { time: '2026-11-21T12:00:00Z' } });

  it('shows the workspace of last time when the person is still in it', () => {
    expect(readSession(query(membership('a', 'MEMBER'), membership('b', 'ADMIN')), 'b').place).toMatchObject({ workspaceId: 'b', isAdmin: true, memberZone: 'Europe/Berlin' });
    expect(readSession(query(membership('a', 'MEMBER')), 'b').place).toMatchObject({ workspaceId: 'a', isAdmin: false });
  });

  it('has no place for a person without a workspace', () => {
    expect(readSession(query(), null).place).toBeNull();
    expect(readSession(query(membership('a', null)), null).place).toBeNull();
  });
});

describe('presence at a timer', () => {
  const there = { lastInput: 1_000_000, lastReport: 1_000_000, toldIdleSince: null };

  it('is told once a minute while there is input', () => {
    expect(nextReport(there, 1_030_000)).toBe('nothing');
    expect(nextReport(there, 1_060_000)).toBe('active');
  });

  it('ends 40 minutes after the last input, and is told once', () => {
    const late = there.lastInput + IDLE_AFTER;
    expect(nextReport({ ...there, lastReport: late - 60_000 }, late)).toBe('idle');
    expect(nextReport({ ...there, lastReport: late, toldIdleSince: there.lastInput }, late + 60_000)).toBe('nothing');
  });
});

it('counts the time of a timer from the server, never below zero', () => {
  const running = { id: 'tmr_1', startedAt: '2026-11-21T12:00:00Z', note: '', billable: false, task: null };
  expect(elapsed(running, Date.parse('2026-11-21T13:00:01.900Z'))).toBe(3601);
  expect(elapsed(running, Date.parse('2026-11-21T11:59:59Z'))).toBe(0);
});

it('asks about the newest stop that was not asked about', () => {
  const stops = [{ id: 'act_3', metadata: { timeEntryId: 'tim_3' } }, { id: 'act_2', metadata: { timeEntryId: 'tim_2' } }];
  expect(toAsk(stops, null)).toEqual({ activityId: 'act_3', entryId: 'tim_3' });
  expect(toAsk(stops, 'act_2')).toEqual({ activityId: 'act_3', entryId: 'tim_3' });
  expect(toAsk(stops, 'act_3')).toBeNull();
  expect(toAsk([{ id: 'act_9', metadata: null }], null)).toBeNull();
});

describe('a timer that is edited', () => {
  const task = { id: 'tsk_1', key: 'WEB-1', title: 'Login', project: { id: 'prj_1', name: 'Web' } };
  const running = { id: 'tmr_1', startedAt: '2026-11-21T12:00:00Z', note: 'Review', billable: false, task };

  it('sends what was changed, and null for what was taken away', () => {
    expect(changesOf(running, {})).toEqual({});
    expect(changesOf(running, { note: ' Review ', task })).toEqual({});
    expect(changesOf(running, { note: 'Test' })).toEqual({ note: 'Test' });
    expect(changesOf(running, { note: ' ', task: null })).toEqual({ note: null, taskId: null });
    expect(changesOf({ ...running, note: '', task: null }, { note: '', task: null })).toEqual({});
    expect(changesOf(running, { task: { ...task, id: 'tsk_2' } })).toEqual({ taskId: 'tsk_2' });
  });

  it('says in words what was refused', () => {
    const at = (code: string, field: string) => refusal({ code, message: 'as the server says', field: [field] });
    expect(at('NOT_RUNNING', 'id')).toMatch(/stopped/);
    expect(at('INVALID', 'taskId')).toMatch(/archived/);
    expect(at('NOT_FOUND', 'taskId')).toMatch(/not there/);
    expect(at('TOO_LONG', 'note')).toBe('as the server says');
  });
});
