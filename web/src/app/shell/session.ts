import { type Weekday } from '../ui/days.ts';
import { Store } from '../data/store.ts';
import { request } from '../data/request.ts';
import { type Role, SessionDocument, type SessionQuery } from './session.generated.ts';

/** One workspace of the person, and who they are in it. */
export interface Place {
  workspaceId: string;
  slug: string;
  name: string;
  /** Zone of workspace-wide reports. */
  timeZone: string;
  weekStart: Weekday;
  /** Where streams begin so that nothing is missed of what the pages read. */
  resumeCursor: string;
  role: Role;
  memberId: string;
  /** The zone that decides which day it is for the person. */
  memberZone: string;
  /** Sees raw rows of others and the settings. */
  isAdmin: boolean;
}

export interface Session {
  viewerId: string;
  name: string;
  email: string;
  places: Place[];
  /** The workspace that the pages show; null for a person without any. */
  place: Place | null;
}

/** Who is signed in; null until that is known. */
export const session = new Store<Session | null>(null);

// For the session of this tab only: two tabs may show two workspaces.
const PLACE_KEY = 'daybook:workspace';

/** @param asked slug of the workspace that the address names, before the one that this tab showed last */
export function readSession({ viewer }: SessionQuery, remembered: string | null, asked: string | null = null): Session {
  const places = viewer.memberships.nodes.flatMap(({ role, workspace, member }): Place[] =>
    role === null || member === null
      ? []
      : [{
          workspaceId: workspace.id,
          slug: workspace.slug,
          name: workspace.name,
          timeZone: workspace.timeZone,
          weekStart: workspace.weekStart,
          resumeCursor: workspace.resumeCursor,
          role,
          memberId: member.id,
          memberZone: member.timeZone,
          isAdmin: role === 'OWNER' || role === 'ADMIN',
        }],
  );
  const place = places.find(({ slug }) => slug === asked) ?? places.find(({ workspaceId }) => workspaceId === remembered) ?? places[0] ?? null;
  return { viewerId: viewer.id, name: viewer.displayName, email: viewer.email ?? '', places, place };
}

/** Asks who is signed in. Throws what `request` throws. */
export async function loadSession(): Promise<Session> {
  const { data } = await request(SessionDocument, {});
  const loaded = readSession(data, sessionStorage.getItem(PLACE_KEY), new URLSearchParams(location.search).get('workspace'));
  if (loaded.place) sessionStorage.setItem(PLACE_KEY, loaded.place.workspaceId);
  session.set(loaded);
  return loaded;
}

/** Shows another workspace in all pages of this tab. */
export function switchPlace(workspaceId: string): void {
  const current = session.value;
  const place = current?.places.find((one) => one.workspaceId === workspaceId);
  if (!current || !place) return;
  sessionStorage.setItem(PLACE_KEY, workspaceId);
  session.set({ ...current, place });
}

/** The workspace that the pages show. Pages are shown only when there is one. */
export function here(): Place {
  const place = session.value?.place;
  if (!place) throw new Error('No workspace is shown.');
  return place;
}
