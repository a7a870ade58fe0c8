import { signInLink } from '../../shared/next-path.ts';
import { onSessionEnded } from '../data/request.ts';
import { session } from './session.ts';
import { wordsReady } from '../ui/words.ts';

let asking: Promise<boolean> | null = null;

/** Opens the sign-in over the page when a request meets an ended session; one dialog for all that wait. */
export function watchSessionEnd(): void {
  onSessionEnded(() => {
    if (!session.value) {
      // Nobody was here yet: nothing to keep, so the page for signing in.
      location.replace(signInLink(location.pathname + location.search));
      return new Promise(() => undefined);
    }
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  });
}

async function ask(): Promise<boolean> {
  const { DaySignInAgain } = await import('./sign-in-again.ts');
  await wordsReady();
  const before = deepActive();
  const element = new DaySignInAgain();
  const isSignedIn = await new Promise<boolean>((resolve) => {
    element.done = resolve;
    document.body.append(element);
  });
  element.remove();
  before?.focus();
  return isSignedIn;
}

/** The focused element, inside whatever shadow root it stands. */
function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
}
