import { LitElement, css, html, nothing } from 'lit';
import { type Store, Watch } from '../data/store.ts';
import type { Task } from '../data/tasks.ts';
import { here } from '../shell/session.ts';
import { elapsed, timer } from '../shell/timer.ts';
import '../ui/elements/task-field.ts';
import type { DayTimeTask } from '../ui/elements/task-field.ts';
import { checkField, inputField } from '../ui/form.ts';
import { formatClock, formatInstant } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { wordsReady } from '../ui/words.ts';
import { words } from './words.ts';

/** The timer on top of the page: what runs, or a line to start on. The header's timer does it, with all its questions. */
export class DayTimeTimer extends LitElement {
  static override properties = { task: { state: true }, note: { state: true }, billable: { state: true }, isEditing: { state: true } };
  static override styles = [
    base,
    buttons,
    fields,
    states,
    css`
      .line { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) auto auto; gap: 12px; align-items: end; }
      .running { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
      .running > div { flex: 1 1 160px; min-inline-size: 0; }
      :host { display: grid; gap: 16px; }
      day-timer-edit { display: block; max-inline-size: 640px; }
      .clock { color: var(--daybook-accent); font: 600 24px/32px var(--daybook-font); font-variant-numeric: tabular-nums; }
      .check { min-block-size: 36px; align-items: center; }
      @media (max-width: 899px) { .line { grid-template-columns: minmax(0, 1fr) auto; } .line > :nth-child(-n + 2) { grid-column: 1 / -1; } }
    `,
  ];
  declare task: Task | null;
  declare note: string;
  declare billable: boolean;
  declare isEditing: boolean;
  #beat: ReturnType<typeof setTimeout> | undefined;
  #visible = () => { this.requestUpdate(); };

  constructor() {
    super();
    this.task = null;
    this.note = '';
    this.billable = false;
    this.isEditing = false;
    new Watch(this, [timer] as Store<unknown>[]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#visible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#visible);
    clearTimeout(this.#beat);
  }

  override updated(): void {
    clearTimeout(this.#beat);
    if (timer.value && document.visibilityState === 'visible') this.#beat = setTimeout(() => { this.requestUpdate(); }, 1000);
  }

  #start = (event: Event) => {
    event.preventDefault();
    const { task, note, billable } = this;
    const detail = { billable, ...(task && { taskId: task.id, taskTitle: task.title }), ...(note.trim() !== '' && { note: note.trim() }) };
    dispatchEvent(new CustomEvent('daybook-timer-start', { detail }));
  };

  async #edit(): Promise<void> {
    if (!this.isEditing) {
      await import('../shell/timer-edit.ts');
      await wordsReady();
    }
    this.isEditing = !this.isEditing;
  }

  async #edited(): Promise<void> {
    this.isEditing = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  override render() {
    return html`${this.#timer()}${this.isEditing ? html`<section class="card"><day-timer-edit @close=${() => { void this.#edited(); }}></day-timer-edit></section>` : nothing}`;
  }

  #timer() {
    const running = timer.value;
    if (running === undefined) return html`<section class="card" aria-label=${words.timer}><div class="skeleton"></div></section>`;
    if (running) {
      return html`<section class="card running" aria-label=${words.timer}>
        <span class="clock" role="timer" title=${formatInstant(running.startedAt, here().memberZone)}>${formatClock(elapsed(running))}</span>
        <div><bdi class="clamp">${running.task?.title ?? words.noTask}</bdi>${running.note ? html`<bdi class="clamp muted small">${running.note}</bdi>` : nothing}</div>
        ${running.billable ? html`<span class="badge">${words.billable}</span>` : nothing}
        <button class="button" type="button" aria-expanded=${this.isEditing ? 'true' : 'false'} aria-disabled=${running.id === null ? 'true' : nothing} @click=${() => { if (running.id !== null) void this.#edit(); }}>${icon('edit')}${words.edit}</button>
        <button class="button primary" type="button" aria-disabled=${running.id === null ? 'true' : nothing} @click=${() => { dispatchEvent(new CustomEvent('daybook-timer')); }}>${icon('stop')}${words.stop}</button>
      </section>`;
    }
    return html`<section class="card" aria-label=${words.timer}><form class="line" novalidate @submit=${this.#start}>
      <day-time-task .task=${this.task} @change=${(event: Event) => { this.task = (event.target as DayTimeTask).task; }}></day-time-task>
      ${inputField({ id: 'note', label: words.note, value: this.note, maxLength: 10_000, autocomplete: 'off', onInput: (note) => { this.note = note; } })}
      ${checkField({ id: 'billable', label: words.billable, checked: this.billable, onChange: (billable) => { this.billable = billable; } })}
      <button class="button primary" type="submit">${icon('play')}${words.start}</button>
    </form></section>`;
  }
}

customElements.define('day-time-timer', DayTimeTimer);
