/* Standups that are written and not sent: kept for this tab by person and day, erased when sent and at sign-out. */

export interface Texts {
  yesterday: string;
  today: string;
  blockers: string;
}

export interface Draft extends Texts {
  /** Which submission it changes; null when it began as a new one. */
  base: string | null;
}

export const NO_TEXTS: Texts = { yesterday: '', today: '', blockers: '' };

const prefix = (memberId: string) => `daybook:draft:${memberId}:standup:`;

/** Whether nothing is said. */
export function isBlank({ yesterday, today, blockers }: Texts): boolean {
  return (yesterday + today + blockers).trim() === '';
}

/** The draft of a day; null when there is none, or none that can be read. */
export function readDraft(memberId: string, date: string): Draft | null {
  try {
    const value = JSON.parse(sessionStorage.getItem(prefix(memberId) + date) ?? 'null') as Partial<Record<keyof Draft, unknown>> | null;
    if (typeof value !== 'object' || value === null) return null;
    const text = (field: unknown) => (typeof field === 'string' ? field : '');
    return { yesterday: text(value.yesterday), today: text(value.today), blockers: text(value.blockers), base: typeof value.base === 'string' ? value.base : null };
  } catch {
    return null;
  }
}

/**
 * Keeps a draft; null, and one that says nothing new, removes it.
 *
 * @returns whether it is kept: storage may be full or forbidden, then the text lives as long as the page
 */
export function writeDraft(memberId: string, date: string, draft: Draft | null): boolean {
  try {
    if (draft === null || (draft.base === null && isBlank(draft))) sessionStorage.removeItem(prefix(memberId) + date);
    else sessionStorage.setItem(prefix(memberId) + date, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Days other than this one that have a draft, newest first. */
export function otherDrafts(memberId: string, date: string): string[] {
  try {
    const start = prefix(memberId);
    return Object.keys(sessionStorage)
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length))
      .filter((day) => day !== date)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}
