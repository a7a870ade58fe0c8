/* Calendar arithmetic on `YYYY-MM-DD` texts, and the one place where an instant becomes a day. */
import { serverNow } from '../data/clock.ts';

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day of an instant in a zone: of now, by the server's clock, when none is given. */
export function dayIn(timeZone: string, instant: string | number = serverNow()): string {
  // en-CA writes ISO dates.
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}

export function addDays(day: string, count: number): string {
  return text(at(day) + count * DAY);
}

/** Days from one to the other; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((at(to) - at(from)) / DAY);
}

const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The first day of the week that holds the day, by `Workspace.weekStart`. */
export function startOfWeek(day: string, weekStart: Weekday): string {
  const back = (new Date(at(day)).getUTCDay() - WEEKDAYS.indexOf(weekStart) + 7) % 7;
  return addDays(day, -back);
}

/** The seven days of the week that holds the day. */
export function weekOf(day: string, weekStart: Weekday): string[] {
  const first = startOfWeek(day, weekStart);
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/** First and last day of the month that holds the day. */
export function monthOf(day: string): { first: string; last: string } {
  const first = `${day.slice(0, 7)}-01`;
  return { first, last: addDays(addMonths(first, 1), -1) };
}

/** The same day so many months later, or the last of that month. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + count, Math.min(date, lastOfMonth)));
}

/** The instant at which a zone's clocks show this day and time; the later one where they show it twice. */
export function instantIn(timeZone: string, day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  let guess = wanted;
  // Two rounds settle it except inside a gap, where the clock's own reading wins.
  for (let round = 0; round < 2; round++) guess += wanted - shownIn(timeZone, guess);
  return new Date(guess).toISOString();
}

function shownIn(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) + (instant % 1000);
}
