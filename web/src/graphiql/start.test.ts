import { describe, expect, it } from 'vitest';
import { type StartAnswer, readViewer } from './start.ts';

type Membership = StartAnswer['viewer']['memberships']['nodes'][number];

function answer(...nodes: Membership[]): StartAnswer {
  return { viewer: { id: 'usr_1', displayName: 'Ada', memberships: { nodes } } };
}

const membership: Membership = {
  role: 'MEMBER',
  workspace: { id: 'wsp_1', members: { nodes: [{ id: 'mem_1' }, { id: 'mem_2' }] } },
  member: { id: 'mem_1' },
};

describe('readViewer', () => {
  it('takes a member who is not the viewer as teammate', () => {
    expect(readViewer(answer(membership))).toEqual({
      id: 'usr_1',
      displayName: 'Ada',
      isAdmin: false,
      placeholders: { workspace: 'wsp_1', me: 'mem_1', teammate: 'mem_2' },
    });
  });

  it.each([
    ['OWNER', true],
    ['ADMIN', true],
    ['MEMBER', false],
    ['SOMETHING_NEW', false],
  ])('reads the role %s', (role, isAdmin) => {
    expect(readViewer(answer({ ...membership, role })).isAdmin).toBe(isAdmin);
  });

  it('knows no ids without a workspace', () => {
    expect(readViewer(answer()).placeholders).toEqual({});
  });

  it('knows no teammate when alone, or when it is not told who of them the viewer is', () => {
    const alone = { ...membership, workspace: { id: 'wsp_1', members: { nodes: [{ id: 'mem_1' }] } } };
    expect(readViewer(answer(alone)).placeholders).toEqual({ workspace: 'wsp_1', me: 'mem_1' });
    expect(readViewer(answer({ ...membership, member: null })).placeholders).toEqual({ workspace: 'wsp_1' });
    expect(readViewer(answer({ ...membership, workspace: { id: 'wsp_1', members: null } })).placeholders).toEqual({ workspace: 'wsp_1', me: 'mem_1' });
  });
});
