import { css, html, nothing } from 'lit';
import { type Store, Watch } from '../data/store.ts';
import { Page } from '../shell/page.ts';
import { navigate } from '../shell/router.ts';
import { timer } from '../shell/timer.ts';
import { words as shellWords } from '../shell/words.ts';
import { icon } from '../ui/icons.ts';
import { pageStyles } from '../ui/styles.ts';
import { tabStyles, tabs } from '../ui/tabs.ts';
import './chart.ts';
import type { DayTimeChart } from './chart.ts';
import './entry-form.ts';
import type { DayTimeForm } from './entry-form.ts';
import './table.ts';
import type { DayTimeTable } from './table.ts';
import type { TimeRowFragment } from './time.generated.ts';
import './timer-row.ts';
import './week.ts';
import type { DayTimeWeek } from './week.ts';
import { words } from './words.ts';

/** Time: the timer on top, and under it one's entries as a table, as a week sheet, as a chart. */
export class DayTimePage extends Page {
  static override properties = { isAdding: { state: true } };
  static override styles = [...pageStyles, tabStyles, css`.card.adding { border-color: var(--daybook-accent); }`];
  declare isAdding: boolean;
  #onNew = () => { void this.#add(); };
  /** A timer that ended is a new entry; the stream tells it as well, but it may be blocked. */
  #onStopped = () => { this.#view?.refresh(); };

  constructor() {
    super();
    this.isAdding = false;
    new Watch(this, [timer] as Store<unknown>[]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-new', this.#onNew);
    addEventListener('daybook-timer-stopped', this.#onStopped);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-new', this.#onNew);
    removeEventListener('daybook-timer-stopped', this.#onStopped);
  }

  get #view(): DayTimeTable | DayTimeWeek | DayTimeChart | null {
    return this.renderRoot.querySelector<DayTimeTable | DayTimeWeek | DayTimeChart>('day-time-table, day-time-week, day-time-chart');
  }

  async #add(): Promise<void> {
    this.isAdding = true;
    await this.updateComplete;
    const form = this.renderRoot.querySelector<DayTimeForm>('day-time-form');
    await form?.updateComplete;
    form?.focus();
  }

  async #show(entry: TimeRowFragment): Promise<void> {
    if (this.path !== '/time') navigate('/time');
    await this.updateComplete;
    this.renderRoot.querySelector<DayTimeTable>('day-time-table')?.show(entry);
  }

  #close = () => {
    this.isAdding = false;
    this.renderRoot.querySelector<HTMLElement>('#add')?.focus();
  };

  override render() {
    return html`<div class="stack in-order">
      <div class="spread">
        <h1>${shellWords.time}</h1>
        <button class="button" type="button" id="add" aria-expanded=${this.isAdding ? 'true' : 'false'} @click=${() => { if (this.isAdding) this.#close(); else void this.#add(); }}>${icon('plus')}${words.addTime}</button>
      </div>
      <day-time-timer ?coming=${timer.value === undefined}></day-time-timer>
      ${this.isAdding ? html`<div class="card adding"><day-time-form
        @day-time-cancel=${this.#close}
        @day-time-show=${(event: CustomEvent<TimeRowFragment>) => { void this.#show(event.detail); }}
        @day-time-saved=${() => { this.#view?.refresh(); }}></day-time-form></div>` : nothing}
      ${tabs(words.views, [['/time', words.table], ['/time/week', words.week], ['/time/chart', words.chart]], this.path)}
      ${this.path === '/time/week' ? html`<day-time-week @day-time-show=${(event: CustomEvent<TimeRowFragment>) => { void this.#show(event.detail); }}></day-time-week>` : this.path === '/time/chart' ? html`<day-time-chart></day-time-chart>` : html`<day-time-table></day-time-table>`}
    </div>`;
  }
}

customElements.define('day-time-page', DayTimePage);
