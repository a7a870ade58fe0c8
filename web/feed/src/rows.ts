import type { Activity, Edge } from './types.ts';

/** The most activities in the DOM, and the most that wait to be shown. */
export const HELD = 200;
/** The most ids that are remembered. */
const KNOWN = 1000;
const RUN_MS = 600_000;

/** What a feed holds: rows shown, newest first, and those that wait above them. */
export class Rows {
  shown: Edge[] = [];
  /** Arrived, but not shown yet; newest first. */
  waiting: Edge[] = [];
  /** How many arrived unseen; more than wait when those were too many to hold. */
  unseen = 0;
  /** There is more below. */
  more = false;
  /** Rows between the newest and the shown ones were let go, so showing what is new means loading the first page. */
  detached = false;
  /** Ids of what came in, to drop what comes twice. */
  #known = new Set<string>();

  /** The first page replaces everything. */
  load(edges: readonly Edge[], more: boolean): void {
    Object.assign(this, { shown: [...edges], waiting: [], unseen: 0, more, detached: false });
    this.#known = new Set(edges.map((edge) => edge.node.id));
  }

  /** A page below. Returns the rows that were not held before. */
  append(edges: readonly Edge[], more: boolean): Edge[] {
    const added = this.#take(edges);
    this.shown = [...this.shown, ...added];
    this.more = more;
    if (this.shown.length > HELD) {
      this.shown = this.shown.slice(-HELD);
      this.detached = true;
    }
    return added;
  }

  /** Rows of a stream, oldest first. Returns those that are new, in that order. */
  arrive(edges: readonly Edge[]): Edge[] {
    const fresh = this.#take(edges);
    this.waiting = [...[...fresh].reverse(), ...this.waiting].slice(0, HELD);
    for (const { node } of fresh) if (node.compensates) this.#hide(node.compensates.id);
    this.unseen += fresh.length;
    this.detached ||= this.unseen > HELD;
    return fresh;
  }

  /** Puts what waits on top; false when the first page has to be loaded instead. */
  show(): boolean {
    if (this.detached) return false;
    const all = [...this.waiting, ...this.shown];
    this.more ||= all.length > HELD;
    this.shown = all.slice(0, HELD);
    this.waiting = [];
    this.unseen = 0;
    return true;
  }

  #take(edges: readonly Edge[]): Edge[] {
    // What comes twice comes soon after, so what is held is enough to know it by.
    if (this.#known.size > KNOWN) this.#known = new Set([...this.waiting, ...this.shown].map(({ node }) => node.id));
    return edges.filter(({ node }) => !this.#known.has(node.id) && this.#known.add(node.id));
  }

  /** What was taken back is not shown any longer. */
  #hide(id: string): void {
    const hide = (edge: Edge): Edge => (edge.node.id === id ? { ...edge, node: { ...edge.node, content: null } } : edge);
    this.shown = this.shown.map(hide);
    this.waiting = this.waiting.map(hide);
  }
}

/** A run of one actor on one entity within ten minutes: newest first, named by its oldest so that arrivals don't rename it. */
export interface Run {
  key: string;
  rows: Activity[];
}

/** Who did something to what. */
const about = (a: Activity | undefined) => a && `${a.actor.id} ${a.entityId}`;

export function fold(edges: readonly Edge[]): Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (const { node } of [...edges].reverse()) {
    const run = runs.at(-1)?.rows;
    const at = Date.parse(node.occurredAt);
    if (run && about(run[0]) === about(node) && at - start <= RUN_MS) run.unshift(node);
    else {
      runs.push({ key: node.id, rows: [node] });
      start = at;
    }
  }
  return runs.reverse();
}
