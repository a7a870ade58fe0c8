import { html } from 'lit';
import { Page } from '../shell/page.ts';
import { words } from '../shell/words.ts';

export class DayTeam extends Page {
  override render() {
    return html`<h1>${words.team}</h1>`;
  }
}

customElements.define('day-team', DayTeam);
