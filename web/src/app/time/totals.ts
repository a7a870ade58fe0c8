import { css, html, nothing } from 'lit';
import { formatCount, formatHours } from '../ui/formats.ts';
import type { TimeSumsQuery } from './time.generated.ts';
import { words } from './words.ts';

export type Sums = Pick<NonNullable<NonNullable<TimeSumsQuery['workspace']>['timeEntries']>, 'count' | 'totals'>;

export const totalsStyles = css`
  .totals { position: sticky; z-index: 2; inset-block-end: 0; display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 12px; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); font-variant-numeric: tabular-nums; }
  .totals > div { display: flex; gap: 8px; }
  .totals dt { color: var(--daybook-muted); }
  .totals dd { font-weight: 600; }
`;

/** Sums as the server gives them; the rounded one only where the workspace rounds. */
export function totalsLine({ count, totals: { durationSeconds, billableSeconds, reportedSeconds } }: Sums) {
  return html`<dl class="totals" aria-label=${words.totals}>
    <div><dd>${words.entries(formatCount(count), count.value)}</dd></div>
    <div><dt>${words.total}</dt><dd>${formatHours(durationSeconds)}</dd></div>
    <div><dt>${words.ofThatBillable}</dt><dd>${formatHours(billableSeconds)}</dd></div>
    ${reportedSeconds === durationSeconds ? nothing : html`<div><dt>${words.reported}</dt><dd>${formatHours(reportedSeconds)}</dd></div>`}
  </dl>`;
}
