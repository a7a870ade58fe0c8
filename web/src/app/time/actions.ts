import { asProblem } from '../data/problem.ts';
import { newIdempotencyKey, request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce, offerUndo } from '../ui/announce.ts';
import { lineOf } from './entry-form.ts';
import { TimeAddDocument, TimeChangeDocument, TimeDeleteDocument, type TimeEntryCreateInput, type TimeRowFragment } from './time.generated.ts';
import { refusal, words } from './words.ts';

/** What went wrong with an entry, in words; nothing when a person would rather not sign in. */
export function sentence(error: unknown, fallback: string): string {
  const problem = asProblem(error);
  if (problem.code === 'SIGN_IN_DECLINED') return '';
  return [problem.code === 'NOT_FOUND' ? words.gone : fallback, problem.requestId ?? ''].filter(Boolean).join(' ');
}

/** The same entry once more, as a new one: the server has no way back for a deleted row. */
export function again({ startedAt, endedAt, spentOn, durationSeconds, billable, note, task }: TimeRowFragment): Omit<TimeEntryCreateInput, 'workspaceId' | 'idempotencyKey'> {
  return {
    ...(startedAt && endedAt ? { startedAt, endedAt } : { spentOn, ...(durationSeconds !== null && { durationSeconds }) }),
    billable,
    ...(note && { note }),
    ...(task && { taskId: task.id }),
  };
}

/**
 * Deletes at once, so that totals are right, and offers for a while to bring the entry back.
 *
 * @param restored called with the entry that is back
 * @returns why it was not deleted, empty when it was
 */
export async function deleteEntry(entry: TimeRowFragment, restored: (entry: TimeRowFragment) => void, failed: (sentence: string) => void): Promise<string> {
  const { id, version } = entry;
  try {
    const { data } = await request(TimeDeleteDocument, { input: { id, expectedVersion: version, idempotencyKey: newIdempotencyKey() } });
    const errors = data.timeEntryDelete?.userErrors ?? [];
    if (errors.length > 0) return errors.map(refusal).join(' ');
  } catch (error) {
    return sentence(error, words.couldNotDelete);
  }
  // The API lets only the person themselves enter time.
  if (entry.member.id !== here().memberId) {
    announce(words.deleted(lineOf(entry)));
    return '';
  }
  const undoKey = newIdempotencyKey();
  offerUndo(words.deleted(lineOf(entry)), words.undo, () => {
    request(TimeAddDocument, { input: { ...again(entry), workspaceId: here().workspaceId, idempotencyKey: undoKey } }).then(
      ({ data }) => {
        const payload = data.timeEntryCreate;
        if (payload?.timeEntry) {
          announce(words.restored);
          restored(payload.timeEntry);
        } else failed([words.couldNotRestore, ...(payload?.userErrors ?? []).map(refusal)].join(' '));
      },
      (error: unknown) => { failed(sentence(error, words.couldNotRestore)); },
    );
  });
  return '';
}

/** Stores whether a client is billed. Gives the entry as it now is, or a sentence. */
export async function setBillable({ id, version }: TimeRowFragment, billable: boolean): Promise<TimeRowFragment | string> {
  try {
    const { data } = await request(TimeChangeDocument, { input: { id, billable, expectedVersion: version, idempotencyKey: newIdempotencyKey() } });
    const { timeEntry, userErrors } = data.timeEntryUpdate ?? { timeEntry: null, userErrors: [] };
    if (timeEntry) return timeEntry;
    return userErrors.map(refusal).join(' ') || words.couldNotSave;
  } catch (error) {
    return sentence(error, words.couldNotSave);
  }
}
