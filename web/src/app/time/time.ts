import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayTimePage extends Page {
  override render() {
    return html`<h1>${words.time}</h1>`;
  }
}

customElements.define('day-time-page', DayTimePage);
