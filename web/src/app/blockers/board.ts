import { addDays, instantIn } from '../ui/days.ts';
import type { BlockerFilter } from './blockers.generated.ts';
import { CATEGORIES, type Lane, SEVERITIES } from './words.ts';

/** How far back the column of resolved ones looks, in days since they were opened. */
const LATELY = 60;

export const LANES: readonly Lane[] = ['YOU', 'OPEN', 'ESCALATED', 'RESOLVED'];

const known = <T extends string>(all: readonly T[], asked: readonly string[]): T[] => all.filter((one) => asked.includes(one));

/** What a column asks for under the filters of the address. What they do not know is not asked for. */
export function filterOf(lane: Lane, query: URLSearchParams, { memberId, zone, today }: { memberId: string; zone: string; today: string }): BlockerFilter {
  const severities = known(SEVERITIES, query.getAll('severity'));
  const categories = known(CATEGORIES, query.getAll('category'));
  return {
    states: [lane === 'YOU' ? 'ESCALATED' : lane],
    ...(severities.length > 0 && { severities }),
    ...(categories.length > 0 && { categories }),
    ...(lane !== 'YOU' && query.get('whose') === 'mine' && { memberIds: [memberId] }),
    ...(lane === 'RESOLVED' && { openedAt: { gte: instantIn(zone, addDays(today, -LATELY), '00:00') } }),
  };
}

/** The column that a narrow window shows. */
export function laneOf(query: URLSearchParams): Lane {
  return LANES.find((lane) => lane === query.get('lane')) ?? 'OPEN';
}
