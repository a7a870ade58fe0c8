import { LitElement, css, html } from 'lit';
import { base } from '../styles.ts';

let next = 0;

/**
 * Words to something short that stands in it: shown on hover, focus and touch, gone with Escape.
 *
 * `<day-tip text="Nobody wrote this.">…</day-tip>`
 */
export class DayTip extends LitElement {
  static override properties = { text: {}, open: { state: true } };
  static override styles = [
    base,
    css`
      :host { display: inline-block; position: relative; }
      button { display: inline-flex; align-items: center; min-block-size: 24px; padding: 0; background: none; border: 0; border-radius: var(--daybook-radius-full); color: inherit; font: inherit; cursor: help; }
      [role='tooltip'] { position: absolute; z-index: 5; inset-block-start: calc(100% + 4px); inset-inline-start: 0; inline-size: max-content; max-inline-size: min(280px, 70vw); padding: 8px 12px; background: var(--daybook-text); border-radius: var(--daybook-radius-control); color: var(--daybook-page); font: 400 12px/16px var(--daybook-font); white-space: normal; text-align: start; }
    `,
  ];
  declare text: string;
  declare open: boolean;
  readonly #id = `tip-${next++}`;

  constructor() {
    super();
    this.text = '';
    this.open = false;
  }

  override render() {
    const show = () => { this.open = true; };
    const hide = () => { this.open = false; };
    return html`<button type="button" aria-describedby=${this.#id} @focus=${show} @blur=${hide} @click=${show} @pointerenter=${show} @pointerleave=${hide} @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape' && this.open) {
          event.stopPropagation();
          hide();
        }
      }}><slot></slot></button><span role="tooltip" id=${this.#id} ?hidden=${!this.open}>${this.text}</span>`;
  }
}

if (!customElements.get('day-tip')) customElements.define('day-tip', DayTip);
