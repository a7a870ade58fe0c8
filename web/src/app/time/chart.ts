import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { onChange } from '../data/live.ts';
import { dayIn, startOfWeek } from '../ui/days.ts';
import '../ui/elements/chart.ts';
import { selectField } from '../ui/form.ts';
import { formatDay, formatHours } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { HOUR, byProject, daysOf, readRange } from './chart-data.ts';
import { TimeChangesDocument, type TimeEntryFilter, type TimeRowFragment, TimeSumsDocument } from './time.generated.ts';
import { type Sums, totalsLine, totalsStyles } from './totals.ts';
import { entriesOf } from './week-data.ts';
import { words } from './words.ts';

interface Data {
  entries: TimeRowFragment[];
  isPartial: boolean;
  sums: Sums | null;
}

/** Hours by day or week, and by project. */
export class DayTimeChart extends Page {
  static override styles = [...pageStyles, totalsStyles, css`
    .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 220px)); gap: 12px; }
    .totals { position: static; }
  `];
  readonly #data = new Load<Data>(this, async (signal) => {
    const { workspaceId } = this.place;
    const filter = this.#filter;
    const [list, { data }] = await Promise.all([entriesOf(workspaceId, filter, signal), request(TimeSumsDocument, { workspaceId, filter }, { signal })]);
    return { ...list, sums: data.workspace?.timeEntries ?? null };
  }, { rows: 6, sentence: () => words.couldNotLoad });
  #stop: () => void = () => undefined;
  #shown = '';

  get #days(): string[] {
    return daysOf(readRange(this.query.get('weeks')), dayIn(this.place.memberZone), this.place.weekStart);
  }

  get #filter(): TimeEntryFilter {
    const days = this.#days;
    const billable = this.query.get('billable');
    return { memberIds: [this.place.memberId], spentOn: { gte: days[0], lte: days[days.length - 1] }, ...((billable === 'yes' || billable === 'no') && { billable: billable === 'yes' }) };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { workspaceId, memberId } = this.place;
    this.#stop = onChange(TimeChangesDocument, { workspaceId, memberId }, () => { this.refresh(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const shown = JSON.stringify(this.#filter);
    if (this.#shown !== '' && this.#shown !== shown) this.#data.restart();
    this.#shown = shown;
  }

  refresh(): void {
    void this.#data.reload();
  }

  override render() {
    const billable = this.query.get('billable');
    return html`<div class="stack">
      <div class="filters">
        ${selectField({ id: 'weeks', label: words.range, value: readRange(this.query.get('weeks')), choices: [['1', words.week1], ['4', words.weeks4], ['12', words.weeks12]], onChange: (weeks) => { setQuery({ weeks: weeks === '1' ? null : weeks }); } })}
        ${selectField({ id: 'billable', label: words.billable, value: billable === 'yes' || billable === 'no' ? billable : '', choices: [['', words.either], ['yes', words.yes], ['no', words.no]], onChange: (chosen) => { setQuery({ billable: chosen }); } })}
      </div>
      ${this.#data.render((data) => this.#charts(data))}
    </div>`;
  }

  #charts({ entries, isPartial, sums }: Data) {
    if (entries.length === 0) return empty(words.noneInRange);
    const { weekStart } = this.place;
    const isByWeek = readRange(this.query.get('weeks')) === '12';
    const days = this.#days;
    const bucket = isByWeek ? (day: string) => startOfWeek(day, weekStart) : (day: string) => day;
    const buckets = isByWeek ? days.filter((day) => bucket(day) === day) : days;
    const series = byProject(entries, buckets, bucket, words.noProject);
    const all = { name: words.total, values: buckets.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)) };
    const header = isByWeek ? words.weekHeader : words.day;
    const chart = (label: string, shown: typeof series) => html`<div class="card"><day-chart label=${label} kind="bars" .days=${buckets} .series=${shown} .format=${(hours: number) => formatHours(hours * HOUR)} .dayText=${(day: string) => formatDay(day, 'short')} .rowHeader=${header}></day-chart></div>`;
    return html`${isPartial ? html`<p class="notice warning">${icon('alert')}<span>${words.partOf}</span></p>` : nothing}
      ${sums ? totalsLine(sums) : nothing}
      ${chart(isByWeek ? words.byWeek : words.byDay, [all])}
      ${chart(isByWeek ? words.byWeekProject : words.byProject, series)}`;
  }
}

customElements.define('day-time-chart', DayTimeChart);
