import { preferences } from '../../shared/preferences.ts';
import type { NoticeRowFragment } from './notices.generated.ts';

/** A notification, and where the stream has to go on so that it brings it again. */
export interface Notice extends NoticeRowFragment {
  readonly before: string | null;
}

interface Edge {
  readonly cursor: string;
  readonly node: NoticeRowFragment;
}

/** The notices with those of a frame, oldest first, each once. */
export function withFrame(notices: readonly Notice[], edges: readonly Edge[], after: string | null): Notice[] {
  const all = new Map(notices.map((notice) => [notice.id, notice]));
  let before = after;
  for (const { cursor, node } of edges) {
    all.set(node.id, { ...node, before: all.get(node.id)?.before ?? before });
    before = cursor;
  }
  return [...all.values()];
}

/** Where to go on next time: before the oldest that was not read. */
export function nextTime(notices: readonly Notice[], after: string | null): string | null {
  const unread = notices.find(({ readAt }) => readAt === null);
  return unread ? unread.before : after;
}

/** Where this browser goes on for a member; a cursor is kept, never what it leads to. */
export const kept = {
  get(memberId: string): string | null {
    const [whose, cursor] = (preferences.get('notices') ?? '').split(' ');
    return whose === memberId ? (cursor ?? null) : null;
  },
  set(memberId: string, cursor: string | null): void {
    preferences.set('notices', cursor === null ? null : `${memberId} ${cursor}`);
  },
};
