import { LitElement, css, html } from 'lit';
import { type Task, eachOnce, findTasks } from '../../data/tasks.ts';
import { here } from '../../shell/session.ts';
import { inputField, selectField } from '../form.ts';
import { Load } from '../load.ts';
import { base, buttons, fields, states } from '../styles.ts';
import { catalogue } from '../words.ts';

const words = catalogue({ find: 'Find a task', task: 'Task', noTask: 'No task', noneFound: 'No task matches.' }, { de: () => import('./task-field.de.ts') });

/**
 * A task: lately used and own ones, or what the words find. `task` is what is known of it; null for none.
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
  readonly #found = new Load<Task[]>(this, (signal) => findTasks(here(), this.text, signal), { rows: 1 });

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
    return html`${inputField({ id: 'find', label: words.find, type: 'search', value: this.text, autocomplete: 'off', maxLength: 200, hint: isEmpty ? words.noneFound : undefined, onInput: (text) => { this.#find(text); } })}
      ${selectField({ id: 'task', label: words.task, value: this.task?.id ?? '', choices: [['', words.noTask], ...choices], error: this.error, onChange: (id) => {
        this.task = all.find((task) => task.id === id) ?? null;
        this.dispatchEvent(new Event('change'));
      } })}`;
  }
}

customElements.define('day-time-task', DayTimeTask);
