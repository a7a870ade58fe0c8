import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayWorklog extends Page {
  override render() {
    return html`<h1>${words.worklog}</h1>`;
  }
}

customElements.define('day-worklog', DayWorklog);
