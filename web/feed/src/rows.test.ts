import { describe, expect, it } from 'vitest';
import { HELD, Rows, fold } from './rows.ts';
import { down, edge } from './testing/fakes.ts';

const ids = (edges: readonly { node: { id: string } }[]) => edges.map(({ node }) => node.id);

describe('rows', () => {
  it('shows each activity once, whatever it comes by', () => {
    const rows = new Rows();
    rows.load(down(5, 3), true);
    expect(ids(rows.arrive([edge(4), edge(5), edge(6), edge(6)]))).toEqual(['act_6']);
    expect(ids(rows.append(down(3, 1), false))).toEqual(['act_2', 'act_1']);
    expect(rows.show()).toBe(true);
    expect(ids(rows.shown)).toEqual(ids(down(6, 1)));
  });

  it('counts what waits, newest on top, and shows it at once', () => {
    const rows = new Rows();
    rows.load(down(2, 1), false);
    rows.arrive([edge(3), edge(4)]);
    rows.arrive([edge(5)]);
    expect(rows.unseen).toBe(3);
    expect(ids(rows.shown)).toEqual(['act_2', 'act_1']);
    rows.show();
    expect(ids(rows.shown)).toEqual(ids(down(5, 1)));
    expect(rows.unseen).toBe(0);
  });

  it('asks for the first page again when more arrived than it holds', () => {
    const rows = new Rows();
    rows.load([], false);
    rows.arrive(down(HELD + 1, 1).reverse());
    expect(rows.unseen).toBe(HELD + 1);
    expect(rows.waiting).toHaveLength(HELD);
    expect(rows.show()).toBe(false);
  });

  it('never holds more than its limit, and remembers at which end rows were let go', () => {
    const rows = new Rows();
    rows.load(down(1000, 901), true);
    rows.append(down(900, 801), true);
    expect(rows.detached).toBe(false);
    rows.append(down(800, 751), true);
    expect(rows.shown).toHaveLength(HELD);
    expect(rows.shown[0]?.node.id).toBe('act_950');
    expect(rows.detached).toBe(true);

    const live = new Rows();
    live.load(down(HELD, 1), false);
    live.arrive([edge(HELD + 1)]);
    live.show();
    expect(live.shown).toHaveLength(HELD);
    expect(live.more).toBe(true);
  });

  it('still knows what it holds after thousands of rows', () => {
    const rows = new Rows();
    rows.load(down(3, 1), false);
    for (let at = 4; at < 5000; at++) {
      rows.arrive([edge(at)]);
      rows.show();
    }
    expect(rows.arrive([edge(4999 - HELD + 1), edge(4999)])).toEqual([]);
    expect(ids(rows.arrive([edge(5000)]))).toEqual(['act_5000']);
  });

  it('hides the text of what was taken back', () => {
    const rows = new Rows();
    rows.load([edge(1, { content: 'a secret' })], false);
    rows.arrive([edge(2, { content: 'another' }), edge(3, { action: 'COMPENSATED', compensates: { id: 'act_1' } }), edge(4, { action: 'COMPENSATED', compensates: { id: 'act_2' } })]);
    rows.show();
    expect(rows.shown.map(({ node }) => node.content)).toEqual([null, null, null, null]);
  });
});

describe('runs', () => {
  const same = { entityId: 'tsk_1', actor: { id: 'usr_1', displayName: 'Ada' } };

  it('fold one person on one entity within ten minutes', () => {
    const edges = [edge(21, same), edge(20, same), edge(10, same), edge(9, { ...same, entityId: 'tsk_2' }), edge(8, { ...same, actor: { id: 'usr_2', displayName: 'Ada' }, entityId: 'tsk_2' })];
    expect(fold(edges).map(({ rows }) => rows.map(({ id }) => id))).toEqual([['act_21'], ['act_20', 'act_10'], ['act_9'], ['act_8']]);
  });

  it('keep their name when one more joins on top', () => {
    const before = fold([edge(2, same), edge(1, same)]);
    const after = fold([edge(3, same), edge(2, same), edge(1, same)]);
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after[0]?.rows).toHaveLength(3);
  });

  it('are cut by what stands between', () => {
    expect(fold([edge(3, same), edge(2), edge(1, same)])).toHaveLength(3);
  });
});
