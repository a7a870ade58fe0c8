import { readDay } from '../data/address.ts';
import { addDays, instantIn } from '../ui/days.ts';

/** What of the log the page shows, as the address tells it. */
export interface Asked {
  text: string;
  member: string;
  from: string;
  until: string;
  /** Id of the one entity whose timeline is asked for; empty for all. */
  about: string;
  entities: readonly string[];
  actions: readonly string[];
}

/** Reads the address. What it does not understand is not asked for. */
export function readAsked(query: URLSearchParams): Asked {
  return {
    text: (query.get('q') ?? '').slice(0, 200),
    member: query.get('person') ?? '',
    from: readDay(query.get('from')) ?? '',
    until: readDay(query.get('until')) ?? '',
    about: /^[a-z]{3}_\w+$/.test(query.get('about') ?? '') ? (query.get('about') ?? '') : '',
    entities: query.getAll('of'),
    actions: query.getAll('action'),
  };
}

/** The part of the API's filter that the widget has no attributes for; days are whole ones of the zone, both included. */
export function filterOf({ text, member, from, until, about }: Asked, zone: string): { text?: string; entityId?: string; actorIds?: string[]; occurredAt?: { gte?: string; lt?: string } } | undefined {
  const filter = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(about === '' ? {} : { entityId: about }),
    ...(member === '' ? {} : { actorIds: [member] }),
    ...(from === '' && until === '' ? {} : { occurredAt: { ...(from === '' ? {} : { gte: instantIn(zone, from, '00:00') }), ...(until === '' ? {} : { lt: instantIn(zone, addDays(until, 1), '00:00') }) } }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

export function isFiltered(asked: Asked): boolean {
  return asked.text !== '' || asked.member !== '' || asked.from !== '' || asked.until !== '' || asked.about !== '';
}
