import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayToday extends Page {
  override render() {
    return html`<h1>${words.today}</h1>`;
  }
}

customElements.define('day-today', DayToday);
