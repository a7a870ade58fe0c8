import { request } from './request.ts';
import { type TaskChoiceFragment, type TaskFilter, TasksDocument } from './tasks.generated.ts';

export type Task = TaskChoiceFragment;

/** Each task once, those that come first stay first. */
export function eachOnce(...lists: readonly (readonly (Task | null)[])[]): Task[] {
  const all = new Map<string, Task>();
  for (const task of lists.flat()) if (task && !all.has(task.id)) all.set(task.id, task);
  return [...all.values()];
}

/** What is asked for: tasks with the words, or without any a person's open ones. */
export function tasksWith(text: string, memberId: string): TaskFilter {
  return text === '' ? { assigneeIds: [memberId], statuses: ['TODO', 'IN_PROGRESS'] } : { text };
}

/**
 * Tasks to choose from: what the words find, or without words those that the person booked time on lately and then
 * their open ones. Throws what `request` throws.
 */
export async function findTasks({ workspaceId, memberId }: { readonly workspaceId: string; readonly memberId: string }, words: string, signal: AbortSignal): Promise<Task[]> {
  const text = words.trim();
  const { data } = await request(TasksDocument, { workspaceId, filter: tasksWith(text, memberId), recent: { memberIds: [memberId], hasTask: true }, withRecent: text === '' }, { signal });
  return eachOnce(data.workspace?.timeEntries?.nodes.map(({ task }) => task) ?? [], data.workspace?.tasks?.nodes ?? []).slice(0, 50);
}
