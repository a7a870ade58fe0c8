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
