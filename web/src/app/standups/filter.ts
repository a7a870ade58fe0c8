/* The filters of the list, as they stand in the address. */
import { isReversed, readDay, readText } from '../data/address.ts';
import type { StandupFilter } from './standups.generated.ts';

export const SOURCES = ['', 'written', 'WEB', 'SLACK', 'API', 'INFERRED'] as const;
export type SourceChoice = (typeof SOURCES)[number];

export interface ListFilter {
  text: string;
  /** One day; then `from` and `to` do not count. */
  date: string | null;
  from: string | null;
  to: string | null;
  source: SourceChoice;
}

export function readFilter(query: URLSearchParams): ListFilter {
  const source = query.get('source') ?? '';
  return {
    text: readText(query),
    date: readDay(query.get('date')),
    from: readDay(query.get('from')),
    to: readDay(query.get('to')),
    source: SOURCES.find((known) => known === source) ?? '',
  };
}

/** The days are the wrong way round: the server refuses that, so it is said before asking. */
export function isUnordered({ date, from, to }: ListFilter): boolean {
  return date === null && isReversed({ from, until: to });
}

export function isFiltered({ text, date, from, to, source }: ListFilter): boolean {
  return text !== '' || date !== null || from !== null || to !== null || source !== '';
}

const BY_SOURCE: Readonly<Record<Exclude<SourceChoice, ''>, NonNullable<StandupFilter['source']>>> = {
  written: { notIn: ['INFERRED'] },
  WEB: { eq: 'WEB' },
  SLACK: { in: ['SLACK_COMMAND', 'SLACK_CHANNEL'] },
  API: { eq: 'API' },
  INFERRED: { eq: 'INFERRED' },
};

/** What the server is asked. */
export function toServer({ text, date, from, to, source }: ListFilter, memberId: string): StandupFilter {
  const days = date !== null ? { eq: date } : { ...(from !== null && { gte: from }), ...(to !== null && { lte: to }) };
  return {
    memberIds: [memberId],
    ...(Object.keys(days).length > 0 && { date: days }),
    ...(source !== '' && { source: BY_SOURCE[source] }),
    ...(text !== '' && { text }),
  };
}
