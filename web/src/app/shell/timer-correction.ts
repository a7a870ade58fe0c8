import { LitElement, css, html, nothing } from 'lit';
import { preferences } from '../../shared/preferences.ts';
import { serverNow } from '../data/clock.ts';
import { newIdempotencyKey, request } from '../data/request.ts';
import { inputField } from '../ui/form.ts';
import { formatTime } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { here } from './session.ts';
import { EntriesToCheckDocument, type EndToCheckFragment, EntryEndCorrectDocument, IdleStopsDocument } from './timer-correction.generated.ts';
import { readLocal, writeLocal } from '../ui/local-time.ts';
import { words } from './timer-words.ts';

const LOOK_BACK = 3 * 86_400_000;

interface Question {
  activityId: string;
  entry: EndToCheckFragment;
}

/** The newest stop by the server that this browser was not asked about yet; ids of activities grow with time. */
export function toAsk(stops: readonly { readonly id: string; readonly metadata: Record<string, unknown> | null }[], checked: string | null): { activityId: string; entryId: string } | null {
  for (const { id, metadata } of stops) {
    const entryId = metadata?.timeEntryId;
    if (typeof entryId === 'string' && (checked === null || id > checked)) return { activityId: id, entryId };
  }
  return null;
}

/** A card about a timer that ended without its person: is the end right, or when was it? */
export class DayTimerCorrection extends LitElement {
  static override properties = { question: { state: true }, isEditing: { state: true }, end: { state: true }, problem: { state: true } };
  static override styles = [base, buttons, fields, states, css`form { display: flex; flex-wrap: wrap; align-items: end; gap: 8px; flex-basis: 100%; } .notice > span { flex: 1 1 240px; }`];
  declare question: Question | null;
  declare isEditing: boolean;
  declare end: string;
  declare problem: string;
  #look = () => { void this.#load(); };

  constructor() {
    super();
    this.question = null;
    this.isEditing = false;
    this.end = '';
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-tracking', this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-tracking', this.#look);
  }

  async #load(): Promise<void> {
    try {
      const { workspaceId, memberId } = here();
      const since = new Date(serverNow() - LOOK_BACK).toISOString();
      const { data } = await request(IdleStopsDocument, { workspaceId, filter: { action: { in: ['IDLE_DETECTED'] }, entityType: { in: ['TIMER'] }, occurredAt: { gte: since } } });
      const next = toAsk(data.workspace?.activities?.nodes ?? [], preferences.get('timer-checked'));
      if (!next || next.activityId === this.question?.activityId) return;
      const { data: found } = await request(EntriesToCheckDocument, { ids: [next.entryId] });
      const entry = found.nodes[0] as EndToCheckFragment | null | undefined;
      // Admins see everybody's; a changed entry was looked at already.
      if (!entry?.endedAt || entry.member.id !== memberId || entry.version > 1) return;
      this.question = { activityId: next.activityId, entry };
      this.end = writeLocal(here().memberZone, Date.parse(entry.endedAt));
    } catch {
      // It is asked again with the next change.
    }
  }

  #close(): void {
    if (this.question) preferences.set('timer-checked', this.question.activityId);
    this.question = null;
    this.isEditing = false;
    this.problem = '';
  }

  async #save(event: SubmitEvent, { entry }: Question): Promise<void> {
    event.preventDefault();
    const endedAt = readLocal(here().memberZone, this.end);
    if (endedAt === null || Date.parse(endedAt) <= Date.parse(entry.startedAt ?? '') || Date.parse(endedAt) > serverNow()) {
      this.problem = words.badEnd;
      return;
    }
    try {
      const { data } = await request(EntryEndCorrectDocument, { input: { id: entry.id, endedAt, expectedVersion: entry.version, idempotencyKey: newIdempotencyKey() } });
      const errors = data.timeEntryUpdate?.userErrors ?? [];
      if (errors.length > 0) this.problem = errors.map(({ message }) => message).join(' ');
      else this.#close();
    } catch {
      this.problem = words.couldNotSaveEnd;
    }
  }

  override render() {
    const { question } = this;
    if (!question) return nothing;
    const { entry } = question;
    return html`<section class="notice accent">
      ${icon('clock')}<span>${words.endedAway(entry.task?.title ?? words.noTask, formatTime(entry.endedAt ?? '', here().memberZone))}</span>
      <button class="button small" type="button" @click=${() => { this.#close(); }}>${words.endIsRight}</button>
      <button class="button small" type="button" aria-expanded=${this.isEditing ? 'true' : 'false'} @click=${() => { this.isEditing = !this.isEditing; }}>${words.otherEnd}</button>
      ${this.isEditing
        ? html`<form novalidate @submit=${(event: SubmitEvent) => { void this.#save(event, question); }}>
            ${inputField({ id: 'end', label: words.end, type: 'datetime-local', value: this.end, error: this.problem || undefined, onInput: (value) => { this.end = value; this.problem = ''; } })}
            <button class="button primary" type="submit">${words.saveEnd}</button>
          </form>`
        : nothing}
    </section>`;
  }
}

customElements.define('day-timer-correction', DayTimerCorrection);
