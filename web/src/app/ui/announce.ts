import { Store } from '../data/store.ts';

/** What the page's one `role=status` says. The shell owns that element. */
export const announcement = new Store('');

/** Says one polite sentence; nothing while the tab is hidden. */
export function announce(sentence: string): void {
  if (document.visibilityState === 'hidden') return;
  // The same sentence twice is two events.
  if (announcement.value === sentence) announcement.set(`${sentence}\u00a0`);
  else announcement.set(sentence);
}

/** A change that can be taken back for a while. */
export interface Offer {
  text: string;
  action: string;
  act: () => void;
}

/** The line at the foot of the page; the newest offer replaces the one before. */
export const offer = new Store<Offer | null>(null);

const OFFER_TIME = 8_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Offers to undo for 8 s. The change is already made, or is made by `commit` when the time is over or the page is left.
 */
export function offerUndo(text: string, action: string, undo: () => void, commit?: () => void): void {
  finish?.();
  clearTimeout(timer);
  const done = () => {
    clearTimeout(timer);
    finish = null;
    offer.set(null);
    commit?.();
  };
  finish = done;
  timer = setTimeout(done, OFFER_TIME);
  announce(text);
  offer.set({
    text,
    action,
    act: () => {
      clearTimeout(timer);
      finish = null;
      offer.set(null);
      undo();
    },
  });
}

let finish: (() => void) | null = null;
addEventListener('pagehide', () => finish?.());
