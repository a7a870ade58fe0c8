import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import type { Task } from '../data/tasks.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { addDays, dayIn } from '../ui/days.ts';
import '../ui/elements/duration-field.ts';
import type { DayDuration } from '../ui/elements/duration-field.ts';
import '../ui/elements/task-field.ts';
import type { DayTimeTask } from '../ui/elements/task-field.ts';
import { checkField, dateField, inputField, textField } from '../ui/form.ts';
import { formatDay, formatHours } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { type Draft, draftOf, fromTo, missing, overlapping, settle, stretch, timeChange, timeInput } from './entry.ts';
import { TimeAddDocument, type TimeAddMutation, TimeChangeDocument, type TimeEntryCreateInput, type TimeEntryUpdateInput, TimeOneDocument, type TimeRowFragment, TimeRowsDocument } from './time.generated.ts';
import { refusal, words } from './words.ts';

type Payload = NonNullable<TimeAddMutation['timeEntryCreate']>;
const LONGEST_NOTE = 10_000;
const SHOWN = ['taskId', 'spentOn', 'startedAt', 'endedAt', 'durationSeconds', 'billable', 'note'];

const inWords = (payload: Payload | null): Payload | null => payload && { ...payload, userErrors: payload.userErrors.map((error) => ({ ...error, message: refusal(error) })) };

/** Asks the page to show an entry in the table, from wherever this is. */
export function showEntry(from: EventTarget, entry: TimeRowFragment): void {
  from.dispatchEvent(new CustomEvent('day-time-show', { detail: entry, bubbles: true, composed: true }));
}

/** An entry in one line of words. */
export function lineOf(entry: TimeRowFragment): string {
  const times = fromTo(entry, entry.member.timeZone);
  return [formatDay(entry.spentOn, 'short'), times ?? (entry.durationSeconds === null ? null : formatHours(entry.durationSeconds)), entry.task?.title ?? ((entry.note ?? '') === '' ? words.noTask : entry.note)].filter(Boolean).join(' · ');
}

/**
 * Enters time, or changes an entry. Of start, end and duration two are typed; a duration alone is an entry without
 * clock times.
 *
 * @fires day-time-saved with the entry; day-time-cancel; day-time-show with an entry that is in the way
 */
export class DayTimeForm extends LitElement {
  static override properties = { entry: { attribute: false }, day: {}, draft: { state: true }, task: { state: true }, billable: { state: true }, note: { state: true }, other: { state: true }, theirs: { state: true } };
  static override styles = [
    base,
    buttons,
    fields,
    states,
    css`
      .times { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(132px, 100%), 1fr)); gap: 12px; align-items: start; }
      textarea { min-block-size: 60px; font-size: 14px; line-height: 20px; }
      @media (pointer: coarse) { textarea { font-size: 16px; line-height: 24px; } }
    `,
  ];
  /** The one that is changed; null for a new one. */
  declare entry: TimeRowFragment | null;
  /** The day that a new one starts with; today when empty. */
  declare day: string;
  declare draft: Draft;
  declare task: Task | null;
  declare billable: boolean;
  declare note: string;
  /** The entry that an OVERLAP is about. */
  declare other: TimeRowFragment | null;
  /** What is stored now, when somebody else was faster; undefined while nobody was. */
  declare theirs: TimeRowFragment | null | undefined;
  readonly #form = new Submit<Payload>(this, SHOWN);

  constructor() {
    super();
    this.entry = null;
    this.day = '';
    this.draft = { day: '', from: '', to: '', seconds: null, byDuration: false };
    this.task = null;
    this.billable = false;
    this.note = '';
    this.other = null;
    this.theirs = undefined;
  }

  get #zone(): string {
    return this.entry?.member.timeZone ?? here().memberZone;
  }

  override willUpdate(): void {
    if (this.hasUpdated) return;
    if (this.entry) this.#take(this.entry);
    else this.draft = { ...this.draft, day: this.day || dayIn(here().memberZone) };
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(this.entry ? '#startedAt' : 'day-time-task')?.focus();
  }

  #take(entry: TimeRowFragment): void {
    this.entry = entry;
    this.draft = draftOf(entry, entry.member.timeZone);
    this.task = entry.task;
    this.billable = entry.billable;
    this.note = entry.note ?? '';
    this.theirs = undefined;
    this.#form.errors.clear();
  }

  #created(): Omit<TimeEntryCreateInput, 'idempotencyKey'> {
    const { draft, task, billable, note } = this;
    return { workspaceId: here().workspaceId, ...timeInput(draft, this.#zone), billable, ...(task && { taskId: task.id }), ...(note.trim() !== '' && { note }) };
  }

  #changed(entry: TimeRowFragment): Omit<TimeEntryUpdateInput, 'idempotencyKey'> {
    const { draft, task, billable, note } = this;
    return {
      id: entry.id,
      expectedVersion: entry.version,
      ...timeChange(draft, entry, this.#zone),
      ...(billable !== entry.billable && { billable }),
      ...(note !== (entry.note ?? '') && { note: note === '' ? null : note }),
      ...(task?.id !== entry.task?.id && { taskId: task?.id ?? null }),
    };
  }

  async #send(): Promise<void> {
    this.other = null;
    if (this.renderRoot.querySelector<DayDuration>('day-duration')?.commit() === false) return;
    const wanted = missing(this.draft);
    if (!this.#form.check(wanted.map((name) => [name, true] as const))) return;
    const { entry } = this;
    const done = entry ? await this.#change(this.#changed(entry)) : await this.#add(this.#created());
    if (done?.timeEntry) {
      announce(entry ? words.saved : words.added);
      // The task stays: several entries in a row are mostly on the same.
      if (!entry) {
        this.draft = { day: this.draft.day, from: '', to: '', seconds: null, byDuration: false };
        this.note = '';
      }
      this.dispatchEvent(new CustomEvent('day-time-saved', { detail: done.timeEntry }));
      return;
    }
    const { errors } = this.#form;
    if (entry && errors.general.some(({ code }) => code === 'CONFLICT')) await this.#compare(entry);
    if (errors.codeAt('startedAt') === 'OVERLAP') await this.#findOther();
  }

  #add(content: Omit<TimeEntryCreateInput, 'idempotencyKey'>): Promise<Payload | null> {
    return this.#form.send(content, async (idempotencyKey) => inWords((await request(TimeAddDocument, { input: { ...content, idempotencyKey } })).data.timeEntryCreate));
  }

  #change(content: Omit<TimeEntryUpdateInput, 'idempotencyKey'>): Promise<Payload | null> {
    return this.#form.send(content, async (idempotencyKey) => inWords((await request(TimeChangeDocument, { input: { ...content, idempotencyKey } })).data.timeEntryUpdate));
  }

  /** The refusal says when, not which: the entry is looked for among the person's own around that day. */
  async #findOther(): Promise<void> {
    const { draft, entry } = this;
    const taken = stretch(draft, this.#zone);
    if (!taken) return;
    try {
      const { workspaceId, memberId } = here();
      const { data } = await request(TimeRowsDocument, { workspaceId, first: 100, after: null, filter: { memberIds: [entry?.member.id ?? memberId], spentOn: { gte: addDays(draft.day, -1), lte: addDays(draft.day, 1) } } });
      if (draft !== this.draft) return;
      this.other = overlapping(data.workspace?.timeEntries?.nodes ?? [], taken.start, taken.end, entry?.id);
    } catch {
      // The sentence of the refusal stands without the link.
    }
  }

  async #compare(entry: TimeRowFragment): Promise<void> {
    try {
      this.theirs = (await request(TimeOneDocument, { id: entry.id })).data.timeEntry;
    } catch {
      this.theirs = null;
    }
    this.#form.errors.clear();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.notice')?.focus();
  }

  #set(typed: Parameters<typeof settle>[1]): void {
    this.draft = settle(this.draft, typed, this.#zone);
    this.other = null;
  }

  #cancel = () => { this.dispatchEvent(new CustomEvent('day-time-cancel')); };

  override render() {
    const { draft, entry } = this;
    const { errors, isPending } = this.#form;
    return html`<form class="stack" novalidate aria-label=${entry ? words.edit : words.addTime} @submit=${(event: Event) => { event.preventDefault(); void this.#send(); }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#send();
          // A dialog around the form stays open.
          if (event.key === 'Escape' && entry) { event.preventDefault(); event.stopPropagation(); this.#cancel(); }
        }}>
      ${this.#conflict()}
      <day-time-task id="taskId" .task=${this.task} error=${errors.at('taskId') ?? nothing} @change=${(event: Event) => { this.task = (event.target as DayTimeTask).task; }}></day-time-task>
      <div class="times">
        ${dateField({ id: 'spentOn', label: words.day, required: true, value: draft.day, error: errors.at('spentOn'), onInput: (day) => { this.#set({ day }); } })}
        ${inputField({ id: 'startedAt', type: 'time', label: words.from, value: draft.from, error: errors.at('startedAt'), hint: this.#link(), onInput: (from) => { this.#set({ from }); } })}
        ${inputField({ id: 'endedAt', type: 'time', label: words.to, value: draft.to, error: errors.at('endedAt'), onInput: (to) => { this.#set({ to }); } })}
        <day-duration id="durationSeconds" name="durationSeconds" label=${words.duration} hint=${words.durationHint} error=${errors.at('durationSeconds') ?? nothing} .value=${draft.seconds} @change=${(event: Event) => { this.#set({ seconds: (event.target as DayDuration).value }); }}></day-duration>
      </div>
      ${textField({ id: 'note', label: words.note, max: LONGEST_NOTE, rows: 2, value: this.note, error: errors.at('note'), onInput: (note) => { this.note = note; } })}
      ${checkField({ id: 'billable', label: words.billable, checked: this.billable, error: errors.at('billable'), onChange: (billable) => { this.billable = billable; } })}
      ${this.#form.render(() => { void this.#send(); })}
      <div class="row">
        <button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : 'false'}>${entry ? nothing : icon('plus')}${entry ? (isPending ? words.saving : words.save) : isPending ? words.adding : words.add}</button>
        <button class="button" type="button" @click=${this.#cancel}>${words.cancel}</button>
      </div>
    </form>`;
  }

  #link() {
    const { other } = this;
    if (!other) return undefined;
    return html`<button class="link-button" type="button" @click=${() => { this.dispatchEvent(new CustomEvent('day-time-show', { detail: other })); }}>${words.overlapShow(lineOf(other))}</button>`;
  }

  #conflict() {
    const { theirs, entry } = this;
    if (theirs === undefined || !entry) return nothing;
    if (theirs === null) return html`<p class="notice warning" role="alert" tabindex="-1">${icon('alert')}<span>${words.gone}</span></p>`;
    const side = (heading: string, line: string, billable: boolean, note: string) => html`<p><strong>${heading}</strong>: <bdi>${line}</bdi> · ${billable ? words.billable : words.notBillable}${note ? html` · <bdi class="clamp">${note}</bdi>` : nothing}</p>`;
    const { draft, task, billable, note } = this;
    const mine = [formatDay(draft.day, 'short'), draft.from === '' ? formatHours(draft.seconds ?? 0) : `${draft.from} – ${draft.to}`, task?.title ?? words.noTask].join(' · ');
    return html`<div class="notice warning" role="alert" tabindex="-1">${icon('alert')}<span>${words.conflict}</span>
      <div class="stack tight">${side(words.conflictTheirs, lineOf(theirs), theirs.billable, theirs.note ?? '')}${side(words.conflictMine, mine, billable, note)}</div>
      <button class="button small" type="button" @click=${() => { this.entry = theirs; this.theirs = undefined; void this.#send(); }}>${words.keepMine}</button>
      <button class="button small" type="button" @click=${() => { this.#take(theirs); }}>${words.takeTheirs}</button>
    </div>`;
  }
}

customElements.define('day-time-form', DayTimeForm);
