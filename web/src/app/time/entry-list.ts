import { LitElement, css, html, nothing } from 'lit';
import '../ui/elements/dialog.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, states } from '../ui/styles.ts';
import { deleteEntry } from './actions.ts';
import './entry-form.ts';
import { type DayTimeForm, lineOf, showEntry } from './entry-form.ts';
import type { TimeRowFragment } from './time.generated.ts';
import { words } from './words.ts';

/**
 * The entries of one cell of the week sheet, to change each by itself.
 *
 * @fires close; day-time-changed when something was stored or deleted; day-time-failed with a sentence
 * when a deleted one could not be brought back; day-time-show through all roots
 */
export class DayTimeList extends LitElement {
  static override properties = { heading: {}, entries: { attribute: false }, editing: { state: true }, failed: { state: true } };
  static override styles = [base, buttons, states, css`li { display: grid; gap: 8px; padding-block: 8px; border-block-end: 1px solid var(--daybook-hairline); } .line { flex: 1; min-inline-size: 0; overflow-wrap: anywhere; }`];
  declare heading: string;
  declare entries: readonly TimeRowFragment[];
  declare editing: string | null;
  declare failed: { id: string; text: string } | null;

  constructor() {
    super();
    this.heading = '';
    this.entries = [];
    this.editing = null;
    this.failed = null;
  }

  #changed = () => { this.dispatchEvent(new CustomEvent('day-time-changed')); };
  #close = () => { this.dispatchEvent(new CustomEvent('close')); };

  /** The focus follows into the form and back. */
  async #edit(id: string | null): Promise<void> {
    const before = this.editing;
    this.editing = id;
    await this.updateComplete;
    const form = this.renderRoot.querySelector<DayTimeForm>('day-time-form');
    await form?.updateComplete;
    if (form) form.focus();
    else this.renderRoot.querySelector<HTMLElement>(`[data-edit="${before ?? ''}"]`)?.focus();
  }

  async #delete(entry: TimeRowFragment): Promise<void> {
    this.failed = null;
    const text = await deleteEntry(entry, this.#changed, (why) => { this.dispatchEvent(new CustomEvent('day-time-failed', { detail: why })); });
    if (text) this.failed = { id: entry.id, text };
    this.#changed();
  }

  override render() {
    return html`<day-dialog open heading=${this.heading} @close=${this.#close}>
      <ul>${this.entries.map((entry) => this.editing === entry.id ? html`<li><day-time-form .entry=${entry} @day-time-cancel=${() => { void this.#edit(null); }} @day-time-saved=${() => { void this.#edit(null); this.#changed(); }}
        @day-time-show=${(event: CustomEvent<TimeRowFragment>) => { this.#close(); showEntry(this, event.detail); }}></day-time-form></li>` : this.#line(entry))}</ul>
      <div slot="footer"><button class="button" type="button" @click=${this.#close}>${words.close}</button></div>
    </day-dialog>`;
  }

  #line(entry: TimeRowFragment) {
    const what = lineOf(entry);
    return html`<li><div class="row"><bdi class="line">${what}</bdi>
      ${entry.viewerCanEdit ? html`<button class="icon-button" type="button" data-edit=${entry.id} aria-label=${words.editOf(what)} @click=${() => { void this.#edit(entry.id); }}>${icon('edit')}</button>
        <button class="icon-button" type="button" aria-label=${words.deleteOf(what)} @click=${() => { void this.#delete(entry); }}>${icon('trash')}</button>` : nothing}</div>
      ${entry.note ? html`<bdi class="small muted clamp">${entry.note}</bdi>` : nothing}
      ${this.failed?.id === entry.id ? html`<p class="notice danger" role="alert">${icon('alert')}<span>${this.failed.text}</span></p>` : nothing}</li>`;
  }
}

customElements.define('day-time-list', DayTimeList);
