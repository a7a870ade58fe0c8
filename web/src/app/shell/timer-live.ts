import { isAbort } from '../data/problem.ts';
import { subscribe } from '../data/subscribe.ts';
import { here } from './session.ts';
import { loadTimer, timer } from './timer.ts';
import { OwnTrackingDocument } from './timer-live.generated.ts';

/**
 * Follows the person's own timer and entries, so that all their tabs and devices show the same. What a change means is
 * asked from the server: frames of timers carry no row.
 *
 * @returns how to stop
 */
export function followTimer(): () => void {
  const { workspaceId, memberId, resumeCursor: from } = here();
  let after = from;
  let asked: AbortController | null = null;

  const reload = () => {
    asked?.abort();
    asked = new AbortController();
    loadTimer(asked.signal).catch((error: unknown) => {
      // The next change, or the next connection, asks again.
      if (!isAbort(error)) asked = null;
    });
  };

  const stop = subscribe(OwnTrackingDocument, () => ({ workspaceId, memberId, after }), {
    next({ trackingStream: { kind, edges, resumeCursor } }) {
      after = resumeCursor;
      // It may not have been known at the start.
      if (kind === 'RESET' || edges.length > 0 || timer.value === undefined) reload();
      for (const { kind: row, entityId, action } of edges) dispatchEvent(new CustomEvent('daybook-tracking', { detail: { kind: row, entityId, action } }));
    },
    failed() {
      reload();
    },
  });
  return () => {
    asked?.abort();
    stop();
  };
}
