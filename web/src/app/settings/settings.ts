import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DaySettings extends Page {
  override render() {
    return html`<h1>${words.settings}</h1>`;
  }
}

customElements.define('day-settings', DaySettings);
