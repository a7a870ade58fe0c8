import { LitElement, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { type Store, Watch } from '../data/store.ts';
import type { Task } from '../data/tasks.ts';
import { announce } from '../ui/announce.ts';
import '../ui/elements/task-field.ts';
import type { DayTimeTask } from '../ui/elements/task-field.ts';
import { type UserErrorParts, textField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { TimerUpdateDocument, type TimerUpdateMutation } from './timer-edit.generated.ts';
import { words } from './timer-edit-words.ts';
import { type RunningTimer, readTimer, showTimer, timer } from './timer.ts';

const LONGEST_NOTE = 10_000;

/** What was typed and chosen; a field that is missing was not touched. */
export interface TimerDraft {
  readonly note?: string;
  readonly task?: Task | null;
}

/** What of a draft differs from the timer, as the server takes it. */
export function changesOf(running: RunningTimer, { note, task }: TimerDraft): { note?: string | null; taskId?: string | null } {
  const text = note?.trim();
  const taskId = task === undefined ? undefined : (task?.id ?? null);
  return {
    ...(text !== undefined && text !== running.note && { note: text === '' ? null : text }),
    ...(taskId !== undefined && taskId !== (running.task?.id ?? null) && { taskId }),
  };
}

/** A refusal in words. */
export function refusal({ code, message, field }: UserErrorParts): string {
  if (code === 'NOT_RUNNING') return words.ended;
  if (field?.includes('taskId')) return code === 'INVALID' ? words.archived : words.noSuchTask;
  return message;
}

/**
 * Note and task of the timer that runs when this opens. What is not touched follows the timer, wherever it is changed.
 *
 * @fires close when it was saved or left
 */
export class DayTimerEdit extends LitElement {
  static override properties = { draft: { state: true } };
  static override styles = [base, buttons, fields, states];
  declare draft: TimerDraft;
  #running: RunningTimer | null = null;
  readonly #form = new Submit<NonNullable<TimerUpdateMutation['timerUpdate']>>(this, ['note', 'taskId']);

  constructor() {
    super();
    this.draft = {};
    new Watch(this, [timer] as Store<unknown>[]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#running = timer.value ?? null;
  }

  override willUpdate(): void {
    if (timer.value && timer.value.id === this.#running?.id) this.#running = timer.value;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#note')?.focus();
  }

  override updated(): void {
    if (this.#isOver && Object.keys(this.draft).length === 0) this.#close();
  }

  get #isOver(): boolean {
    return timer.value !== undefined && timer.value?.id !== this.#running?.id;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  async #save(): Promise<void> {
    const running = this.#running;
    if (!running?.id) return;
    const content = { id: running.id, ...changesOf(running, this.draft) };
    if (Object.keys(content).length === 1) {
      this.#close();
      return;
    }
    const payload = await this.#form.send(content, async (idempotencyKey) => {
      const { timerUpdate } = (await request(TimerUpdateDocument, { input: { ...content, idempotencyKey } })).data;
      return timerUpdate && { ...timerUpdate, userErrors: timerUpdate.userErrors.map((error) => ({ ...error, message: refusal(error) })) };
    });
    const now = readTimer(payload?.timer ?? null);
    if (!now) return;
    showTimer(now);
    announce(words.saved);
    this.#close();
  }

  #key(event: KeyboardEvent): void {
    const field = event.composedPath()[0];
    const saves = event.key === 'Enter' && !event.shiftKey && !event.isComposing && (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement);
    if (!saves && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (saves) void this.#save();
    else this.#close();
  }

  override render() {
    const running = this.#running;
    const { note = running?.note ?? '', task = running?.task ?? null } = this.draft;
    const { errors, isPending } = this.#form;
    return html`<form class="stack tight" novalidate aria-label=${words.heading} @submit=${(event: Event) => { event.preventDefault(); void this.#save(); }} @keydown=${(event: KeyboardEvent) => { this.#key(event); }}>
      ${textField({ id: 'note', label: words.note, hint: words.hint, max: LONGEST_NOTE, rows: 2, value: note, error: errors.at('note'), onInput: (text) => { this.draft = { ...this.draft, note: text }; } })}
      <day-time-task id="taskId" .task=${task} error=${errors.at('taskId') ?? nothing} @change=${(event: Event) => { this.draft = { ...this.draft, task: (event.target as DayTimeTask).task }; }}></day-time-task>
      ${this.#isOver ? html`<p class="notice warning" role="alert">${icon('alert')}<span>${words.ended}</span></p>` : this.#form.render(() => { void this.#save(); })}
      <div class="row">
        <button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : 'false'}>${isPending ? words.saving : words.save}</button>
        <button class="button" type="button" @click=${() => { this.#close(); }}>${words.cancel}</button>
      </div>
    </form>`;
  }
}

customElements.define('day-timer-edit', DayTimerEdit);
