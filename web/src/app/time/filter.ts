import type { TimeEntryFilter } from './time.generated.ts';

/** The filters of the table, as they stand in its address. */
export interface Asked {
  text: string;
  /** Whose; empty for everyone that the viewer may see. */
  member: string;
  project: string;
  billable: '' | 'yes' | 'no';
  from: string;
  until: string;
}

export const FILTERS = ['q', 'person', 'project', 'billable', 'from', 'until'] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The day, or nothing where the address holds something else. */
export function readDay(text: string | null): string {
  if (text === null || !DAY.test(text)) return '';
  const time = Date.parse(`${text}T00:00:00Z`);
  // The 31st of a shorter month is read as another day by some.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : '';
}

/** @param own whose entries are shown unless the address names somebody, `all` for everyone */
export function readAsked(query: URLSearchParams, own: string): Asked {
  const member = query.get('person') ?? own;
  const billable = query.get('billable');
  return {
    text: (query.get('q') ?? '').trim().slice(0, 200),
    member: member === 'all' ? '' : member,
    project: query.get('project') ?? '',
    billable: billable === 'yes' || billable === 'no' ? billable : '',
    from: readDay(query.get('from')),
    until: readDay(query.get('until')),
  };
}

export function isReversed({ from, until }: Asked): boolean {
  return from !== '' && until !== '' && from > until;
}

export function toServer({ text, member, project, billable, from, until }: Asked): TimeEntryFilter {
  return {
    ...(text !== '' && { text }),
    ...(member !== '' && { memberIds: [member] }),
    ...(project !== '' && { projectId: project }),
    ...(billable !== '' && { billable: billable === 'yes' }),
    ...((from !== '' || until !== '') && { spentOn: { ...(from !== '' && { gte: from }), ...(until !== '' && { lte: until }) } }),
  };
}
