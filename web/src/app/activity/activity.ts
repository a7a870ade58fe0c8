import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayActivity extends Page {
  override render() {
    return html`<h1>${words.activity}</h1>`;
  }
}

customElements.define('day-activity', DayActivity);
