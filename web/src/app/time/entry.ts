import { addDays, dayIn, daysBetween, instantIn } from '../ui/days.ts';
import { formatTime } from '../ui/formats.ts';
import type { TimeRowFragment } from './time.generated.ts';

/** An entry as it is typed: clock times of the person's zone, or none and only a duration. */
export interface Draft {
  day: string;
  /** `HH:MM`, empty for none. */
  from: string;
  to: string;
  seconds: number | null;
  /** The duration was typed last, so it decides and the end follows. */
  byDuration: boolean;
}

type Times = Pick<TimeRowFragment, 'spentOn' | 'startedAt' | 'endedAt' | 'durationSeconds'>;

export interface TimeInput {
  startedAt?: string | null;
  endedAt?: string | null;
  spentOn?: string;
  durationSeconds?: number;
}

/** `HH:MM` of a zone's clock, as `<input type=time>` wants it whatever the language. */
export function clockIn(zone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(instant));
}

export function draftOf(entry: Times, zone: string): Draft {
  const { spentOn, startedAt, endedAt, durationSeconds } = entry;
  return { day: spentOn, from: startedAt ? clockIn(zone, startedAt) : '', to: endedAt ? clockIn(zone, endedAt) : '', seconds: durationSeconds, byDuration: false };
}

/** An end at or before the start is on the next day. */
function endOf({ day, from, to }: Draft, zone: string): string {
  return instantIn(zone, to < from ? addDays(day, 1) : day, to);
}

/** Takes a typed value in and lets the other one follow: from two of start, end and duration comes the third. */
export function settle(draft: Draft, typed: Partial<Pick<Draft, 'day' | 'from' | 'to' | 'seconds'>>, zone: string): Draft {
  const next: Draft = { ...draft, ...typed };
  if ('to' in typed) next.byDuration = false;
  if ('seconds' in typed) next.byDuration = true;
  if (next.from === '' || next.day === '') return next;
  if (next.byDuration || next.to === '') {
    if (next.seconds !== null) next.to = clockIn(zone, new Date(Date.parse(instantIn(zone, next.day, next.from)) + next.seconds * 1000).toISOString());
  } else next.seconds = Math.round((Date.parse(endOf(next, zone)) - Date.parse(instantIn(zone, next.day, next.from))) / 1000);
  return next;
}

/** Which fields are missing, by their names in the API's input. */
export function missing({ day, from, to, seconds }: Draft): string[] {
  return [
    ...(day === '' ? ['spentOn'] : []),
    ...(from === '' && to !== '' ? ['startedAt'] : []),
    ...(from !== '' && to === '' && seconds === null ? ['endedAt'] : []),
    ...(from === '' && to === '' && !seconds ? ['durationSeconds'] : []),
  ];
}

/** What of a new entry's time is sent. */
export function timeInput(draft: Draft, zone: string): TimeInput {
  const { day, from, to, seconds, byDuration } = draft;
  if (from === '') return { spentOn: day, ...(seconds !== null && { durationSeconds: seconds }) };
  const startedAt = instantIn(zone, day, from);
  return byDuration && seconds !== null ? { startedAt, durationSeconds: seconds } : { startedAt, endedAt: to === '' ? startedAt : endOf(draft, zone) };
}

/** What of a changed entry's time is sent: only what was changed, so that seconds of a stopped timer stay. */
export function timeChange(draft: Draft, entry: Times, zone: string): TimeInput {
  const was = draftOf(entry, zone);
  const isSame = (['day', 'from', 'to', 'seconds'] as const).every((name) => was[name] === draft[name]);
  if (isSame) return {};
  if (draft.from === '') return { ...(entry.startedAt && { startedAt: null, endedAt: null }), ...timeInput(draft, zone) };
  if (!entry.startedAt || !entry.endedAt) return timeInput(draft, zone);
  const startMoved = was.day !== draft.day || was.from !== draft.from;
  if (!startMoved) return draft.byDuration && draft.seconds !== null ? { durationSeconds: draft.seconds } : { endedAt: endOf(draft, zone) };
  // Moved to another day as it is: the server lets the end follow.
  const seconds = new Date(entry.startedAt).getUTCSeconds();
  if (was.from === draft.from && was.to === draft.to) return { startedAt: instantIn(zone, draft.day, `${draft.from}:${String(seconds).padStart(2, '0')}`) };
  const startedAt = instantIn(zone, draft.day, draft.from);
  if (draft.byDuration && draft.seconds !== null) return { startedAt, durationSeconds: draft.seconds };
  return { startedAt, endedAt: was.day === draft.day && was.to === draft.to ? entry.endedAt : endOf(draft, zone) };
}

/** "09:00 – 10:30", with the days between where the end is on a later one; null without clock times. */
export function fromTo({ startedAt, endedAt }: Pick<Times, 'startedAt' | 'endedAt'>, zone: string): string | null {
  if (!startedAt || !endedAt) return null;
  const later = daysBetween(dayIn(zone, startedAt), dayIn(zone, endedAt));
  return `${formatTime(startedAt, zone)} – ${formatTime(endedAt, zone)}${later > 0 ? ` +${later}` : ''}`;
}

/** The one of the entries that shares time with the stretch, other than the entry itself. */
export function overlapping<Row extends { readonly id: string } & Pick<Times, 'startedAt' | 'endedAt'>>(rows: readonly Row[], start: string, end: string, self: string | undefined): Row | null {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  return rows.find((row) => row.id !== self && row.startedAt !== null && row.endedAt !== null && Date.parse(row.startedAt) < to && from < Date.parse(row.endedAt)) ?? null;
}

/** The stretch that a draft stands for; null without clock times. */
export function stretch(draft: Draft, zone: string): { start: string; end: string } | null {
  if (draft.from === '' || draft.day === '') return null;
  const start = instantIn(zone, draft.day, draft.from);
  const end = draft.byDuration && draft.seconds !== null ? new Date(Date.parse(start) + draft.seconds * 1000).toISOString() : draft.to === '' ? start : endOf(draft, zone);
  return { start, end };
}
