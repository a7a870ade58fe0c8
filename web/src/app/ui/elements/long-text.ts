import { LitElement, css, html, nothing } from 'lit';
import { base, buttons } from '../styles.ts';
import { catalogue } from '../words.ts';

const words = catalogue({ showWhole: 'Show all of it', showLess: 'Show less' }, { de: () => import('../../german.ts').then(({ longText }) => ({ default: longText })) });

const MANY_LETTERS = 900;
const MANY_LINES = 12;

/** Text of a person as they wrote it; a long one shows its beginning and opens. */
export class DayLongText extends LitElement {
  static override properties = { text: {}, isOpen: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      .beginning { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 10; overflow: hidden; }
    `,
  ];
  declare text: string;
  declare isOpen: boolean;

  constructor() {
    super();
    this.text = '';
    this.isOpen = false;
  }

  override render() {
    const isLong = this.text.length > MANY_LETTERS || this.text.split('\n').length > MANY_LINES;
    return html`<div class="text ${isLong && !this.isOpen ? 'beginning' : ''}"><bdi>${this.text}</bdi></div>
      ${isLong ? html`<button class="link-button" type="button" aria-expanded=${this.isOpen ? 'true' : 'false'} @click=${() => { this.isOpen = !this.isOpen; }}>${this.isOpen ? words.showLess : words.showWhole}</button>` : nothing}`;
  }
}

customElements.define('day-long-text', DayLongText);
