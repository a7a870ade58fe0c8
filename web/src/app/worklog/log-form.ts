import { LitElement, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { textField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import './subject-field.ts';
import type { DayWorklogSubject } from './subject-field.ts';
import { words } from './words.ts';
import { type LogRowFragment, WorkLogAddDocument, type WorkLogAddMutation, WorkLogFixDocument } from './worklog.generated.ts';

type Payload = NonNullable<WorkLogAddMutation['workLogAppend']>;
const LONGEST = 10_000;

/** Id and words of what a log is on; null when that cannot be opened. */
export function subjectOf({ subject }: LogRowFragment): readonly [id: string, text: string] | null {
  if (!subject) return null;
  return subject.__typename === 'Task' ? [subject.id, `${subject.key} ${subject.title}`] : [subject.id, `${subject.projectKey} ${subject.name}`];
}

/** The input of the API: a task or a project, by the id's prefix. */
export function subjectInput(id: string): { taskId: string } | { projectId: string } {
  return id.startsWith('prj_') ? { projectId: id } : { taskId: id };
}

/**
 * Adds a note, or corrects one by a later one.
 *
 * @fires day-logged with the row as it now stands
 */
export class DayWorklogForm extends LitElement {
  static override properties = { log: { attribute: false }, note: { state: true }, subject: { state: true } };
  static override styles = [base, buttons, fields, states];
  /** The one that is corrected; null for a new one. */
  declare log: LogRowFragment | null;
  declare note: string;
  declare subject: string;
  readonly #form = new Submit<Payload>(this, ['note', 'subject']);

  constructor() {
    super();
    this.log = null;
    this.note = '';
    this.subject = '';
  }

  override willUpdate(): void {
    if (this.hasUpdated || !this.log) return;
    this.note = this.log.note ?? '';
    this.subject = subjectOf(this.log)?.[0] ?? '';
  }

  override focus(): void {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  async #send(): Promise<void> {
    const { log, note, subject } = this;
    if (!this.#form.check([['note', note.trim() === ''], ['subject', subject === '' && log === null, words.choose]])) return;
    const content = { note, ...(subject !== '' && { subject: subjectInput(subject) }) };
    const done = await this.#form.send({ id: log?.id, ...content }, async (idempotencyKey) => log
      ? (await request(WorkLogFixDocument, { input: { ...content, id: log.id, idempotencyKey } })).data.workLogCorrect
      : (await request(WorkLogAddDocument, { input: { ...content, subject: subjectInput(subject), workspaceId: here().workspaceId, idempotencyKey } })).data.workLogAppend);
    if (!done?.workLog) return;
    announce(log ? words.corrected : words.added);
    // The task or project stays: several notes in a row are mostly on the same.
    this.note = '';
    this.dispatchEvent(new CustomEvent('day-logged', { detail: done.workLog }));
  }

  override render() {
    const { errors, isPending } = this.#form;
    const [label, pending] = this.log ? [words.saveCorrection, words.correcting] : [words.add, words.adding];
    return html`<form class="stack" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#send(); }}
        @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#send(); }}>
      ${this.log ? html`<p class="muted">${words.correctText}</p>` : nothing}
      ${textField({ id: 'note', label: words.note, hint: words.noteHint, max: LONGEST, rows: 2, required: true, value: this.note, error: errors.at('note'), onInput: (note) => { this.note = note; } })}
      <day-worklog-subject id="subject" .value=${this.subject} .known=${this.log ? subjectOf(this.log) : null} .error=${errors.at('subject') ?? ''}
        @change=${(event: Event) => { this.subject = (event.target as DayWorklogSubject).value; }}></day-worklog-subject>
      ${this.#form.render(() => { void this.#send(); })}
      <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : 'false'}>${this.log ? nothing : icon('plus')}${isPending ? pending : label}</button></div>
    </form>`;
  }
}

customElements.define('day-worklog-form', DayWorklogForm);
