/** Where everybody who has just signed in finds their day. */
export const DEFAULT_NEXT = '/today';

/**
 * Where to go after signing in: a path of this origin, never another site and never the sign-in page again.
 *
 * @param next the `next` parameter as it came, possibly from a stranger's link
 * @param origin of this page
 */
export function nextPath(next: string | null, origin: string): string {
  if (!next?.startsWith('/')) return DEFAULT_NEXT;
  let url: URL;
  try {
    url = new URL(next, origin);
  } catch {
    return DEFAULT_NEXT;
  }
  // "//host" and "/\host" leave the origin; "/a/..//host" resolves to a path that would when used again.
  if (url.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/sign-in') return DEFAULT_NEXT;
  return url.pathname + url.search + url.hash;
}

/** The link that leads to the sign-in page and back to here. */
export function signInLink(next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}`;
}
