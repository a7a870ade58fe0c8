import { formatInstant } from '../ui/formats.ts';
import type { BlockerCardFragment, BlockerPolicyQuery } from './blockers.generated.ts';
import { levelWord, words } from './words.ts';

type Policy = NonNullable<NonNullable<BlockerPolicyQuery['workspace']>['escalationPolicy']>;
export type Rules = Policy['rules'];

type Timed = Pick<BlockerCardFragment, 'severity' | 'state' | 'openedAt'> & { readonly escalations: readonly { readonly level: string }[] | null };

export interface Rung {
  readonly level: string;
  /** Instant it is due; null where working hours decide. */
  readonly dueAt: string | null;
}

const LEVELS = ['MANAGER', 'DIRECTOR', 'VP'];

/** The next level that the policy tells, and when; null when it is resolved, or nobody is left to tell. */
export function nextRung(blocker: Timed, rules: Rules): Rung | null {
  if (blocker.state === 'RESOLVED') return null;
  const told = Math.max(-1, ...(blocker.escalations ?? []).map(({ level }) => LEVELS.indexOf(level)));
  const next = rules
    .filter(({ severity }) => severity === blocker.severity)
    .flatMap(({ levels, afterMinutes, businessHoursOnly }) => levels.map((level) => ({ level, afterMinutes, businessHoursOnly })))
    .filter(({ level }) => LEVELS.indexOf(level) > told)
    .toSorted((a, b) => a.afterMinutes - b.afterMinutes)[0];
  if (!next) return null;
  return { level: next.level, dueAt: next.businessHoursOnly ? null : new Date(Date.parse(blocker.openedAt) + next.afterMinutes * 60_000).toISOString() };
}

export function rungText({ level, dueAt }: Rung, zone: string): string {
  return dueAt === null ? words.dueBusiness(levelWord(level)) : words.due(levelWord(level), formatInstant(dueAt, zone));
}

/** The steps so far, first one first: "Manager: Ingrid, Nov 20, 09:00, acknowledged Nov 20, 09:20". */
export function trailTexts(escalations: BlockerCardFragment['escalations'], zone: string): string[] {
  return (escalations ?? []).map(({ level, recipient, sentAt, acknowledgedAt }) =>
    `${words.told(levelWord(level), recipient.actor.displayName, formatInstant(sentAt, zone))}, ${acknowledgedAt === null ? words.notAck : words.ackAt(formatInstant(acknowledgedAt, zone))}`);
}

/** The step that waits for the member's answer; null when none does. */
export function waitingFor(blocker: BlockerCardFragment, memberId: string): NonNullable<BlockerCardFragment['escalations']>[number] | null {
  if (blocker.state === 'RESOLVED') return null;
  return blocker.escalations?.findLast(({ recipient, acknowledgedAt }) => recipient.id === memberId && acknowledgedAt === null) ?? null;
}
