import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { tasksWith } from '../data/tasks.ts';
import { here } from '../shell/session.ts';
import { inputField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { words } from './words.ts';
import { WorkLogSubjectsDocument, type WorkLogSubjectsQuery } from './worklog.generated.ts';

type Found = NonNullable<WorkLogSubjectsQuery['workspace']>;

/**
 * A task or project: one's own open tasks, or what the words find. `value` is its id, empty for none.
 *
 * @fires change
 */
export class DayWorklogSubject extends LitElement {
  static override properties = { value: {}, known: { attribute: false }, error: {}, text: { state: true } };
  static override styles = [
    base,
    buttons,
    fields,
    states,
    css`
      :host { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); gap: 12px; align-items: start; }
    `,
  ];
  declare value: string;
  /** Id and words of the one chosen so far, which the list may not hold. */
  declare known: readonly [id: string, text: string] | null;
  declare error: string;
  declare text: string;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #found = new Load<Found | null>(this, async (signal) => {
    const { workspaceId, memberId } = here();
    const text = this.text.trim();
    return (await request(WorkLogSubjectsDocument, { workspaceId, tasks: tasksWith(text, memberId), projects: { archived: false, ...(text !== '' && { text }) } }, { signal })).data.workspace;
  }, { rows: 1 });

  constructor() {
    super();
    this.value = '';
    this.known = null;
    this.error = '';
    this.text = '';
  }

  override focus(): void {
    this.renderRoot.querySelector('select')?.focus();
  }

  #find(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { void this.#found.reload(); }, 200);
  }

  #choose(select: HTMLSelectElement): void {
    this.value = select.value;
    const [chosen] = select.selectedOptions;
    this.known = select.value === '' || !chosen ? null : [select.value, chosen.text];
    this.dispatchEvent(new Event('change'));
  }

  override render() {
    const tasks = (this.#found.value?.tasks?.nodes ?? []).map(({ id, key, title }) => [id, `${key} ${title}`] as const);
    const projects = (this.#found.value?.projects?.nodes ?? []).map(({ id, key, name }) => [id, `${key} ${name}`] as const);
    const known = this.known && ![...tasks, ...projects].some(([id]) => id === this.known?.[0]) ? [this.known] : [];
    const option = ([id, text]: readonly [string, string]) => html`<option value=${id} .selected=${id === this.value}>${text}</option>`;
    return html`${inputField({ id: 'find', label: words.find, type: 'search', value: this.text, autocomplete: 'off', onInput: (text) => { this.#find(text); } })}
      <div class="field"><label for="subject">${words.on}</label>
        <select id="subject" name="subject" aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${this.error ? 'subject-error' : nothing} @change=${(event: Event) => { this.#choose(event.target as HTMLSelectElement); }}>
          ${option(['', words.choose])}${known.map(option)}
          ${tasks.length > 0 ? html`<optgroup label=${words.tasks}>${tasks.map(option)}</optgroup>` : nothing}
          ${projects.length > 0 ? html`<optgroup label=${words.projects}>${projects.map(option)}</optgroup>` : nothing}
        </select>
        ${this.error ? html`<p class="error" id="subject-error">${icon('alert')}<span>${this.error}</span></p>` : nothing}</div>`;
  }
}

customElements.define('day-worklog-subject', DayWorklogSubject);
