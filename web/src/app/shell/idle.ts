/*
 * Tells the server about once a minute that somebody is at the running timer, and when nobody was for 40 minutes, since
 * when. Tabs of one browser share what they see, so that work in one is not taken for absence by another, and only one
 * of them reports.
 */
import { serverNow } from '../data/clock.ts';
import { request } from '../data/request.ts';
import { TimerIdleReportDocument } from './timer.generated.ts';
import { type RunningTimer, timer } from './timer.ts';

export const IDLE_AFTER = 40 * 60_000;
const REPORT_EVERY = 60_000;
const SHARE_EVERY = 10_000;

/** What was seen, as plain data for tests. Times are milliseconds of one clock. */
export interface Presence {
  lastInput: number;
  lastReport: number;
  /** Since when absence was already told; null while present. */
  toldIdleSince: number | null;
}

/** What to tell the server now: nothing, that the person is there, or since when they are not. */
export function nextReport(presence: Presence, now: number): 'nothing' | 'active' | 'idle' {
  if (now - presence.lastInput >= IDLE_AFTER) return presence.toldIdleSince === null ? 'idle' : 'nothing';
  return now - presence.lastReport >= REPORT_EVERY - 2_000 ? 'active' : 'nothing';
}

type Message = { input: number } | { reported: number };

/**
 * Watches for input while the page is open.
 *
 * @param onAway called when the person comes back to a timer that ran without them, with since when
 * @returns how to stop
 */
export function watchIdle(onAway: (since: number) => void): () => void {
  const presence: Presence = { lastInput: serverNow(), lastReport: 0, toldIdleSince: null };
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('daybook-presence') : null;
  let shared = 0;

  const input = () => {
    const now = serverNow();
    const since = presence.toldIdleSince ?? (now - presence.lastInput >= IDLE_AFTER ? presence.lastInput : null);
    presence.lastInput = now;
    presence.toldIdleSince = null;
    if (now - shared > SHARE_EVERY) {
      shared = now;
      channel?.postMessage({ input: now } satisfies Message);
    }
    if (since !== null && timer.value && Date.parse(timer.value.startedAt) < since) onAway(since);
  };

  const tick = () => {
    const running = timer.value;
    if (!running?.id) return;
    const now = serverNow();
    const report = nextReport(presence, now);
    if (report === 'nothing') return;
    // A timer that was started elsewhere while this browser was quiet is not this browser's to judge.
    if (report === 'idle' && Date.parse(running.startedAt) > presence.lastInput) return;
    presence.lastReport = now;
    if (report === 'idle') presence.toldIdleSince = presence.lastInput;
    channel?.postMessage({ reported: now } satisfies Message);
    void tell(running, report === 'idle' ? presence.lastInput : null);
  };

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('input' in data) {
        presence.lastInput = Math.max(presence.lastInput, data.input);
        presence.toldIdleSince = null;
      } else presence.lastReport = Math.max(presence.lastReport, data.reported);
    };
  }
  const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
  for (const kind of kinds) addEventListener(kind, input, { passive: true, capture: true });
  const beat = setInterval(tick, REPORT_EVERY);
  return () => {
    clearInterval(beat);
    channel?.close();
    for (const kind of kinds) removeEventListener(kind, input, { capture: true });
  };
}

async function tell(running: RunningTimer, idleSince: number | null): Promise<void> {
  try {
    await request(TimerIdleReportDocument, { input: { id: running.id ?? '', idleSince: idleSince === null ? null : new Date(idleSince).toISOString() } });
  } catch {
    // The next minute tells it again.
  }
}

/** Says that the person was there all the time. */
export async function tellPresent(): Promise<void> {
  if (timer.value?.id) await tell(timer.value, null);
}
