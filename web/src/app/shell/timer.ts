import { serverNow } from '../data/clock.ts';
import { newIdempotencyKey, request } from '../data/request.ts';
import { Store } from '../data/store.ts';
import { here } from './session.ts';
import {
  CurrentTimerDocument,
  type RunningTimerFragment,
  TimerDiscardDocument,
  TimerStartDocument,
  type TimerStartInput,
  type TimerStartMutation,
  TimerStopDocument,
  type TimerStopMutation,
} from './timer.generated.ts';

/** The person's own timer. Fields of a timer are guarded, but never from its owner. */
export interface RunningTimer {
  /** Null while the server has not answered the start yet. */
  id: string | null;
  startedAt: string;
  note: string;
  billable: boolean;
  task: RunningTimerFragment['task'];
}

/** The running timer; null when none runs, undefined until that is known. */
export const timer = new Store<RunningTimer | null | undefined>(undefined);
/** Seconds tracked today by the last answer, the running timer included, and when that was. */
export const tracked = new Store<{ seconds: number; at: number } | null>(null);

export type StartPayload = NonNullable<TimerStartMutation['timerStart']>;
export type StopPayload = NonNullable<TimerStopMutation['timerStop']>;

export function readTimer(fragment: RunningTimerFragment | null): RunningTimer | null {
  if (!fragment?.startedAt) return null;
  return { id: fragment.id, startedAt: fragment.startedAt, note: fragment.note ?? '', billable: fragment.billable ?? false, task: fragment.task };
}

/** Seconds since the start, by the server's clock. */
export function elapsed(running: RunningTimer, now = serverNow()): number {
  return Math.max(0, Math.floor((now - Date.parse(running.startedAt)) / 1000));
}

// Answers that were asked for before a change must not bring the old state back.
let generation = 0;

/** Asks what runs. Throws what `request` throws. */
export async function loadTimer(signal?: AbortSignal): Promise<void> {
  const before = generation;
  const { data } = await request(CurrentTimerDocument, { workspaceId: here().workspaceId }, signal ? { signal } : {});
  if (before !== generation) return;
  const today = data.viewer.today;
  timer.set(readTimer(today?.timer ?? null));
  tracked.set(today?.trackedSeconds == null ? null : { seconds: today.trackedSeconds, at: serverNow() });
}

export type StartInput = Omit<TimerStartInput, 'workspaceId' | 'idempotencyKey'> & { taskTitle?: string };

/**
 * Starts a timer, shown at once and taken back when the server refuses: then the payload has `userErrors`, and with
 * ALREADY_RUNNING the timer that runs. Throws what `request` throws.
 */
export async function startTimer({ taskTitle, ...input }: StartInput): Promise<StartPayload> {
  const before = timer.value;
  generation++;
  const isShownEarly = before == null || input.switch === true;
  if (isShownEarly) timer.set({ id: null, startedAt: new Date(serverNow()).toISOString(), note: input.note ?? '', billable: input.billable ?? false, task: taskTitle === undefined ? null : { id: input.taskId ?? '', key: '', title: taskTitle, project: { id: '', name: '' } } });
  try {
    const { data } = await request(TimerStartDocument, { input: { ...input, workspaceId: here().workspaceId, idempotencyKey: newIdempotencyKey() } });
    const payload = data.timerStart;
    if (!payload) throw new Error('The answer holds no timer.');
    timer.set(payload.userErrors.length > 0 ? (readTimer(payload.running) ?? before) : readTimer(payload.timer));
    return payload;
  } catch (error) {
    timer.set(before);
    throw error;
  } finally {
    generation++;
  }
}

/**
 * Stops the timer, shown at once and taken back on a failure.
 *
 * @param endedAt now when not given
 */
export async function stopTimer(endedAt?: string): Promise<StopPayload | null> {
  const running = timer.value;
  if (!running?.id) return null;
  generation++;
  timer.set(null);
  try {
    const { data } = await request(TimerStopDocument, { input: { id: running.id, idempotencyKey: newIdempotencyKey(), ...(endedAt !== undefined && { endedAt }) } });
    const payload = data.timerStop;
    if (!payload) throw new Error('The answer holds no entry.');
    const isOver = payload.userErrors.length === 0 || payload.userErrors.some(({ code }) => code === 'NOT_RUNNING');
    if (!isOver) timer.set(running);
    dispatchEvent(new CustomEvent('daybook-timer-stopped'));
    return payload;
  } catch (error) {
    timer.set(running);
    throw error;
  } finally {
    generation++;
  }
}

/** Shows the timer as a change has left it; what was asked for before must not bring the old one back. */
export function showTimer(running: RunningTimer): void {
  if (timer.value?.id !== running.id) return;
  generation++;
  timer.set(running);
}

/** Throws the running timer away. Throws what `request` throws. */
export async function discardTimer(): Promise<void> {
  const running = timer.value;
  if (!running?.id) return;
  await request(TimerDiscardDocument, { input: { id: running.id, idempotencyKey: newIdempotencyKey() } });
  generation++;
  timer.set(null);
  dispatchEvent(new CustomEvent('daybook-timer-stopped'));
}

