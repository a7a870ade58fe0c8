// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { toAcknowledge } from './escalations.ts';
import type { TodayEscalationFragment } from './today.generated.ts';

function blocker(id: string, steps: [recipient: string, acknowledgedAt: string | null, sentAt: string][]): TodayEscalationFragment {
  return {
    id,
    severity: 'HIGH',
    category: 'TECHNICAL',
    openedAt: '2026-11-19T08:00:00Z',
    description: null,
    member: { id: 'mem_9', actor: { displayName: 'Ada' } },
    escalations: steps.map(([recipient, acknowledgedAt, sentAt], index) => ({ id: `esc_${id}_${index}`, level: 'MANAGER', sentAt, acknowledgedAt, descriptionShared: false, recipient: { id: recipient } })),
  };
}

describe('toAcknowledge', () => {
  it('holds the steps to this person that are not acknowledged, newest first', () => {
    const blockers = [
      blocker('1', [['mem_1', null, '2026-11-19T09:00:00Z'], ['mem_2', null, '2026-11-19T10:00:00Z']]),
      blocker('2', [['mem_1', '2026-11-19T09:10:00Z', '2026-11-19T09:00:00Z']]),
      blocker('3', [['mem_1', null, '2026-11-20T09:00:00Z']]),
    ];
    expect(toAcknowledge(blockers, 'mem_1').map(({ blocker: { id } }) => id)).toEqual(['3', '1']);
  });

  it('is empty where the steps are hidden', () => {
    expect(toAcknowledge([{ ...blocker('1', []), escalations: null }], 'mem_1')).toEqual([]);
  });
});
