import { LitElement, type PropertyValues, html, nothing } from 'lit';
import { formatDuration } from '../formats.ts';
import { type DurationReading, readDuration } from '../duration.ts';
import { icon } from '../icons.ts';
import { base, buttons, fields } from '../styles.ts';
import { catalogue } from '../words.ts';

const words = catalogue(
  {
    empty: 'Enter a duration.',
    unreadable: 'Write it like 1:30, 1h 30m, 90m or 1.5.',
    negative: 'A duration cannot be negative.',
    minutes: 'Minutes and seconds go up to 59.',
    tooLong: 'That is more than 24 hours.',
    suggest: (text: string) => `${text}?`,
    reads: (text: string) => `= ${text}`,
  },
  { de: () => import('../../german.ts').then(({ duration }) => ({ default: duration })) },
);

/**
 * A duration as people type it, read back before it counts: `value` is in seconds, null while there is none.
 *
 * `<day-duration name="duration" label="Duration" .value=${seconds} error=${…} @change=${…}></day-duration>`
 *
 * Enter and leaving the field commit (`change`), Escape restores what was there. A refused text stays visible.
 *
 * @fires input at each key; @fires change when a new value was committed
 */
export class DayDuration extends LitElement {
  static formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    name: { reflect: true },
    label: {},
    hideLabel: { type: Boolean, attribute: 'hide-label' },
    hint: {},
    error: { reflect: true },
    required: { type: Boolean },
    disabled: { type: Boolean, reflect: true },
    value: { attribute: false },
    text: { state: true },
    problem: { state: true },
  };
  static override styles = [base, buttons, fields];
  declare name: string;
  declare label: string;
  declare hideLabel: boolean;
  declare hint: string;
  /** A sentence from the server, shown until the text changes. */
  declare error: string | undefined;
  declare required: boolean;
  declare disabled: boolean;
  declare value: number | null;
  declare text: string;
  declare problem: Exclude<DurationReading, { seconds: number }> | null;
  readonly #internals = this.attachInternals();
  #initial: number | null = null;

  constructor() {
    super();
    this.name = '';
    this.label = '';
    this.hideLabel = false;
    this.hint = '';
    this.required = false;
    this.disabled = false;
    this.value = null;
    this.text = '';
    this.problem = null;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('value')) {
      this.#internals.setFormValue(this.value === null ? null : String(this.value));
      if (!this.#isFocused) this.text = this.value === null ? '' : this.#write(this.value);
    }
    this.#validate();
  }

  override firstUpdated(): void {
    this.#initial = this.value;
  }

  formResetCallback(): void {
    this.value = this.#initial;
    this.text = this.value === null ? '' : this.#write(this.value);
    this.problem = null;
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** Reads what stands in the field; true when it holds a duration, or nothing and need not. */
  commit(): boolean {
    const reading = readDuration(this.text);
    if ('seconds' in reading) {
      this.problem = null;
      this.text = this.#write(reading.seconds);
      this.#take(reading.seconds);
      return true;
    }
    if (reading.problem === 'empty' && !this.required) {
      this.problem = null;
      this.#take(null);
      return true;
    }
    this.problem = reading;
    return false;
  }

  #take(value: number | null): void {
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** "1:30": the form that can be typed again, to the second when there are any. */
  #write(seconds: number): string {
    const pad = (value: number) => String(value).padStart(2, '0');
    const rest = seconds % 60;
    return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}${rest > 0 ? `:${pad(rest)}` : ''}`;
  }

  get #isFocused(): boolean {
    return this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null;
  }

  get #message(): string | undefined {
    if (this.error) return this.error;
    if (!this.problem) return undefined;
    return { empty: words.empty, unreadable: words.unreadable, negative: words.negative, minutes: words.minutes, 'too-long': words.tooLong }[this.problem.problem];
  }

  #validate(): void {
    const message = this.#message ?? (this.required && this.value === null ? words.empty : undefined);
    const anchor = this.renderRoot.querySelector('input');
    if (message === undefined) this.#internals.setValidity({});
    else if (anchor) this.#internals.setValidity({ customError: true }, message, anchor);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      const isGood = this.commit();
      if (!isGood) event.preventDefault();
      else this.#internals.form?.requestSubmit();
    }
    if (event.key === 'Escape') {
      const before = this.value === null ? '' : this.#write(this.value);
      // Only an Escape that restores something is used up, so that the next one closes the dialog.
      if (this.text !== before) {
        event.stopPropagation();
        event.preventDefault();
      }
      this.text = before;
      this.problem = null;
    }
  }

  override render() {
    const reading = readDuration(this.text);
    const message = this.#message;
    const readback = this.text !== '' && 'seconds' in reading ? words.reads(formatDuration(reading.seconds)) : '';
    return html`<div class="field">
      <label class=${this.hideLabel ? 'visually-hidden' : ''} for="input">${this.label}</label>
      <input id="input" inputmode="text" autocomplete="off" .value=${this.text} ?disabled=${this.disabled} ?required=${this.required}
        aria-invalid=${message ? 'true' : nothing} aria-describedby="readback hint error"
        @input=${(event: InputEvent) => {
          this.text = (event.target as HTMLInputElement).value;
          this.problem = null;
          this.error = undefined;
        }}
        @blur=${() => { this.commit(); }}
        @change=${(event: Event) => { event.stopPropagation(); }}
        @keydown=${(event: KeyboardEvent) => { this.#onKey(event); }} />
      <p class="readback" id="readback">${readback}</p>
      ${this.hint ? html`<p class="hint" id="hint">${this.hint}</p>` : nothing}
      ${message ? html`<p class="error" id="error">${icon('alert')}<span>${message}</span>${this.#suggestion()}</p>` : nothing}
    </div>`;
  }

  #suggestion() {
    const suggestion = this.problem?.suggestion;
    if (!suggestion) return nothing;
    return html`<button class="link-button" type="button" @click=${() => { this.text = suggestion; this.commit(); }}>${words.suggest(suggestion)}</button>`;
  }
}

if (!customElements.get('day-duration')) customElements.define('day-duration', DayDuration);
