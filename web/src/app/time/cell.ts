import { LitElement, css, html, nothing } from 'lit';
import { newIdempotencyKey, request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { readDuration } from '../ui/duration.ts';
import { formatDuration, formatHours } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons } from '../ui/styles.ts';
import { deleteEntry, sentence } from './actions.ts';
import { overlapping } from './entry.ts';
import { lineOf, showEntry } from './entry-form.ts';
import { type Head, cellSeconds } from './grid.ts';
import { TimeAddDocument, TimeChangeDocument, type TimeRowFragment } from './time.generated.ts';
import { readProblem, refusal, words } from './words.ts';

/**
 * A day of a row in the week sheet. Empty and a value is a new entry, one entry is changed, 0 or nothing deletes it,
 * several open their list. It saves alone, and what was refused stays to be seen.
 *
 * @fires day-time-cell with the entry that is now stored or null; day-time-open; day-time-move with rows and columns;
 * day-time-show with an entry that is in the way
 */
export class DayTimeCell extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = { entries: { attribute: false }, week: { attribute: false }, other: { state: true }, head: { attribute: false }, day: {}, label: {}, reason: {}, typed: { state: true }, phase: { state: true }, problem: { state: true }, suggestion: { state: true }, isFocused: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host { position: relative; }
      input, .several, .fixed { inline-size: 100%; min-inline-size: 60px; min-block-size: 36px; padding: 4px 8px; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-control); color: var(--daybook-text); font: 400 14px/20px var(--daybook-font); font-variant-numeric: tabular-nums; text-align: end; }
      input:hover, .several:hover { border-color: var(--daybook-control-border); }
      input[aria-invalid] { border-color: var(--daybook-danger); }
      .several { display: flex; flex-direction: column; align-items: flex-end; cursor: pointer; }
      .several span, .fixed span { color: var(--daybook-muted); font-size: 12px; line-height: 16px; }
      .fixed { display: flex; flex-direction: column; align-items: flex-end; justify-content: center; background: var(--daybook-sunken); }
      .state { display: flex; justify-content: flex-end; align-items: center; gap: 4px; color: var(--daybook-muted); font-size: 12px; line-height: 16px; }
      .saved { color: var(--daybook-good); }
      .error .link-button { font-size: 12px; line-height: 16px; }
      .error { color: var(--daybook-danger); font-size: 12px; line-height: 16px; max-inline-size: 160px; overflow-wrap: anywhere; }
      @media (pointer: coarse) { input, .several, .fixed { min-block-size: 44px; font-size: 16px; } }
    `,
  ];
  declare entries: readonly TimeRowFragment[];
  /** All entries of the week, among which an OVERLAP has its other one. */
  declare week: readonly TimeRowFragment[];
  declare other: TimeRowFragment | null;
  declare head: Head;
  declare day: string;
  declare label: string;
  /** Why nothing may be typed here; empty where it may. */
  declare reason: string;
  /** What stands in the field while it is not what is stored. */
  declare typed: string | null;
  declare phase: 'idle' | 'saving' | 'saved';
  declare problem: { text: string; kind: 'unreadable' | 'refused' | 'overlap' | 'failed' } | null;
  declare suggestion: string;
  declare isFocused: boolean;
  #queue: Promise<void> = Promise.resolve();
  #key: { of: string; key: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.entries = [];
    this.week = [];
    this.other = null;
    this.head = { task: null, billable: false };
    this.day = '';
    this.label = '';
    this.reason = '';
    this.typed = null;
    this.phase = 'idle';
    this.problem = null;
    this.suggestion = '';
    this.isFocused = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  get #stored(): string {
    const [entry] = this.entries;
    return entry?.durationSeconds == null ? '' : formatHours(entry.durationSeconds);
  }

  #commit(): void {
    const { typed } = this;
    if (typed === null || this.problem) return;
    const reading = readDuration(typed);
    const isNothing = 'problem' in reading && reading.problem === 'empty';
    if ('problem' in reading && !isNothing) {
      this.problem = { text: readProblem(reading.problem), kind: 'unreadable' };
      this.suggestion = reading.suggestion ?? '';
      return;
    }
    const seconds = 'seconds' in reading ? reading.seconds : 0;
    // Hours and minutes as they stood there change nothing, whatever the seconds were.
    if (typed.trim() === this.#stored || seconds === (this.entries[0]?.durationSeconds ?? 0)) {
      this.typed = null;
      return;
    }
    this.#queue = this.#queue.then(() => this.#save(typed, seconds));
  }

  async #save(typed: string, seconds: number): Promise<void> {
    clearTimeout(this.#timer);
    this.phase = 'saving';
    this.problem = null;
    const [entry] = this.entries;
    const isTaken = seconds === 0 ? !entry || (await this.#delete(entry)) : await this.#store(entry, seconds);
    if (!isTaken || (seconds === 0 && !entry)) this.phase = 'idle';
    // A newer text waits for its own turn.
    if (isTaken && this.typed === typed) this.typed = null;
  }

  async #delete(entry: TimeRowFragment): Promise<boolean> {
    const why = await deleteEntry(entry, (back) => { this.#done(back); }, (text) => { this.problem = { text, kind: 'refused' }; });
    return why === '' ? this.#done(null) : this.#refuse(why);
  }

  async #store(entry: TimeRowFragment | undefined, durationSeconds: number): Promise<boolean> {
    const of = `${entry?.id ?? ''} ${entry?.version ?? ''} ${durationSeconds}`;
    if (this.#key?.of !== of) this.#key = { of, key: newIdempotencyKey() };
    const idempotencyKey = this.#key.key;
    const { task, billable } = this.head;
    try {
      const payload = entry
        ? (await request(TimeChangeDocument, { input: { id: entry.id, durationSeconds, expectedVersion: entry.version, idempotencyKey } })).data.timeEntryUpdate
        : (await request(TimeAddDocument, { input: { workspaceId: here().workspaceId, spentOn: this.day, durationSeconds, billable, ...(task && { taskId: task.id }), idempotencyKey } })).data.timeEntryCreate;
      if (payload) this.#key = null;
      if (entry?.startedAt) this.other = overlapping(this.week, entry.startedAt, new Date(Date.parse(entry.startedAt) + durationSeconds * 1000).toISOString(), entry.id);
      if (payload?.timeEntry) return this.#done(payload.timeEntry);
      return this.#refuse(payload?.userErrors.map(refusal).join(' ') ?? words.couldNotSave, payload?.userErrors.some(({ code }) => code === 'OVERLAP') ? 'overlap' : 'refused');
    } catch (error) {
      return this.#refuse(sentence(error, words.cellFailed), 'failed');
    }
  }

  #done(entry: TimeRowFragment | null): true {
    this.entries = entry ? [entry] : [];
    this.phase = 'saved';
    this.#timer = setTimeout(() => { this.phase = 'idle'; }, 2500);
    this.dispatchEvent(new CustomEvent('day-time-cell', { detail: entry }));
    return true;
  }

  #refuse(text: string, kind: 'refused' | 'overlap' | 'failed' = 'refused'): false {
    if (text === '') return false;
    this.problem = { text, kind };
    // A conflict is only seen on what is stored now.
    if (kind !== 'failed') this.dispatchEvent(new CustomEvent('day-time-refused'));
    return false;
  }

  #retry = () => {
    this.problem = null;
    this.#commit();
  };

  #onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const input = target instanceof HTMLInputElement ? target : null;
    const isAll = input !== null && input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const isRtl = this.matches(':dir(rtl)');
    const move = (rows: number, columns: number) => {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('day-time-move', { detail: [rows, columns] }));
    };
    if (event.key === 'Escape' && (this.typed !== null || this.problem)) {
      event.stopPropagation();
      this.typed = null;
      this.problem = null;
    } else if (event.key === 'Enter' && input) {
      if (this.problem) this.#retry();
      else this.#commit();
      if (!this.problem) move(event.shiftKey ? -1 : 1, 0);
    } else if (event.key === 'ArrowDown') move(1, 0);
    else if (event.key === 'ArrowUp') move(-1, 0);
    else if (event.key === 'ArrowLeft' && (!input || isAll || input.selectionEnd === 0)) move(0, isRtl ? 1 : -1);
    else if (event.key === 'ArrowRight' && (!input || isAll || input.selectionStart === input.value.length)) move(0, isRtl ? -1 : 1);
  }

  override render() {
    const onKey = (event: KeyboardEvent) => { this.#onKey(event); };
    const sum = cellSeconds(this.entries);
    if (this.reason) return html`<div class="fixed" tabindex="0" role="group" aria-label="${this.label}. ${this.reason}" title=${this.reason} @keydown=${onKey}>${sum > 0 ? formatHours(sum) : nothing}<span>${words.runs}</span></div>`;
    if (this.entries.length > 1) return html`<button class="several" type="button" aria-label="${this.label}: ${formatHours(sum)}, ${words.several(this.entries.length)}" @keydown=${onKey} @click=${() => { this.dispatchEvent(new CustomEvent('day-time-open')); }}>${formatHours(sum)}<span>${words.several(this.entries.length)}</span></button>`;
    return html`<input inputmode="text" autocomplete="off" aria-label=${this.label} aria-invalid=${this.problem ? 'true' : nothing} aria-describedby="state error" .value=${this.typed ?? this.#stored}
        @input=${(event: InputEvent) => { this.typed = (event.target as HTMLInputElement).value; this.problem = null; this.suggestion = ''; }}
        @focus=${(event: FocusEvent) => { this.isFocused = true; (event.target as HTMLInputElement).select(); }}
        @blur=${() => { this.isFocused = false; this.#commit(); }}
        @keydown=${onKey} />
      <p class="state ${this.phase}" id="state">${this.#state()}</p>
      ${this.problem ? html`<p class="error" id="error" role="alert">${this.problem.text}
        ${this.suggestion ? html`<button class="link-button" type="button" @click=${() => { this.typed = this.suggestion; this.suggestion = ''; this.#retry(); }}>${this.suggestion}?</button>` : nothing}
        ${this.problem.kind === 'failed' ? html`<button class="link-button" type="button" @click=${this.#retry}>${words.again}</button>` : nothing}
        ${this.problem.kind === 'overlap' ? this.#link() : nothing}</p>` : nothing}`;
  }

  #link() {
    const { other } = this;
    if (!other) return html`<a href="/time?from=${this.day}&until=${this.day}">${words.showDay}</a>`;
    return html`<button class="link-button" type="button" @click=${() => { showEntry(this, other); }}>${words.overlapShow(lineOf(other))}</button>`;
  }

  #state() {
    if (this.phase === 'saving') return words.cellSaving;
    if (this.phase === 'saved') return html`${icon('check')}${words.cellSaved}`;
    if (!this.isFocused || this.typed === null) return nothing;
    const reading = readDuration(this.typed);
    return 'seconds' in reading ? `= ${formatDuration(reading.seconds)}` : nothing;
  }
}

customElements.define('day-time-cell', DayTimeCell);
