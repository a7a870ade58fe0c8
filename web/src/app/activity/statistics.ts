import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { selectField } from '../ui/form.ts';
import { formatCount, formatNumber } from '../ui/formats.ts';
import { Load } from '../ui/load.ts';
import { empty, suppressed } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { ActivityStatisticsDocument, type ActivityStatisticsQuery } from './activity.generated.ts';
import { nameOf, words } from './words.ts';

type Stats = NonNullable<NonNullable<ActivityStatisticsQuery['workspace']>['activityStats']>;
const PERIODS = [7, 30, 90, 365];

/** What happened in the last days, counted; of members without names, and nothing that could point to one. */
export class DayActivityStatistics extends LitElement {
  static override properties = { days: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 16px; align-items: start; }
      .field { max-inline-size: 240px; }
      meter { inline-size: 100%; min-inline-size: 60px; block-size: 12px; }
      meter::-webkit-meter-optimum-value { background: var(--daybook-accent); }
      meter::-moz-meter-bar { background: var(--daybook-accent); }
      td.name { max-inline-size: 180px; overflow-wrap: anywhere; }
    `,
  ];
  declare days: number;

  constructor() {
    super();
    this.days = 30;
  }

  readonly #stats = new Load<Stats | null>(
    this,
    async (signal) => {
      const { workspaceId, isAdmin } = here();
      return (await request(ActivityStatisticsDocument, { workspaceId, days: this.days, isAdmin }, { signal })).data.workspace?.activityStats ?? null;
    },
    { rows: 6, sentence: () => words.couldNotCount },
  );

  override render() {
    return html`<div class="stack">
      ${selectField({ id: 'days', label: words.period, value: String(this.days), choices: PERIODS.map((days) => [String(days), words.days(days)] as const), onChange: (days) => { this.days = Number(days); void this.#stats.reload(); } })}
      ${this.#stats.render((stats) => (stats ? this.#content(stats) : nothing))}
    </div>`;
  }

  #content({ total, byEntity, byAction, byActor, suppression }: Stats) {
    if (suppression) return suppressed(suppression.reason, suppression.minimumGroupSize);
    if (!total || total.value === 0) return empty(words.none);
    const entities = (byEntity ?? []).map(({ entityType, count }) => [nameOf(entityType), count] as const);
    const actions = (byAction ?? []).map(({ action, count }) => [nameOf(action), count] as const);
    const actors = (byActor ?? []).map(({ actor, count }) => [actor.displayName, count] as const);
    return html`<h2>${words.total(formatCount(total))}</h2>
      ${here().isAdmin ? nothing : html`<p class="muted">${words.some}</p>`}
      <div class="tables">${this.#table(words.byEntity, entities)}${this.#table(words.byAction, actions)}${this.#table(words.byActor, actors)}</div>`;
  }

  #table(title: string, rows: readonly (readonly [string, number])[]) {
    if (rows.length === 0) return nothing;
    const most = Math.max(...rows.map(([, count]) => count));
    return html`<div class="card table-scroll" tabindex="0" role="region" aria-label=${title}><table class="compact">
      <caption>${title}</caption>
      <thead><tr><th scope="col">${title}</th><th scope="col" class="number">${words.counts}</th><th aria-hidden="true"></th></tr></thead>
      <tbody>${rows.map(([name, count]) => html`<tr><td class="name"><bdi>${name}</bdi></td><td class="number">${formatNumber(count)}</td>
        <td aria-hidden="true"><meter min="0" max=${most} .value=${count}></meter></td></tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('day-activity-statistics', DayActivityStatistics);
