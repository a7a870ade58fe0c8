import { LitElement, css, html } from 'lit';
import { icon } from '../icons.ts';
import { base, buttons } from '../styles.ts';
import { catalogue } from '../words.ts';

export const dialogWords = catalogue({ close: 'Close', cancel: 'Cancel' }, { de: () => Promise.resolve({ default: { close: 'Schließen', cancel: 'Abbrechen' } }) });

/**
 * A modal dialog on the browser's own: focus moves in, Tab stays in, Escape closes, focus goes back.
 *
 * `<day-dialog heading="Report a blocker" .open=${this.isOpen} @close=${…}>…<div slot="footer">…</div></day-dialog>`
 *
 * `side` makes it a panel at the end edge. `persistent` takes no Escape and has no close button.
 *
 * @fires close when the person closed it; the owner then sets `open` to false
 */
export class DayDialog extends LitElement {
  static override properties = { heading: {}, open: { type: Boolean }, side: { type: Boolean, reflect: true }, persistent: { type: Boolean } };
  static override styles = [
    base,
    buttons,
    css`
      :host { display: contents; }
      dialog { inline-size: min(560px, calc(100vw - 32px)); max-block-size: calc(100dvh - 32px); padding: 0; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); color: var(--daybook-text); box-shadow: 0 8px 32px rgb(0 0 0 / 25%); font: 400 14px/20px var(--daybook-font); overflow: auto; }
      :host([side]) dialog { inline-size: min(480px, 100vw); block-size: 100dvh; max-block-size: 100dvh; margin-block: 0; margin-inline: auto 0; border-radius: 0; }
      dialog::backdrop { background: rgb(0 0 0 / 45%); }
      .top { position: sticky; inset-block-start: 0; z-index: 1; display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 16px; background: var(--daybook-card); border-block-end: 1px solid var(--daybook-hairline); }
      .content { display: grid; gap: 16px; padding: 16px; }
      ::slotted([slot='footer']) { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding: 0 16px 16px; }
      h2 { overflow-wrap: anywhere; font-size: 16px; line-height: 24px; }
    `,
  ];
  declare heading: string;
  declare open: boolean;
  declare side: boolean;
  declare persistent: boolean;

  constructor() {
    super();
    this.heading = '';
    this.open = false;
    this.side = false;
    this.persistent = false;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  override updated(): void {
    const dialog = this.#dialog;
    // It may have been taken away before its first update.
    if (this.open && this.isConnected && !dialog?.open) dialog?.showModal();
    if (!this.open && dialog?.open) dialog.close();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dialog?.close();
  }

  #ask = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!this.persistent) this.dispatchEvent(new CustomEvent('close'));
  };

  override render() {
    return html`<dialog aria-labelledby="heading" @cancel=${this.#ask}>
      <div class="top">
        <h2 id="heading">${this.heading}</h2>
        ${this.persistent ? '' : html`<button class="icon-button" type="button" aria-label=${dialogWords.close} @click=${this.#ask}>${icon('x')}</button>`}
      </div>
      <div class="content"><slot></slot></div>
      <slot name="footer"></slot>
    </dialog>`;
  }
}

if (!customElements.get('day-dialog')) customElements.define('day-dialog', DayDialog);
