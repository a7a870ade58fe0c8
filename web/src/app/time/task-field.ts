import { LitElement, css, html } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { type TimeTaskFragment, TimeTasksDocument } from './time.generated.ts';
import { words } from './words.ts';

export type Task = Pick<TimeTaskFragment, 'id' | 'key' | 'title' | 'project'>;

/** Each task once, those that come first stay first. */
export function eachOnce(...lists: readonly (readonly (Task | null)[])[]): Task[] {
  const all = new Map<string, Task>();
  for (const task of lists.flat()) if (task && !all.has(task.id)) all.set(task.id, task);
  return [...all.values()];
}

/**
 * A task to book time on: lately used and own ones, or what the words find. `value` is its id, empty for none; `task`
 * what is known of it.
 *
 * @fires change
 */
export class DayTimeTask extends LitElement {
  static override properties = { task: { attribute: false }, error: {}, text: { state: true } };
  static override styles = [base, buttons, fields, states, css`:host { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr)); gap: 12px; align-items: start; }`];
  declare task: Task | null;
  declare error: string;
  declare text: string;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #found = new Load<Task[]>(this, async (signal) => {
    const { workspaceId, memberId } = here();
    const text = this.text.trim();
    const { data } = await request(TimeTasksDocument, {
      workspaceId,
      filter: text === '' ? { assigneeIds: [memberId], statuses: ['TODO', 'IN_PROGRESS'] } : { text },
      recent: { memberIds: [memberId], hasTask: true },
      withRecent: text === '',
    }, { signal });
    return eachOnce(data.workspace?.timeEntries?.nodes.map(({ task }) => task) ?? [], data.workspace?.tasks?.nodes ?? []).slice(0, 50);
  }, { rows: 1 });

  constructor() {
    super();
    this.task = null;
    this.error = '';
    this.text = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  override focus(): void {
    this.renderRoot.querySelector('select')?.focus();
  }

  #find(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { void this.#found.reload(); }, 200);
  }

  override render() {
    const all = eachOnce([this.task], this.#found.value ?? []);
    const isEmpty = this.text.trim() !== '' && this.#found.value?.length === 0;
    // Long titles would make the list wider than the window.
    const choices = all.map(({ id, key, title }) => [id, `${key} ${title.length > 80 ? `${title.slice(0, 79)}…` : title}`] as const);
    return html`${inputField({ id: 'find', label: words.findTask, type: 'search', value: this.text, autocomplete: 'off', maxLength: 200, hint: isEmpty ? words.noTasksFound : undefined, onInput: (text) => { this.#find(text); } })}
      ${selectField({ id: 'task', label: words.task, value: this.task?.id ?? '', choices: [['', words.noTask], ...choices], error: this.error, onChange: (id) => {
        this.task = all.find((task) => task.id === id) ?? null;
        this.dispatchEvent(new Event('change'));
      } })}`;
  }
}

customElements.define('day-time-task', DayTimeTask);
