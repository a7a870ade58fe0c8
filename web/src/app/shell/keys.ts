import { preferences } from '../../shared/preferences.ts';
import { navigate } from './router.ts';

/** Pages by the letter that follows `g`. */
export const PAGE_KEYS: Readonly<Record<string, string>> = { d: '/today', s: '/standups', w: '/worklog', t: '/time', b: '/blockers', m: '/team', a: '/activity', ',': '/settings' };

/** What a page can listen for on `window`: the shortcut `n` (new) or `/` (search) or `t` (timer) was pressed outside a field. */
export type ShortcutEvent = 'daybook-new' | 'daybook-search' | 'daybook-timer' | 'daybook-shortcuts';

const SINGLE: Readonly<Record<string, ShortcutEvent>> = { n: 'daybook-new', '/': 'daybook-search', t: 'daybook-timer', '?': 'daybook-shortcuts' };

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const SEQUENCE_TIME = 1_500;

/** Single letters act outside fields only, and not at all when the person turned them off (WCAG 2.1.4). */
export function startKeys(): void {
  let wentAt = -Infinity;
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && !event.isComposing) {
      event.composedPath().find((target) => target instanceof HTMLFormElement)?.requestSubmit();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (preferences.get('shortcuts') === 'off' || isTyping(event) || isModalOpen(event)) return;
    const page = event.timeStamp - wentAt < SEQUENCE_TIME ? PAGE_KEYS[event.key] : undefined;
    wentAt = event.key === 'g' && page === undefined ? event.timeStamp : -Infinity;
    if (page !== undefined) {
      event.preventDefault();
      navigate(page);
      return;
    }
    const name = SINGLE[event.key];
    if (name === undefined) return;
    event.preventDefault();
    dispatchEvent(new CustomEvent(name));
  });
}

/** A dialog above the page takes the keys for itself. */
function isModalOpen(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof HTMLDialogElement || (target instanceof HTMLElement && target.getAttribute('role') === 'menu'));
}
