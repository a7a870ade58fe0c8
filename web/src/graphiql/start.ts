import { ask } from '../shared/api.ts';
import type { Placeholders } from './tabs.ts';

/** The one query the page runs for itself, before anything is shown. */
export const START_QUERY = /* GraphQL */ `
  query GraphiQLStart {
    viewer {
      id
      displayName
      memberships(first: 1) {
        nodes {
          role
          workspace {
            id
            members(first: 2) {
              nodes {
                id
              }
            }
          }
          member {
            id
          }
        }
      }
    }
  }
`;

export interface StartAnswer {
  viewer: {
    id: string;
    displayName: string;
    memberships: {
      nodes: {
        role: string | null;
        workspace: { id: string; members: { nodes: { id: string }[] } | null };
        member: { id: string } | null;
      }[];
    };
  };
}

/** Whom the page works for. */
export interface Viewer {
  id: string;
  displayName: string;
  isAdmin: boolean;
  placeholders: Placeholders;
}

/** Asks who is signed in. Throws what `ask` throws. */
export async function fetchViewer(): Promise<Viewer> {
  return readViewer(await ask<StartAnswer>(START_QUERY), new Date());
}

/** Reads who is signed in out of the answer; the date of the documents is the local one of `now`. */
export function readViewer({ viewer }: StartAnswer, now: Date): Viewer {
  const membership = viewer.memberships.nodes[0];
  const me = membership?.member?.id;
  const teammate = membership?.workspace.members?.nodes.find(({ id }) => id !== me)?.id;
  return {
    id: viewer.id,
    displayName: viewer.displayName,
    isAdmin: membership?.role === 'OWNER' || membership?.role === 'ADMIN',
    placeholders: {
      ...(membership && { workspace: membership.workspace.id, today: localDate(now) }),
      ...(me !== undefined && { me }),
      ...(me !== undefined && teammate !== undefined && { teammate }),
    },
  };
}

function localDate(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
