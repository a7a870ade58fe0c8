/** Why signing in did not work, in words for the person. Never says which of mail and password was wrong. */
export class SignInError extends Error {
  override name = 'SignInError';
}

const WRONG_PAIR = 'This mail and password do not match. Check both and try again.';

/**
 * Trades mail and password for a session cookie, which the server sets.
 *
 * @throws SignInError with one sentence to show
 */
export async function signIn(email: string, password: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch('/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ email, password }),
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch {
    throw new SignInError('The server could not be reached. What you typed is still here. Try again.');
  }
  if (response.ok) return;
  if (response.status === 429) throw new SignInError(waitSentence(response.headers.get('retry-after')));
  if (response.status === 401) throw new SignInError(WRONG_PAIR);
  throw new SignInError('The server could not sign you in. What you typed is still here. Try again.');
}

/** Tells whether this server has no workspace yet, so that nobody can sign in. */
export async function isUnfounded(): Promise<boolean> {
  try {
    return (await fetch('/auth/founding', { headers: { accept: 'application/json' }, credentials: 'same-origin' })).ok;
  } catch {
    return false;
  }
}

/** The sentence for too many attempts, with the time of a Retry-After header in seconds when there is one. */
export function waitSentence(retryAfter: string | null): string {
  const seconds = Number(retryAfter);
  if (retryAfter === null || !Number.isInteger(seconds) || seconds <= 0) return 'Too many attempts. Wait a moment and try again.';
  if (seconds === 1) return 'Too many attempts. Try again in 1 second.';
  return seconds < 120 ? `Too many attempts. Try again in ${seconds} seconds.` : `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
