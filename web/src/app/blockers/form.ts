import { LitElement, html } from 'lit';
import { request } from '../data/request.ts';
import type { Task } from '../data/tasks.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { severityWord } from '../ui/badges.ts';
import '../ui/elements/task-field.ts';
import type { DayTimeTask } from '../ui/elements/task-field.ts';
import { selectField, textField } from '../ui/form.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { type BlockerCardFragment, BlockerChangeDocument, BlockerReportDocument, type BlockerReportMutation } from './blockers.generated.ts';
import { CATEGORIES, SEVERITIES, categoryWord, words } from './words.ts';

type Payload = NonNullable<BlockerReportMutation['blockerOpen']>;
const LONGEST = 10_000;

/**
 * Reporting a blocker, or changing one.
 *
 * @fires day-saved with the blocker's id
 */
export class DayBlockerForm extends LitElement {
  static override properties = { blocker: { attribute: false }, severity: { state: true }, category: { state: true }, task: { state: true }, description: { state: true } };
  static override styles = [base, buttons, fields, states];
  /** The one that is changed; null for a new one. */
  declare blocker: BlockerCardFragment | null;
  declare severity: BlockerCardFragment['severity'];
  declare category: BlockerCardFragment['category'];
  declare task: Pick<Task, 'id' | 'key' | 'title'> | null;
  declare description: string;
  readonly #form = new Submit<Payload>(this, ['severity', 'category', 'taskId', 'description']);

  constructor() {
    super();
    this.blocker = null;
    this.severity = 'MEDIUM';
    this.category = 'TECHNICAL';
    this.task = null;
    this.description = '';
  }

  override willUpdate(): void {
    if (this.hasUpdated || !this.blocker) return;
    this.severity = this.blocker.severity;
    this.category = this.blocker.category;
    this.task = this.blocker.task;
    this.description = this.blocker.description ?? '';
  }

  async #save(): Promise<void> {
    if (!this.#form.check([['description', this.description.trim() === '']])) return;
    const { blocker, severity, category, description } = this;
    const content = { severity, category, description, taskId: this.task?.id ?? null };
    const done = await this.#form.send(content, async (idempotencyKey) => blocker
      ? (await request(BlockerChangeDocument, { input: { ...content, id: blocker.id, expectedVersion: blocker.version, idempotencyKey } })).data.blockerUpdate
      : (await request(BlockerReportDocument, { input: { ...content, workspaceId: here().workspaceId, idempotencyKey } })).data.blockerOpen);
    if (!done?.blocker) return;
    announce(blocker ? words.done.edit : words.reported);
    this.dispatchEvent(new CustomEvent('day-saved', { detail: done.blocker.id }));
  }

  override render() {
    const { errors, isPending } = this.#form;
    const [label, pending] = this.blocker ? [words.save, words.saving] : [words.report, words.reporting];
    return html`<form class="form" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#save(); }}>
      ${textField({ id: 'description', label: words.what, hint: words.whatHint, max: LONGEST, required: true, value: this.description, error: errors.at('description'), onInput: (text) => { this.description = text; } })}
      ${selectField({ id: 'severity', label: words.severity, value: this.severity, choices: SEVERITIES.map((severity) => [severity, severityWord(severity)] as const), error: errors.at('severity'), onChange: (severity) => { this.severity = severity as typeof this.severity; } })}
      ${selectField({ id: 'category', label: words.category, value: this.category, choices: CATEGORIES.map((category) => [category, categoryWord(category)] as const), error: errors.at('category'), onChange: (category) => { this.category = category as typeof this.category; } })}
      <day-time-task .task=${this.task} .error=${errors.at('taskId') ?? ''} @change=${(event: Event) => { this.task = (event.target as DayTimeTask).task; }}></day-time-task>
      ${this.#form.render(() => { void this.#save(); })}
      <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : 'false'}>${isPending ? pending : label}</button></div>
    </form>`;
  }
}

customElements.define('day-blocker-form', DayBlockerForm);
