import { LitElement, css, html, nothing } from 'lit';
import { type IconName, icon } from '../icons.ts';
import { base, buttons } from '../styles.ts';

export interface MenuItem {
  text: string;
  icon?: IconName;
  /** A link when there is an address, otherwise a button. */
  href?: string;
  act?: () => void;
  /** Marks the current one of several. */
  checked?: boolean;
  danger?: boolean;
}

/**
 * A button that opens a list of commands; arrow keys, Home, End and letters walk it, Escape closes it.
 *
 * `<day-menu label="More for Ada" .items=${[…]}>…what the button shows…</day-menu>`
 */
export class DayMenu extends LitElement {
  static override properties = { label: {}, items: { attribute: false }, open: { state: true }, plain: { type: Boolean }, isUp: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host { display: inline-block; position: relative; }
      [role='menu'] { position: absolute; z-index: 10; inset-block-start: calc(100% + 4px); inset-inline-end: 0; min-inline-size: 200px; max-inline-size: min(320px, 90vw); max-block-size: 70dvh; overflow: auto; padding: 4px; background: var(--daybook-card); border: 1px solid var(--daybook-control-border); border-radius: var(--daybook-radius-card); box-shadow: 0 4px 16px rgb(0 0 0 / 20%); }
      .up[role='menu'] { inset-block: auto calc(100% + 4px); }
      [role^='menuitem'] { display: flex; align-items: center; gap: 8px; inline-size: 100%; min-block-size: 36px; padding: 4px 12px; background: none; border: 0; border-radius: var(--daybook-radius-control); color: var(--daybook-text); font: 400 14px/20px var(--daybook-font); text-align: start; text-decoration: none; cursor: pointer; }
      [role^='menuitem']:hover, [role^='menuitem']:focus { background: var(--daybook-sunken); }
      .danger { color: var(--daybook-danger) !important; }
      .icon-button.wide { inline-size: auto; padding-inline: 8px; display: inline-flex; align-items: center; gap: 8px; max-inline-size: 240px; }
      @media (pointer: coarse) { [role^='menuitem'] { min-block-size: 44px; } }
    `,
  ];
  declare label: string;
  declare items: readonly MenuItem[];
  declare open: boolean;
  /** The button is as wide as what it shows, which is its name too. */
  declare plain: boolean;
  /** It opens upwards, where a table would cut it off. */
  declare isUp: boolean;

  constructor() {
    super();
    this.label = '';
    this.items = [];
    this.open = false;
    this.plain = false;
    this.isUp = false;
  }

  #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close(false);
  };

  async #show(at: number): Promise<void> {
    this.isUp = false;
    this.open = true;
    document.addEventListener('pointerdown', this.#outside, true);
    await this.updateComplete;
    this.isUp = this.#isCut();
    await this.updateComplete;
    this.#items().at(at)?.focus();
  }

  #isCut(): boolean {
    const table = this.closest('.table-scroll')?.getBoundingClientRect();
    const menu = this.renderRoot.querySelector('[role="menu"]')?.getBoundingClientRect();
    if (!table || !menu) return false;
    return menu.bottom > table.bottom && this.getBoundingClientRect().top - menu.height > table.top;
  }

  #close(focus = true): void {
    this.open = false;
    document.removeEventListener('pointerdown', this.#outside, true);
    if (focus) this.renderRoot.querySelector('button')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close(false);
  }

  #onButtonKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.#show(event.key === 'ArrowDown' ? 0 : -1);
  }

  #onMenuKey(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const go = (index: number) => {
      event.preventDefault();
      items.at(index % items.length)?.focus();
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (event.key === 'Tab') this.#close(false);
    else if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      this.#close();
    } else if (event.key.length === 1) {
      const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      order.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  }

  override render() {
    return html`<button class="icon-button ${this.plain ? 'wide' : ''}" type="button" aria-haspopup="menu" aria-expanded=${this.open ? 'true' : 'false'} aria-label=${this.plain ? nothing : this.label}
        @click=${() => { if (this.open) this.#close(); else void this.#show(0); }}
        @keydown=${(event: KeyboardEvent) => { this.#onButtonKey(event); }}><slot>${icon('more')}</slot></button>
      ${this.open ? html`<div role="menu" class=${this.isUp ? 'up' : ''} aria-label=${this.label} @keydown=${(event: KeyboardEvent) => { this.#onMenuKey(event); }}>${this.items.map((item) => this.#item(item))}</div>` : nothing}`;
  }

  #item({ text, icon: symbol, href, act, checked, danger }: MenuItem) {
    const content = html`${symbol ? icon(symbol) : nothing}<span>${text}</span>${checked ? icon('check') : nothing}`;
    if (href !== undefined) return html`<a role="menuitem" tabindex="-1" href=${href} @click=${() => { this.#close(false); }}>${content}</a>`;
    const run = () => {
      this.#close();
      act?.();
    };
    return html`<button role=${checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked=${checked === undefined ? nothing : String(checked)} class=${danger ? 'danger' : ''} type="button" tabindex="-1" @click=${run}>${content}</button>`;
  }
}

if (!customElements.get('day-menu')) customElements.define('day-menu', DayMenu);
