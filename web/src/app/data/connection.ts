import { Store } from './store.ts';

/**
 * How pushes reach this page.
 *
 * - `idle`: nothing is subscribed
 * - `live`: over the socket; `stream`: over server-sent events, because sockets are blocked
 * - `reconnecting`: trying; `offline`: the browser says there is no network
 * - `ended`: the server refused for good
 */
export type ConnectionState = 'idle' | 'live' | 'stream' | 'reconnecting' | 'offline' | 'ended';

export const connection = new Store<ConnectionState>('idle');

/** Whether the browser has a network, and since when not (milliseconds of the browser's clock). */
export const network = new Store<{ online: boolean; changedAt: number }>({ online: navigator.onLine, changedAt: Date.now() });

for (const type of ['online', 'offline']) {
  addEventListener(type, () => {
    network.set({ online: type === 'online', changedAt: Date.now() });
  });
}

/** Calls the listener when there is reason to believe that the network is back or the machine awake. */
export function onWake(listener: () => void): void {
  addEventListener('online', listener);
  addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') listener();
  });
}
