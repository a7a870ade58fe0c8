import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayBlockers extends Page {
  override render() {
    return html`<h1>${words.blockers}</h1>`;
  }
}

customElements.define('day-blockers', DayBlockers);
