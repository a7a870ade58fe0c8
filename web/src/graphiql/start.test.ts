import { describe, expect, it } from 'vitest';
import { type StartAnswer, readViewer } from './start.ts';

type Membership = StartAnswer['viewer']['memberships']['nodes'][number];

function answer(...nodes: Membership[]): StartAnswer {
  return { viewer: { id: 'usr_1', displayName: 'Ada', memberships: { nodes } } };
}

// Local, as the browser's own clock shows it.
const now = new Date(2026, 1, 1, 23, 59);

const membership: Membership = {
  role: 'MEMBER',
  workspace: { id: 'wsp_1', members: { nodes: [{ id: 'mem_1' }, { id: 'mem_2' }] } },
  member: { id: 'mem_1' },
};

describe('readViewer', () => {
  it('takes a member who is not the viewer as teammate', () => {
    expect(readViewer(answer(membership), now)).toEqual({
      id: 'usr_1',
      displayName: 'Ada',
      isAdmin: false,
      placeholders: { workspace: 'wsp_1', today: '2026-02-01', me: 'mem_1', teammate: 'mem_2' },
    });
  });

  it.each([
    ['OWNER', true],
    ['ADMIN', true],
    ['MEMBER', false],
    ['SOMETHING_NEW', false],
  ])('reads the role %s', (role, isAdmin) => {
    expect(readViewer(answer({ ...membership, role }), now).isAdmin).toBe(isAdmin);
  });

  it('knows no ids without a workspace', () => {
    expect(readViewer(answer(), now).placeholders).toEqual({});
  });

  it('knows no teammate when alone, or when it is not told who of them the viewer is', () => {
    const alone = { ...membership, workspace: { id: 'wsp_1', members: { nodes: [{ id: 'mem_1' }] } } };
    expect(readViewer(answer(alone), now).placeholders).toEqual({ workspace: 'wsp_1', today: '2026-02-01', me: 'mem_1' });
    expect(readViewer(answer({ ...membership, member: null }), now).placeholders).toEqual({ workspace: 'wsp_1', today: '2026-02-01' });
    expect(readViewer(answer({ ...membership, workspace: { id: 'wsp_1', members: null } }), now).placeholders).toEqual({ workspace: 'wsp_1', today: '2026-02-01', me: 'mem_1' });
  });
});
