/*
 * Fields as template functions: label, control, hint and error stand in the caller's own root, so that ids tie them
 * together, and the errors of one form with the path of the input each belongs to.
 */
import { type TemplateResult, html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { formatNumber } from './formats.ts';
import { icon } from './icons.ts';
import { catalogue } from './words.ts';

export const formWords = catalogue(
  {
    required: 'Fill this in.',
    left: (count: number) => `${formatNumber(count)} characters left`,
    over: (count: number) => `${formatNumber(count)} characters too many`,
    couldNotSave: 'Could not save.',
    conflict: 'Somebody changed this in the meantime. Look at it again, then save.',
  },
  { de: () => import('../german.ts').then(({ form }) => ({ default: form })) },
);

export interface UserErrorParts {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** What is wrong with one form, by the field it stands at. */
export class FormErrors {
  #byField = new Map<string, UserErrorParts>();
  /** Errors of the form as a whole, or of fields that it does not show. */
  general: UserErrorParts[] = [];

  /**
   * Takes the `userErrors` of a payload.
   *
   * @param shown names of the fields that stand in the form; a path's first step that matches is its field
   */
  set(errors: readonly UserErrorParts[], shown: readonly string[]): void {
    this.clear();
    for (const error of errors) {
      const name = error.field?.find((step) => shown.includes(step));
      if (name === undefined) this.general.push(error);
      else if (!this.#byField.has(name)) this.#byField.set(name, error);
    }
  }

  /** An error found here, before anything was sent. */
  add(name: string, message: string, code = 'INVALID'): void {
    this.#byField.set(name, { code, message, field: [name] });
  }

  clear(name?: string): void {
    if (name !== undefined) this.#byField.delete(name);
    else {
      this.#byField.clear();
      this.general = [];
    }
  }

  get isEmpty(): boolean {
    return this.#byField.size === 0 && this.general.length === 0;
  }

  /** The sentence for a field, or nothing. */
  at(name: string): string | undefined {
    return this.#byField.get(name)?.message;
  }

  codeAt(name: string): string | undefined {
    return this.#byField.get(name)?.code;
  }

  /** Puts the focus on the first wrong field, once it is rendered. */
  async focusFirst(host: { readonly updateComplete: Promise<boolean>; readonly renderRoot: ParentNode }): Promise<void> {
    await host.updateComplete;
    const wrong = host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"], day-duration[error], day-time-task[error], [role="alert"]');
    wrong?.focus();
  }

  /** The errors that have no field, above the form's button. */
  render(): TemplateResult | typeof nothing {
    if (this.general.length === 0) return nothing;
    return html`<div class="notice danger" role="alert" tabindex="-1">${icon('alert')}${this.general.map(({ message }) => html`<span>${message}</span>`)}</div>`;
  }
}

interface FieldOptions {
  /** Unique in the element; also what the control is found by. */
  id: string;
  label: string;
  hint?: string | TemplateResult | undefined;
  error?: string | undefined;
  hideLabel?: boolean | undefined;
}

const describedBy = ({ id, hint, error }: FieldOptions) => [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

function frame(options: FieldOptions, control: TemplateResult, after: unknown = nothing): TemplateResult {
  const { id, label, hint, error, hideLabel } = options;
  return html`<div class="field">
    <label class=${hideLabel ? 'visually-hidden' : ''} for=${id}>${label}</label>
    ${control}${after}
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${id}-error">${icon('alert')}<span>${error}</span></p>` : nothing}
  </div>`;
}

export interface InputOptions extends FieldOptions {
  value: string;
  onInput: (value: string) => void;
  name?: string;
  type?: 'text' | 'email' | 'password' | 'number' | 'search' | 'date' | 'time' | 'url' | 'datetime-local';
  required?: boolean;
  disabled?: boolean;
  placeholder?: string;
  autocomplete?: AutoFill;
  min?: string;
  max?: string;
  maxLength?: number;
  list?: string;
}

/** Fields of parts: while one is being typed the value is empty, and setting that again would empty the others. */
const IN_PARTS: readonly string[] = ['date', 'time', 'datetime-local'];

/** One line of text, a day (`type: 'date'`, value `YYYY-MM-DD`) or a number. */
export function inputField(options: InputOptions): TemplateResult {
  const { id, value, onInput, name = id, type = 'text', required = false, disabled = false, error } = options;
  return frame(
    options,
    html`<input
      id=${id}
      name=${name}
      type=${type}
      .value=${IN_PARTS.includes(type) ? live(value) : value}
      ?required=${required}
      ?disabled=${disabled}
      placeholder=${ifDefined(options.placeholder)}
      autocomplete=${ifDefined(options.autocomplete)}
      min=${ifDefined(options.min)}
      max=${ifDefined(options.max)}
      maxlength=${ifDefined(options.maxLength)}
      list=${ifDefined(options.list)}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${ifDefined(describedBy(options))}
      @input=${(event: InputEvent) => { onInput((event.target as HTMLInputElement).value); }}
    />`,
  );
}

/** A calendar day. */
export function dateField(options: Omit<InputOptions, 'type'>): TemplateResult {
  return inputField({ ...options, type: 'date' });
}

export interface TextOptions extends FieldOptions {
  value: string;
  onInput: (value: string) => void;
  name?: string;
  /** Most characters; the counter shows itself when fewer than a tenth are left. */
  max: number;
  rows?: number;
  required?: boolean;
  placeholder?: string;
}

/** Several lines of text. Nothing is cut off: what is too long says by how much. */
export function textField(options: TextOptions): TemplateResult {
  const { id, value, onInput, name = id, max, rows = 4, required = false, error } = options;
  // The server counts characters, not UTF-16 halves.
  const left = max - Array.from(value).length;
  const counter = left < max / 10 ? html`<p class="counter" id="${id}-count">${left >= 0 ? formWords.left(left) : formWords.over(-left)}</p>` : nothing;
  const described = [describedBy(options), counter === nothing ? '' : `${id}-count`].filter(Boolean).join(' ');
  return frame(
    options,
    html`<textarea
      id=${id}
      name=${name}
      rows=${rows}
      .value=${value}
      ?required=${required}
      placeholder=${ifDefined(options.placeholder)}
      aria-invalid=${error || left < 0 ? 'true' : nothing}
      aria-describedby=${described || nothing}
      @input=${(event: InputEvent) => { onInput((event.target as HTMLTextAreaElement).value); }}
    ></textarea>`,
    counter,
  );
}

export interface SelectOptions extends FieldOptions {
  value: string;
  /** Value and words of each choice. */
  choices: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
  name?: string;
  required?: boolean;
  disabled?: boolean;
}

export function selectField(options: SelectOptions): TemplateResult {
  const { id, value, choices, onChange, name = id, required = false, disabled = false, error } = options;
  return frame(
    options,
    html`<select
      id=${id}
      name=${name}
      ?required=${required}
      ?disabled=${disabled}
      aria-invalid=${error ? 'true' : nothing}
      aria-describedby=${ifDefined(describedBy(options))}
      @change=${(event: Event) => { onChange((event.target as HTMLSelectElement).value); }}
    >
      ${choices.map(([choice, text]) => html`<option value=${choice} .selected=${choice === value}>${text}</option>`)}
    </select>`,
  );
}

export interface CheckOptions extends FieldOptions {
  checked: boolean;
  onChange: (checked: boolean) => void;
  name?: string;
  disabled?: boolean;
}

export function checkField(options: CheckOptions): TemplateResult {
  const { id, label, checked, onChange, name = id, disabled = false, hint, error } = options;
  return html`<div class="field">
    <div class="check">
      <input
        id=${id}
        name=${name}
        type="checkbox"
        .checked=${checked}
        ?disabled=${disabled}
        aria-invalid=${error ? 'true' : nothing}
        aria-describedby=${ifDefined(describedBy(options))}
        @change=${(event: Event) => { onChange((event.target as HTMLInputElement).checked); }}
      />
      <label for=${id}>${label}</label>
    </div>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${id}-error">${icon('alert')}<span>${error}</span></p>` : nothing}
  </div>`;
}
