/*
 * The server's clock, seen from here. A Date header is cut to the second and has been under way, so each one only says
 * between which bounds the difference lies; the bounds narrow with every answer. A browser whose clock may be right is
 * taken at its word, so that running clocks do not jump by noise.
 */
let low = -Infinity;
let high = Infinity;

/** Takes in the Date header of an answer to a request sent and received at these times of the browser. */
export function observeDate(header: string | null, sentAt: number, receivedAt: number): void {
  const at = header === null ? NaN : Date.parse(header);
  if (Number.isNaN(at)) return;
  narrow(at - receivedAt, at + 1000 - sentAt);
}

/** Takes in the `serverTime` of a frame that has just come. */
export function observeServerTime(iso: string, receivedAt = Date.now()): void {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) narrow(at - receivedAt, Infinity);
}

function narrow(least: number, most: number): void {
  low = Math.max(low, least);
  high = Math.min(high, most);
  // One of the two clocks was set: what was known before is worth nothing.
  if (low > high) [low, high] = [least, most];
}

function offset(): number {
  if (low <= 0 && high >= 0) return 0;
  if (low === -Infinity) return high;
  return high === Infinity ? low : (low + high) / 2;
}

/** Now, in milliseconds, by the server's clock. */
export function serverNow(): number {
  return Date.now() + offset();
}

/** Forgets what was observed. For tests. */
export function resetClock(): void {
  [low, high] = [-Infinity, Infinity];
}
