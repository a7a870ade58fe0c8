import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { type Problem, asProblem } from '../data/problem.ts';
import { newIdempotencyKey, request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { icon } from '../ui/icons.ts';
import { Paged } from '../ui/paged.ts';
import { pageStyles } from '../ui/styles.ts';
import { BlockerAcknowledgeDocument, type BlockerCardFragment, type BlockerFilter, BlockerLaneDocument } from './blockers.generated.ts';
import { type CardContext, blockerCard, cardStyles } from './card.ts';
import { waitingFor } from './trail.ts';
import { type Lane, words } from './words.ts';

/**
 * One column of the board: the blockers in a state, newest first. The column of those escalated to the viewer holds what
 * they may acknowledge, which shows at once and is taken back when it fails.
 */
export class DayBlockerLane extends LitElement {
  static override properties = { lane: {}, filter: { attribute: false }, context: { attribute: false }, done: { state: true }, failed: { state: true } };
  static override styles = [
    ...pageStyles,
    cardStyles,
    css`
      section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; align-content: start; }
      .cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; }
    `,
  ];
  declare lane: Lane;
  declare filter: BlockerFilter;
  declare context: CardContext;
  declare done: ReadonlySet<string>;
  declare failed: ReadonlyMap<string, Problem>;

  readonly #rows = new Paged<BlockerCardFragment>(
    this,
    async (after, signal) => {
      const { data } = await request(BlockerLaneDocument, { workspaceId: here().workspaceId, filter: this.filter, after }, { signal });
      return data.workspace?.blockers ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    { rows: 3, sentence: () => words.couldNotLoad },
  );

  constructor() {
    super();
    this.lane = 'OPEN';
    this.filter = {};
    this.done = new Set();
    this.failed = new Map();
  }

  reload(): void {
    void this.#rows.reload();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('filter');
    if (before !== undefined && this.hasUpdated && JSON.stringify(before) !== JSON.stringify(this.filter)) this.#rows.restart();
  }

  /** Rows of the column: what waits for the viewer's answer stands in theirs alone. */
  #mine(rows: readonly BlockerCardFragment[]): readonly BlockerCardFragment[] {
    const { memberId } = this.context;
    const isTold = (row: BlockerCardFragment) => row.member.id !== memberId && (row.escalations ?? []).some(({ recipient }) => recipient.id === memberId);
    if (this.lane === 'YOU') return rows.filter(isTold);
    return this.lane === 'ESCALATED' ? rows.filter((row) => !isTold(row)) : rows;
  }

  async #acknowledge(id: string): Promise<void> {
    this.done = new Set(this.done).add(id);
    this.failed = new Map([...this.failed].filter(([other]) => other !== id));
    announce(words.acknowledged);
    try {
      const { data } = await request(BlockerAcknowledgeDocument, { input: { id, idempotencyKey: newIdempotencyKey() } });
      const [error] = data.escalationAcknowledge?.userErrors ?? [];
      if (error) throw new Error(error.message);
    } catch (error) {
      this.done = new Set([...this.done].filter((other) => other !== id));
      this.failed = new Map(this.failed).set(id, asProblem(error));
    }
  }

  override render() {
    const title = words.lane[this.lane];
    return html`<section aria-labelledby="title">
      <div><h2 id="title">${title}</h2>${this.lane === 'RESOLVED' ? html`<p class="small muted">${words.resolvedHint}</p>` : nothing}</div>
      ${this.#rows.render((rows) => {
        const mine = this.#mine(rows);
        return mine.length === 0 ? html`<p class="muted">${words.none[this.lane]}</p>` : html`<div class="cards">${mine.map((row) => blockerCard(row, this.context, this.#actions(row)))}</div>`;
      }, () => html`<p class="muted">${words.none[this.lane]}</p>`)}
    </section>`;
  }

  #actions(row: BlockerCardFragment) {
    if (this.lane !== 'YOU') return nothing;
    const step = waitingFor(row, this.context.memberId);
    const isDone = step === null || this.done.has(step.id);
    if (isDone) return html`<span class="badge good">${icon('check')}${words.acknowledged}</span>`;
    const problem = this.failed.get(step.id);
    return html`<button class="button small primary" type="button" @click=${() => { void this.#acknowledge(step.id); }}>${icon('check')}${words.acknowledge}</button>
      ${problem && problem.code !== 'SIGN_IN_DECLINED' ? html`<p class="notice danger" role="alert">${words.ackFailed}</p>` : nothing}`;
  }
}

customElements.define('day-blocker-lane', DayBlockerLane);
