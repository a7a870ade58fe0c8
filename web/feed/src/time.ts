const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const made = new Map<string, unknown>();

/** Formatters are dear to make: a feed would make hundreds of equal ones at every tick. */
function once<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

const format = (at: number, language: string, options: Intl.DateTimeFormatOptions): string =>
  once(language + JSON.stringify(options), () => new Intl.DateTimeFormat(language, options)).format(at);

/** A date and time of day, or only the latter without a date style. An empty time zone is the browser's. */
export const exactTime = (at: number, language: string, timeZone: string, dateStyle?: 'full' | 'medium'): string =>
  format(at, language, { ...(dateStyle && { dateStyle }), timeStyle: 'short', ...(timeZone && { timeZone }) });

/** Number of the local day, to tell yesterday from 30 hours ago. */
const dayNumber = (at: number, timeZone: string): number => Math.round(Date.parse(format(at, 'en-CA', { dateStyle: 'short', ...(timeZone && { timeZone }) })) / DAY);

/** How long ago, in words, and in how many ms the words change; exact from seven days on. Times to come are "now". */
export function relativeTime(at: number, now: number, language: string, timeZone: string): { text: string; next: number } {
  const age = Math.max(0, now - at);
  const say = (value: number, unit: Intl.RelativeTimeFormatUnit, step: number) => ({
    text: once(language, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' })).format(-value, unit),
    next: step - (Math.min(now - at, age) % step),
  });
  if (age < MINUTE) return say(0, 'second', MINUTE);
  if (age < HOUR) return say(Math.floor(age / MINUTE), 'minute', MINUTE);
  if (age < DAY) return say(Math.floor(age / HOUR), 'hour', HOUR);
  const days = dayNumber(now, timeZone) - dayNumber(at, timeZone);
  return days < 7 ? say(days, 'day', HOUR) : { text: exactTime(at, language, timeZone, 'medium'), next: DAY };
}

const due = new Map<() => void, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Draws again in so many ms, unless the page is hidden then. One timer serves all feeds of the page. */
export function drawIn(ms: number, draw: () => void): void {
  due.set(draw, Date.now() + ms);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const now = Date.now();
    for (const [waiting, at] of due) {
      if (at > now) continue;
      due.delete(waiting);
      if (!document.hidden) waiting();
    }
    for (const [waiting, at] of due) drawIn(at - now, waiting);
    // Not on the very boundary: timers may fire a little early.
  }, Math.max(0, Math.min(...due.values()) - Date.now()) + 20);
}
