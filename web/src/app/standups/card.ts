/* One standup in a list. */
import { type TemplateResult, css, html, nothing } from 'lit';
import { sentLine, standupText } from '../ui/standup-text.ts';
import type { StandupPartsFragment } from '../data/standup.generated.ts';
import { badge, inferredBadge } from '../ui/badges.ts';
import '../ui/elements/tip.ts';
import { formatDay } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { words } from './words.ts';

export const cardStyles = css`
  article { scroll-margin-block-start: 72px; }
  article.inferred { border: 1px dashed var(--daybook-inferred); }
  article h3 { font-size: 16px; line-height: 24px; }
`;

/** Where the standup of a day is written and changed. */
export function writeLink(date: string, today: string, edits = false): string {
  const query = new URLSearchParams({ ...(date !== today && { date }), ...(edits && { edit: '1' }) }).toString();
  return query === '' ? '/today' : `/today?${query}`;
}

interface Where {
  zone: string;
  today: string;
  /** It is the viewer's own. */
  isOwn: boolean;
}

export function standupCard(standup: StandupPartsFragment, { zone, today, isOwn }: Where): TemplateResult {
  const { id, date, source, isInferred } = standup;
  const action = isInferred ? words.writeOwn : words.edit;
  const link = writeLink(date, today, !isInferred);
  const day = formatDay(date);
  const sent = sentLine(standup, zone);
  return html`<article class="card stack tight ${isInferred ? 'inferred' : ''}" data-id=${id} tabindex="-1" aria-labelledby=${id}>
    <div class="spread">
      <div class="row"><h3 id=${id}>${day}</h3>${isInferred ? inferredBadge() : nothing}${source !== 'WEB' && !isInferred ? badge(words[source]) : nothing}</div>
      <div class="row">${sent ? html`<span class="muted small">${sent}</span>` : nothing}
        ${isOwn ? html`<a class="button small" href=${link} aria-label="${action}: ${day}">${icon('edit')}${action}</a>` : nothing}</div>
    </div>
    ${standupText(standup, true)}
  </article>`;
}
