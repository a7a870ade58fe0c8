// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { type Rules, nextRung, waitingFor } from './trail.ts';

const rules: Rules = [
  { severity: 'HIGH', afterMinutes: 48 * 60, levels: ['DIRECTOR'], businessHoursOnly: false },
  { severity: 'HIGH', afterMinutes: 24 * 60, levels: ['MANAGER'], businessHoursOnly: false },
  { severity: 'HIGH', afterMinutes: 96 * 60, levels: ['VP'], businessHoursOnly: true },
];
const blocker = (change: object) => ({ severity: 'HIGH' as const, state: 'OPEN' as const, openedAt: '2026-11-20T09:00:00Z', escalations: [], ...change });

describe('nextRung', () => {
  it('is the first level that was not told, counted from the opening', () => {
    expect(nextRung(blocker({}), rules)).toEqual({ level: 'MANAGER', dueAt: '2026-11-21T09:00:00.000Z' });
    expect(nextRung(blocker({ escalations: [{ level: 'MANAGER' }] }), rules)).toEqual({ level: 'DIRECTOR', dueAt: '2026-11-22T09:00:00.000Z' });
  });

  it('names no instant where working hours decide', () => {
    expect(nextRung(blocker({ escalations: [{ level: 'DIRECTOR' }] }), rules)).toEqual({ level: 'VP', dueAt: null });
  });

  it('is nothing after the last level, after resolution, and without a rule', () => {
    expect([nextRung(blocker({ escalations: [{ level: 'VP' }] }), rules), nextRung(blocker({ state: 'RESOLVED' }), rules), nextRung(blocker({ severity: 'LOW' }), rules)]).toEqual([null, null, null]);
  });
});

describe('waitingFor', () => {
  const step = (id: string, of: string, acknowledgedAt: string | null) => ({ id, acknowledgedAt, recipient: { id: of, actor: { id: of, displayName: of } } });
  const told = (...escalations: object[]) => blocker({ escalations }) as unknown as Parameters<typeof waitingFor>[0];

  it('is the last step to the member that has no answer', () => {
    expect(waitingFor(told(step('a', 'me', null), step('b', 'me', null), step('c', 'other', null)), 'me')?.id).toBe('b');
    expect(waitingFor(told(step('a', 'me', '2026-11-20T10:00:00Z'), step('c', 'other', null)), 'me')).toBeNull();
  });
});
