import { LitElement, css, html, nothing } from 'lit';
import '../ui/elements/dialog.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, states } from '../ui/styles.ts';
import { deleteEntry } from './actions.ts';
import './entry-form.ts';
import { lineOf } from './entry-form.ts';
import type { TimeRowFragment } from './time.generated.ts';
import { words } from './words.ts';

/**
 * The entries of one cell of the week sheet, to change each by itself.
 *
 * @fires close; day-time-changed when something was stored or deleted
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

  async #delete(entry: TimeRowFragment): Promise<void> {
    this.failed = null;
    const text = await deleteEntry(entry, this.#changed, () => undefined);
    if (text) this.failed = { id: entry.id, text };
    this.#changed();
  }

  override render() {
    return html`<day-dialog open heading=${this.heading} @close=${this.#close}>
      <ul>${this.entries.map((entry) => this.editing === entry.id ? html`<li><day-time-form .entry=${entry} @day-time-cancel=${() => { this.editing = null; }} @day-time-saved=${() => { this.editing = null; this.#changed(); }}></day-time-form></li>` : this.#line(entry))}</ul>
      <div slot="footer"><button class="button" type="button" @click=${this.#close}>${words.close}</button></div>
    </day-dialog>`;
  }

  #line(entry: TimeRowFragment) {
    const what = lineOf(entry);
    return html`<li><div class="row"><bdi class="line">${what}</bdi>
      ${entry.viewerCanEdit ? html`<button class="icon-button" type="button" aria-label=${words.editOf(what)} @click=${() => { this.editing = entry.id; }}>${icon('edit')}</button>
        <button class="icon-button" type="button" aria-label=${words.deleteOf(what)} @click=${() => { void this.#delete(entry); }}>${icon('trash')}</button>` : nothing}</div>
      ${entry.note ? html`<bdi class="small muted clamp">${entry.note}</bdi>` : nothing}
      ${this.failed?.id === entry.id ? html`<p class="notice danger" role="alert">${icon('alert')}<span>${this.failed.text}</span></p>` : nothing}</li>`;
  }
}

customElements.define('day-time-list', DayTimeList);
