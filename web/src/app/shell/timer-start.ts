import { LitElement, css, html, nothing } from 'lit';
import { asProblem } from '../data/problem.ts';
import { type Task, findTasks } from '../data/tasks.ts';
import '../ui/elements/dialog.ts';
import { checkField, inputField } from '../ui/form.ts';
import { formatTime } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { failure } from '../ui/states.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { here } from './session.ts';
import { type RunningTimer, type StartInput, readTimer, startTimer } from './timer.ts';
import { words } from './timer-words.ts';

/** How many stand there to choose from at a time. */
const OFFERED = 12;

/** Choosing what to start on, and what to do when a timer runs already. */
export class DayTimerStart extends LitElement {
  static override properties = { text: { state: true }, note: { state: true }, billable: { state: true }, conflict: { state: true }, failed: { state: true }, isPending: { state: true } };
  static override styles = [
    base,
    buttons,
    fields,
    states,
    css`
      /* Of one height whatever is in it: what is about to be pressed below it stays where it is. */
      .offer { block-size: 40dvh; overflow: auto; }
      .choices { display: grid; gap: 2px; }
      .choices button { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 2px 12px; inline-size: 100%; min-block-size: 44px; padding: 4px 8px; background: none; border: 1px solid transparent; border-radius: var(--daybook-radius-control); color: var(--daybook-text); font: 400 14px/20px var(--daybook-font); text-align: start; cursor: pointer; }
      .choices button:hover { background: var(--daybook-sunken); }
      .choices button:focus-visible { outline-offset: -2px; }
      .choices .project { grid-column: 2; font-size: 12px; line-height: 16px; }
      .choices span { overflow-wrap: anywhere; }
    `,
  ];
  declare text: string;
  declare note: string;
  declare billable: boolean;
  declare conflict: { running: RunningTimer; input: StartInput } | null;
  declare failed: { error: unknown; input: StartInput } | null;
  declare isPending: boolean;
  /** Called when the dialog has done its work or was closed. */
  done: () => void = () => undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  readonly #tasks = new Load<Task[]>(
    this,
    async (signal) => (await findTasks(here(), this.text, signal)).slice(0, OFFERED),
    { rows: 4, sentence: () => words.couldNotFind },
  );

  constructor() {
    super();
    this.text = '';
    this.note = '';
    this.billable = false;
    this.conflict = null;
    this.failed = null;
    this.isPending = false;
  }

  override firstUpdated(): void {
    requestAnimationFrame(() => this.renderRoot.querySelector<HTMLInputElement>('#task')?.focus());
  }

  /** Starts at once on what was chosen elsewhere; the dialog only shows when that does not go through. */
  async start(input: StartInput): Promise<void> {
    if (this.isPending) return;
    this.isPending = true;
    this.failed = null;
    try {
      const payload = await startTimer(input);
      const running = readTimer(payload.running);
      if (payload.userErrors.length === 0) this.done();
      else if (running && payload.userErrors.some(({ code }) => code === 'ALREADY_RUNNING')) this.conflict = { running, input };
      else this.failed = { error: new Error(payload.userErrors.map(({ message }) => message).join(' ')), input };
    } catch (error) {
      this.failed = { error, input };
    } finally {
      this.isPending = false;
    }
  }

  #choose(task: Task | null): void {
    void this.start({
      billable: this.billable,
      ...(task && { taskId: task.id, taskTitle: task.title }),
      ...(this.note.trim() !== '' && { note: this.note.trim() }),
    });
  }

  #find(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { void this.#tasks.reload(); }, 200);
  }

  override render() {
    const { conflict } = this;
    const close = () => { this.done(); };
    if (conflict) {
      const { running, input } = conflict;
      return html`<day-dialog open heading=${words.runsAlready} @close=${close}>
        <p>${words.runsAlreadyText(running.task?.title ?? (running.note || words.noTask), formatTime(running.startedAt, here().memberZone))}</p>
        ${this.#failure()}
        <div slot="footer">
          <button class="button" type="button" @click=${close}>${words.keepOther}</button>
          <button class="button primary" type="button" @click=${() => { void this.start({ ...input, switch: true }); }}>${words.switchTo}</button>
        </div>
      </day-dialog>`;
    }
    return html`<day-dialog open heading=${words.startHeading} @close=${close}>
      ${this.#failure()}
      ${inputField({ id: 'task', label: words.find, hint: words.findHint, type: 'search', value: this.text, autocomplete: 'off', onInput: (text) => { this.#find(text); } })}
      <div class="offer">${this.#tasks.render((tasks) => tasks.length === 0
        ? html`<p class="muted">${words.noTasks}</p>`
        : html`<ul class="choices">${tasks.map((task) => html`<li><button type="button" @click=${() => { this.#choose(task); }}>${icon('play')}<bdi class="clamp">${task.title}</bdi><span class="project muted">${task.key} · <bdi>${task.project.name}</bdi></span></button></li>`)}</ul>`)}</div>
      ${inputField({ id: 'note', label: words.note, value: this.note, onInput: (value) => { this.note = value; } })}
      ${checkField({ id: 'billable', label: words.billable, checked: this.billable, onChange: (value) => { this.billable = value; } })}
      <div slot="footer"><button class="button" type="button" @click=${() => { this.#choose(null); }}>${icon('play')}${words.without}</button></div>
    </day-dialog>`;
  }

  #failure() {
    if (!this.failed) return nothing;
    const { error, input } = this.failed;
    const problem = asProblem(error);
    return failure(problem, problem.code === 'INTERNAL' && problem.requestId === null ? problem.message : words.couldNotStart, () => { void this.start(input); });
  }
}

customElements.define('day-timer-start', DayTimerStart);
