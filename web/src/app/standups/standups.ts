import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayStandups extends Page {
  override render() {
    return html`<h1>${words.standups}</h1>`;
  }
}

customElements.define('day-standups', DayStandups);
