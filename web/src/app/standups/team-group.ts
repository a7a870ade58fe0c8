import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { serverNow } from '../data/clock.ts';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { clockOf, standupText, standupTextStyles } from '../ui/standup-text.ts';
import { whole } from '../ui/whole.ts';
import { inferredBadge } from '../ui/badges.ts';
import '../ui/elements/tip.ts';
import { formatNumber, formatTime } from '../ui/formats.ts';
import { Paged } from '../ui/paged.ts';
import { person, personStyles } from '../ui/person.ts';
import { pageStyles } from '../ui/styles.ts';
import { type StandupDayRowsQuery, StandupDayRowsDocument, type StandupDayStatus } from './standups.generated.ts';
import { words } from './words.ts';

type DayRow = NonNullable<NonNullable<StandupDayRowsQuery['workspace']>['standupDay']>['rows']['nodes'][number];
type Row = DayRow & { id: string };

/** The members who stand alike with a day: by name, a page at a time. */
export class DayStandupTeamGroup extends LitElement {
  static override properties = { date: {}, statuses: { attribute: false }, heading: {}, count: { attribute: false } };
  static override styles = [
    ...pageStyles,
    personStyles,
    standupTextStyles,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      li { padding-block: 8px; border-block-end: 1px solid var(--daybook-hairline); scroll-margin-block-start: 72px; }
      li:last-child { border: 0; }
      .spread > a { display: flex; min-inline-size: 0; max-inline-size: 100%; }
      .person { max-inline-size: 100%; }
      summary { min-block-size: 24px; padding-block: 4px; color: var(--daybook-accent); cursor: pointer; inline-size: fit-content; }
      details[open] summary { margin-block-end: 8px; }
      h2 { font-size: 16px; line-height: 24px; }
    `,
  ];
  declare date: string;
  declare statuses: readonly StandupDayStatus[];
  declare heading: string;
  /** How many, by the server; null where it gives no number. */
  declare count: number | null;

  constructor() {
    super();
    this.date = '';
    this.statuses = [];
    this.heading = '';
    this.count = null;
  }

  readonly #rows = new Paged<Row>(
    this,
    async (after, signal) => {
      const { workspace } = whole(await request(StandupDayRowsDocument, { workspaceId: here().workspaceId, date: this.date, status: [...this.statuses], after }, { signal }));
      const page = workspace.standupDay?.rows;
      if (!page) throw new Error('The answer holds no members.');
      return { nodes: page.nodes.map((row) => ({ ...row, id: row.member.id })), pageInfo: page.pageInfo };
    },
    { rows: 2, marksHost: true, sentence: () => words.couldNotLoadDay },
  );

  override willUpdate(changed: PropertyValues): void {
    if (changed.get('date')) this.#rows.restart();
  }

  reload(): void {
    void this.#rows.reload();
  }

  override render() {
    return html`<section class="card stack tight" aria-labelledby="heading">
      <h2 id="heading">${this.heading}${this.count === null ? nothing : html` <span class="muted figures">${formatNumber(this.count)}</span>`}</h2>
      ${this.#rows.render((rows) => html`<ul>${rows.map((row) => this.#row(row))}</ul>`, () => html`<p class="muted">${words.nobody}</p>`)}
    </section>`;
  }

  #row({ id, member, status, standup }: Row) {
    const name = member.actor.displayName;
    const zone = member.timeZone;
    const isElsewhere = zone !== here().memberZone;
    return html`<li data-id=${id} tabindex="-1">
      <div class="spread">
        <a href="/standups?person=${id}" title=${words.historyOf(name)}>${person(name)}</a>
        <span class="row muted small">
          ${status === 'NOT_DUE_YET' && isElsewhere ? html`<span class="figures">${words.there(formatTime(new Date(serverNow()).toISOString(), zone))}</span>` : nothing}
          ${status === 'MISSING' ? words.missing : nothing}
          ${standup?.isInferred ? inferredBadge() : nothing}
          ${standup?.submittedAt && !standup.isInferred ? html`<span class="figures">${clockOf(standup.submittedAt, standup.date, zone)}${isElsewhere ? html` (${zone})` : nothing}</span>` : nothing}
        </span>
      </div>
      ${standup ? html`<details><summary aria-label="${words.read}: ${name}">${words.read}</summary>${standupText(standup, true)}</details>` : nothing}
    </li>`;
  }
}

customElements.define('day-standup-team-group', DayStandupTeamGroup);
