import { css, html, nothing } from 'lit';
import { Page } from '../shell/page.ts';
import { navigate } from '../shell/router.ts';
import { icon } from '../ui/icons.ts';
import { pageStyles } from '../ui/styles.ts';
import { tabStyles, tabs } from '../ui/tabs.ts';
import './history.ts';
import './team-day.ts';
import { words } from './words.ts';

const HISTORY = '/standups';
const TEAM = '/standups/team';

/** Own standups by day; for admins also who sent theirs. */
export class DayStandups extends Page {
  static override styles = [
    ...pageStyles,
    tabStyles,
    css`
      header, .tabs { margin-block-end: 16px; }
    `,
  ];

  #write = () => { navigate('/today'); };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-new', this.#write);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-new', this.#write);
  }

  override render() {
    const isTeam = this.path === TEAM && this.place.isAdmin;
    return html`<header class="spread"><h1>${words.title}</h1><a class="button primary" href="/today">${icon('edit')}${words.writeToday}</a></header>
      ${this.place.isAdmin ? tabs(words.views, [[HISTORY, words.history], [TEAM, words.teamDay]], isTeam ? TEAM : HISTORY) : nothing}
      ${isTeam ? html`<day-standup-team></day-standup-team>` : html`<day-standup-history></day-standup-history>`}`;
  }
}

customElements.define('day-standups', DayStandups);
