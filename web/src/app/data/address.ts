/* What pages read out of an address, where anything can stand. */

/** A calendar day that exists; null for anything else. */
export function readDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}

/** The first day of a month written `YYYY-MM`; null for anything else. */
export function readMonth(text: string | null): string | null {
  return text === null ? null : readDay(`${text}-01`);
}

/** The words of a search. */
export function readText(query: URLSearchParams): string {
  return (query.get('q') ?? '').trim().slice(0, 200);
}

/**
 * Whose rows are asked for: a member's id, empty for everyone that the viewer may see.
 *
 * @param own whose they are unless the address names somebody, `all` for everyone
 */
export function readPerson(query: URLSearchParams, own: string): string {
  const person = query.get('person') ?? own;
  return person === 'all' ? '' : person;
}

/** From after until: nothing can match, which is said instead of asked. An end that is open is null or empty. */
export function isReversed({ from, until }: { readonly from: string | null; readonly until: string | null }): boolean {
  return Boolean(from && until && from > until);
}
