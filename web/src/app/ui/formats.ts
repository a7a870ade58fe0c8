/* Days, times and figures as the person reads them. Days are `YYYY-MM-DD` texts, counted without any time zone. */
import { locale } from './words.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** "Sat, Nov 21, 2026" of a calendar day. */
export function formatDay(day: string, style: 'short' | 'medium' | 'long' = 'medium'): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'short' ? { day: 'numeric', month: 'short' } : style === 'medium' ? { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } : { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
  return dates({ ...options, timeZone: 'UTC' }).format(noon(day));
}

/** "November 2026" of `YYYY-MM-DD` or `YYYY-MM`. */
export function formatMonth(day: string): string {
  return dates({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(noon(`${day.slice(0, 7)}-01`));
}

/** "Mon" of a calendar day. */
export function formatWeekday(day: string, style: 'short' | 'long' = 'short'): string {
  return dates({ weekday: style, timeZone: 'UTC' }).format(noon(day));
}

/** "09:12" of an instant in a zone. */
export function formatTime(instant: string, timeZone: string): string {
  return dates({ hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(instant));
}

/** Day, time and zone of an instant: the exact time. */
export function formatInstant(instant: string, timeZone: string): string {
  return dates({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(instant));
}

/** "1,234" */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, options).format(value);
}

/** A count as the server gives it: "10,000+" where it stopped counting. */
export function formatCount(count: { value: number; precision: string }): string {
  return formatNumber(count.value) + (count.precision === 'AT_LEAST' ? '+' : '');
}

/** "7h 30m" in the language's narrow form; whole minutes. */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const parts = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  const sign = seconds < 0 && minutes > 0 ? '-' : '';
  const make = (Intl as { DurationFormat?: new (locale: string, options: object) => { format(duration: object): string } }).DurationFormat;
  // Zero would be an empty text (ux.md 3.6).
  if (minutes === 0 || !make) return minutes === 0 ? formatUnit(0, 'minute') : sign + fallback(parts);
  return sign + new make(locale, { style: 'narrow' }).format(parts);
}

function fallback({ hours, minutes }: { hours: number; minutes: number }): string {
  return [hours > 0 ? formatUnit(hours, 'hour') : '', minutes > 0 ? formatUnit(minutes, 'minute') : ''].filter(Boolean).join(' ');
}

function formatUnit(value: number, unit: 'hour' | 'minute'): string {
  return formatNumber(value, { style: 'unit', unit, unitDisplay: 'narrow' });
}

/** "1:05" for tables: hours and minutes, hours may exceed 24. */
export function formatHours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** "1:02:03" of a running clock; "2:03" below an hour. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}
