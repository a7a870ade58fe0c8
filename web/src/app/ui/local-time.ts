/* What `datetime-local` inputs hold, in the person's zone instead of the browser's. */
import { dayIn, instantIn } from './days.ts';

/** "YYYY-MM-DDTHH:MM" of an instant in a zone. */
export function writeLocal(timeZone: string, instant: number): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
  return `${dayIn(timeZone, instant)}T${time}`;
}

/** The instant of an input's value in a zone; null when it is not complete. */
export function readLocal(timeZone: string, value: string): string | null {
  const [day, time] = value.split('T');
  return day && time ? instantIn(timeZone, day, time) : null;
}
