import { type TemplateResult, css, html, nothing } from 'lit';
import { severityBadge, stateBadge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { formatCount } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import type { TodayPageQuery } from './today.generated.ts';
import { words } from './words.ts';

export const blockersCardStyles = css`
  .blockers li { display: grid; gap: 4px; padding-block: 12px; border-block-end: 1px solid var(--daybook-hairline); }
  .blockers li:first-child { padding-block-start: 0; }
`;

type OpenBlockers = NonNullable<NonNullable<TodayPageQuery['viewer']['today']>['openBlockers']>;

/** The person's own blockers that are not resolved: the newest ones, and how many there are. */
export function blockersCard({ nodes, count }: OpenBlockers, zone: string): TemplateResult {
  return html`<section class="card stack blockers" aria-labelledby="blockers">
    <h2 id="blockers">${words.openBlockers}${count.value > 0 ? html` <span class="muted figures">${formatCount(count)}</span>` : nothing}</h2>
    ${nodes.length === 0
      ? html`<p class="muted">${words.noBlockers}</p>`
      : html`<ul>${nodes.map((blocker) => html`<li>
          <div class="row">${severityBadge(blocker.severity)}${blocker.state === 'ESCALATED' ? stateBadge(blocker.state) : nothing}<span class="muted small">${words.opened} <day-time at=${blocker.openedAt} zone=${zone}></day-time></span></div>
          <a class="clamp" href="/blockers?open=${blocker.id}"><bdi>${blocker.description ?? ''}</bdi></a>
          ${blocker.hint === null ? nothing : html`<p class="muted small">${words.doneHint}</p>`}
        </li>`)}</ul>`}
    <div class="spread"><a class="button" href="/blockers?report=1">${icon('plus')}${words.report}</a><a href="/blockers">${words.allBlockers}</a></div>
  </section>`;
}
