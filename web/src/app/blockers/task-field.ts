import { LitElement, css, html } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { BlockerTasksDocument, type BlockerTasksQuery } from './blockers.generated.ts';
import { words } from './words.ts';

type Task = NonNullable<NonNullable<BlockerTasksQuery['workspace']>['tasks']>['nodes'][number];

/**
 * The task that is held up: the person's own open ones, or what the words find. `value` is its id, empty for none.
 *
 * @fires change
 */
export class DayBlockerTask extends LitElement {
  static override properties = { value: {}, known: { attribute: false }, error: {}, text: { state: true } };
  static override styles = [base, buttons, fields, states, css`:host { display: grid; gap: 8px; }`];
  declare value: string;
  /** The task chosen so far, which the list may not hold. */
  declare known: Task | null;
  declare error: string;
  declare text: string;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #tasks = new Load<readonly Task[]>(this, async (signal) => {
    const { workspaceId, memberId } = here();
    const text = this.text.trim();
    const { data } = await request(BlockerTasksDocument, { workspaceId, filter: text === '' ? { assigneeIds: [memberId], statuses: ['TODO', 'IN_PROGRESS'] } : { text } }, { signal });
    return data.workspace?.tasks?.nodes ?? [];
  }, { rows: 1 });

  constructor() {
    super();
    this.value = '';
    this.known = null;
    this.error = '';
    this.text = '';
  }

  #find(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { void this.#tasks.reload(); }, 200);
  }

  override render() {
    const all = new Map([...(this.known ? [this.known] : []), ...(this.#tasks.value ?? [])].map((task) => [task.id, `${task.key} ${task.title}`]));
    return html`${inputField({ id: 'find', label: words.findTask, type: 'search', value: this.text, autocomplete: 'off', onInput: (text) => { this.#find(text); } })}
      ${selectField({ id: 'taskId', label: words.task, value: this.value, choices: [['', words.noTask], ...all], error: this.error, onChange: (id) => {
        this.value = id;
        this.known = this.#tasks.value?.find((task) => task.id === id) ?? this.known;
        this.dispatchEvent(new Event('change'));
      } })}`;
  }
}

customElements.define('day-blocker-task', DayBlockerTask);
