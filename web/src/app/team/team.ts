import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { dayIn } from '../ui/days.ts';
import '../ui/elements/chart.ts';
import { selectField } from '../ui/form.ts';
import { formatDay, formatHours, formatMonth, formatNumber } from '../ui/formats.ts';
import { Load } from '../ui/load.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { figures, figureStyles } from './figures.ts';
import { type Unit, byTime, chosen, rangeOf, readUnit } from './period.ts';
import { TeamChoicesDocument, type TeamChoicesQuery, type TeamFiguresFragment, TeamPageDocument } from './team.generated.ts';
import { words } from './words.ts';

const HOUR = 3600;

/** What groups did, in closed weeks, months and sprints: for everyone, and about nobody. */
export class DayTeam extends Page {
  static override styles = [
    ...pageStyles,
    figureStyles,
    css`
      .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr)); gap: 12px; max-inline-size: 760px; }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr)); gap: 16px; }
    `,
  ];

  readonly #choices = new Load<TeamChoicesQuery>(this, async (signal) => (await request(TeamChoicesDocument, { workspaceId: this.place.workspaceId }, { signal })).data, { rows: 1 });
  readonly #rows = new Load<TeamFiguresFragment[]>(
    this,
    async (signal) => {
      const { workspaceId, isAdmin } = this.place;
      const cohort = this.#of === null ? null : { teamId: this.#of };
      const { data } = await request(TeamPageDocument, { workspaceId, cohort, bucket: this.#unit, ...rangeOf(this.#unit, this.#today), isAdmin }, { signal });
      return byTime(data.workspace?.metrics?.nodes ?? []);
    },
    { rows: 6, sentence: () => words.couldNotLoad },
  );
  #asked = '';

  get #unit(): Unit {
    return readUnit(this.query.get('by'));
  }

  get #of(): string | null {
    return this.query.get('team');
  }

  get #today(): string {
    return dayIn(this.place.timeZone);
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const asked = `${this.#unit} ${this.#of ?? ''}`;
    if (this.#asked !== '' && this.#asked !== asked) this.#rows.restart();
    this.#asked = asked;
  }

  override render() {
    return html`<div class="stack in-order">
      <div><h1>${shellWords.team}</h1><p class="muted">${words.intro}</p></div>
      ${this.#filters()}
      ${this.#rows.render((rows) => this.#content(rows))}
      ${this.place.isAdmin ? html`<p class="row"><span class="muted">${words.rawRows}</span>
        <a href="/standups/team">${words.rawStandups}</a><a href="/time">${words.rawTime}</a><a href="/blockers">${words.rawBlockers}</a></p>` : nothing}
    </div>`;
  }

  #filters() {
    const teams = this.#choices.value?.workspace?.teams?.nodes ?? [];
    const rows = this.#rows.value ?? [];
    const shown = chosen(rows, this.query.get('from'), this.#today);
    return html`<div class="filters" role="group" aria-label=${words.filters}>
      ${selectField({ id: 'of', label: words.of, value: this.#of ?? '', choices: [['', words.everyone], ...teams.map(({ id, name }) => [id, name] as const)], onChange: (team) => { setQuery({ team }); } })}
      ${selectField({ id: 'by', label: words.unit, value: this.#unit, choices: [['WEEK', words.week], ['MONTH', words.month], ['SPRINT', words.sprint]], onChange: (by) => { setQuery({ by: by === 'WEEK' ? null : by, from: null }); } })}
      ${shown || this.#rows.isLoading ? selectField({ id: 'from', label: words.period, value: shown?.bucket.startsOn ?? '', choices: rows.toReversed().map((row) => [row.bucket.startsOn, this.#periodText(row)] as const), onChange: (from) => { setQuery({ from }); } }) : nothing}
    </div>`;
  }

  #periodText({ bucket }: TeamFiguresFragment): string {
    const days = bucket.unit === 'MONTH' ? formatMonth(bucket.startsOn) : `${formatDay(bucket.startsOn, 'short')} – ${formatDay(bucket.endsOn, 'short')}`;
    return bucket.endsOn >= this.#today ? `${days}, ${words.open}` : days;
  }

  #content(rows: readonly TeamFiguresFragment[]) {
    const shown = chosen(rows, this.query.get('from'), this.#today);
    if (!shown) return empty(this.#unit === 'SPRINT' ? words.noSprints : words.none);
    return [figures(shown, this.place.isAdmin), this.#charts(rows)];
  }

  /** What is hidden is a gap: no point, no line across. */
  #charts(rows: readonly TeamFiguresFragment[]) {
    if (rows.every(({ suppression }) => suppression !== null)) return nothing;
    const days = rows.map(({ bucket }) => bucket.startsOn);
    const dayText = (day: string) => (this.#unit === 'MONTH' ? formatMonth(day) : formatDay(day, 'short'));
    const header = { WEEK: words.week, MONTH: words.month, SPRINT: words.sprint }[this.#unit];
    const values = (of: (row: TeamFiguresFragment) => number | null) => rows.map((row) => (row.suppression ? null : of(row)));
    // In hours, an axis has round steps.
    const hours = (of: (row: TeamFiguresFragment) => number | null) => values(of).map((seconds) => (seconds === null ? null : seconds / HOUR));
    return html`<div class="charts">
      <day-chart class="card" label=${words.hoursChart} kind="bars" .days=${days} .dayText=${dayText} .format=${(value: number) => formatHours(value * HOUR)} rowHeader=${header} gap=${words.hidden}
        .series=${[{ name: words.billable, values: hours((row) => row.billableSeconds) }, { name: words.notBillable, values: hours((row) => row.nonBillableSeconds) }]}></day-chart>
      <day-chart class="card" label=${words.standupsChart} kind="lines" .days=${days} .dayText=${dayText} .format=${(value: number) => formatNumber(value)} rowHeader=${header} gap=${words.hidden}
        .series=${[{ name: words.written, values: values((row) => row.standupsHuman) }, { name: words.inferred, values: values((row) => row.standupsInferred) }]}></day-chart>
    </div>`;
  }
}

customElements.define('day-team', DayTeam);
