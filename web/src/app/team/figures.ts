import { type TemplateResult, css, html, nothing } from 'lit';
import { severityBadge } from '../ui/badges.ts';
import { formatHours, formatNumber } from '../ui/formats.ts';
import { stateWords, suppressed } from '../ui/states.ts';
import type { TeamFiguresFragment } from './team.generated.ts';
import { words } from './words.ts';

const DAY = 86_400;

export const figureStyles = css`
  .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr)); gap: 16px; }
  .cards dl { display: grid; gap: 8px; margin-block-start: 12px; }
  .cards dl > div { display: flex; align-items: baseline; justify-content: space-between; gap: 12px; }
  .cards dt { color: var(--daybook-muted); }
  .cards dd { font-weight: 600; font-variant-numeric: tabular-nums; text-align: end; }
  .cards .first dd { font: 600 24px/32px var(--daybook-font); }
  .cards .apart { padding-block-start: 8px; border-block-start: 1px solid var(--daybook-hairline); }
  .cards h3 { margin-block-start: 16px; }
  .severities { display: grid; gap: 4px; margin-block-start: 4px; }
  .severities li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; }
`;

type Line = readonly [label: string, figure: unknown, mark?: 'first' | 'apart'];

function card(title: string, lines: readonly Line[], more: unknown = nothing): TemplateResult {
  return html`<section class="card"><h2>${title}</h2>
    <dl>${lines.map(([label, figure, mark]) => html`<div class=${mark ?? nothing}><dt>${label}</dt><dd>${figure}</dd></div>`)}</dl>${more}
  </section>`;
}

const number = (value: number | null): string => (value === null ? '–' : formatNumber(value));
const hours = (seconds: number | null): string => (seconds === null ? '–' : formatHours(seconds));
const percent = (share: number): string => formatNumber(share, { style: 'percent', maximumFractionDigits: 0 });

/** Whole days of an age, in words. */
export function ageText(seconds: number): string {
  return words.days(Math.round(seconds / DAY));
}

/** The cards of one stretch of time, or the words in their place. A row's figures are all hidden or all shown. */
export function figures(row: TeamFiguresFragment, isAdmin: boolean): TemplateResult {
  if (row.suppression) return suppressed(row.suppression.reason, row.suppression.minimumGroupSize, row.bucket.unit === 'WEEK');
  return html`<div class="cards">
    ${card(words.standups, [
      [words.written, number(row.standupsHuman), 'first'],
      [words.rate, row.standupRate === null ? '–' : percent(row.standupRate)],
      [words.inferred, number(row.standupsInferred), 'apart'],
    ])}
    ${card(words.hours, [
      [words.tracked, hours(row.trackedSeconds), 'first'],
      [words.billable, hours(row.billableSeconds)],
      [words.notBillable, hours(row.nonBillableSeconds)],
    ])}
    ${card(words.blockers, [
      [words.opened, number(row.blockersOpened), 'first'],
      [words.resolved, number(row.blockersResolved)],
      [words.age, row.medianBlockerAgeSeconds === null ? '–' : ageText(row.medianBlockerAgeSeconds)],
    ], unresolved(row))}
    ${card(words.work, [
      [words.logs, number(row.workLogs), 'first'],
      [words.contributors, number(row.contributors)],
    ], isAdmin ? mood(row) : nothing)}
  </div>`;
}

function unresolved({ openBlockersBySeverity }: TeamFiguresFragment): unknown {
  const some = (openBlockersBySeverity ?? []).filter(({ count }) => count > 0);
  if (some.length === 0) return nothing;
  return html`<h3>${words.unresolved}</h3><ul class="severities">${some.map(({ severity, count, medianAgeSeconds }) => html`<li>
    ${severityBadge(severity)}<span class="figures">${formatNumber(count)}${medianAgeSeconds === null ? nothing : html`, ${words.ageOf(ageText(medianAgeSeconds))}`}</span></li>`)}</ul>`;
}

/** Mood never stands without how much of it was analysed, and none is not neutral. */
function mood({ meanSentiment, sentimentCoverage }: TeamFiguresFragment): TemplateResult {
  return html`<h3>${words.sentiment}</h3><dl>
    <div><dt>${words.mean}</dt><dd>${meanSentiment == null ? stateWords.notAnalysed : formatNumber(meanSentiment, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</dd></div>
    ${sentimentCoverage == null ? nothing : html`<div><dt>${words.coverage}</dt><dd>${words.coverageOf(percent(sentimentCoverage))}</dd></div>`}
  </dl>`;
}
