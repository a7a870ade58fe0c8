import { LitElement, css, html, nothing } from 'lit';
import { type Problem, asProblem } from '../data/problem.ts';
import { newIdempotencyKey, request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { severityBadge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { icon } from '../ui/icons.ts';
import { personStyles } from '../ui/person.ts';
import { stateWords } from '../ui/states.ts';
import { base, buttons, states } from '../ui/styles.ts';
import { TodayAcknowledgeDocument, type TodayEscalationFragment } from './today.generated.ts';
import { words } from './words.ts';

export interface Told {
  id: string;
  acknowledgedAt: string | null;
  sentAt: string;
  isShared: boolean;
  blocker: TodayEscalationFragment;
}

/** The steps addressed to a person that they have not acknowledged, newest first. */
export function toAcknowledge(blockers: readonly TodayEscalationFragment[], memberId: string): Told[] {
  return blockers
    .flatMap((blocker) => (blocker.escalations ?? [])
      .filter(({ recipient, acknowledgedAt }) => recipient.id === memberId && acknowledgedAt === null)
      .map(({ id, acknowledgedAt, sentAt, descriptionShared }) => ({ id, acknowledgedAt, sentAt, isShared: descriptionShared, blocker })))
    .sort((one, other) => Date.parse(other.sentAt) - Date.parse(one.sentAt));
}

/** Blockers of others that were brought to the person. Acknowledging shows at once, and is taken back when it fails. */
export class DayEscalations extends LitElement {
  static override properties = { told: { attribute: false }, done: { state: true }, failed: { state: true } };
  static override styles = [
    base,
    buttons,
    states,
    personStyles,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      .card { border-color: var(--daybook-warning); }
      li { display: grid; gap: 8px; padding-block: 12px; border-block-end: 1px solid var(--daybook-hairline); }
      li:last-child { padding-block-end: 0; border: 0; }
      p, .row > span { min-inline-size: 0; overflow-wrap: anywhere; }
      .button[aria-disabled='true'] { cursor: default; }
    `,
  ];
  declare told: readonly Told[];
  /** Acknowledged here, the answer still out or not: they stay until the page is left, so that nothing jumps away. */
  declare done: ReadonlyMap<string, Told>;
  declare failed: ReadonlyMap<string, Problem>;

  constructor() {
    super();
    this.told = [];
    this.done = new Map();
    this.failed = new Map();
  }

  async #acknowledge(told: Told): Promise<void> {
    this.done = new Map(this.done).set(told.id, told);
    this.failed = without(this.failed, told.id);
    announce(words.acknowledged);
    try {
      const { data } = await request(TodayAcknowledgeDocument, { input: { id: told.id, idempotencyKey: newIdempotencyKey() } });
      const [error] = data.escalationAcknowledge?.userErrors ?? [];
      if (error) throw new Error(error.message);
    } catch (error) {
      this.done = without(this.done, told.id);
      this.failed = new Map(this.failed).set(told.id, asProblem(error));
    }
  }

  override updated(): void {
    // An element that shows nothing takes no place in the column.
    this.hidden = this.told.length + this.done.size === 0;
  }

  override render() {
    const rows = new Map([...this.done.values(), ...this.told].map((told) => [told.id, told]));
    if (rows.size === 0) return nothing;
    return html`<section class="card stack tight" aria-labelledby="heading">
      <h2 id="heading">${words.escalations}</h2>
      <ul>${[...rows.values()].map((told) => this.#row(told))}</ul>
    </section>`;
  }

  #row(told: Told) {
    const { id, blocker, sentAt, isShared } = told;
    const problem = this.failed.get(id);
    const isDone = this.done.has(id);
    const act = () => { void this.#acknowledge(told); };
    return html`<li>
      <div class="row">${severityBadge(blocker.severity)}<span class="muted small">${words.escalatedBy} <bdi>${blocker.member.actor.displayName}</bdi>, <day-time at=${sentAt} zone=${here().memberZone}></day-time></span></div>
      <p>${isShared && blocker.description !== null ? html`<bdi class="clamp">${blocker.description}</bdi>` : html`<span class="muted">${words.notShared}</span>`}</p>
      <div><button class="button" type="button" aria-disabled=${isDone ? 'true' : 'false'} aria-describedby="problem-${id}" @click=${isDone ? nothing : act}>${icon('check')}${isDone ? words.acknowledged : words.acknowledge}</button></div>
      <div id="problem-${id}">${problem && problem.code !== 'SIGN_IN_DECLINED' ? html`<p class="notice danger" role="alert">${icon('alert')}<span>${words.ackFailed}</span>${problem.requestId ? html`<span class="request-id">${stateWords.request} <code>${problem.requestId}</code></span>` : nothing}</p>` : nothing}</div>
    </li>`;
  }
}

function without<T>(map: ReadonlyMap<string, T>, id: string): Map<string, T> {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
}

customElements.define('day-escalations', DayEscalations);
