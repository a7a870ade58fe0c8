import { readDay, readPerson, readText } from '../data/address.ts';
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

/** @param own whose entries are shown unless the address names somebody, `all` for everyone */
export function readAsked(query: URLSearchParams, own: string): Asked {
  const billable = query.get('billable');
  return {
    text: readText(query),
    member: readPerson(query, own),
    project: query.get('project') ?? '',
    billable: billable === 'yes' || billable === 'no' ? billable : '',
    from: readDay(query.get('from')) ?? '',
    until: readDay(query.get('until')) ?? '',
  };
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
