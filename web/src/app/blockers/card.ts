import { type TemplateResult, css, html, nothing } from 'lit';
import { badge, severityBadge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { icon } from '../ui/icons.ts';
import { person, personStyles } from '../ui/person.ts';
import type { BlockerCardFragment } from './blockers.generated.ts';
import { type Rules, nextRung, rungText } from './trail.ts';
import { categoryWord, words } from './words.ts';

export const cardStyles = [
  personStyles,
  css`
    .blocker { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 12px; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); min-inline-size: 0; }
    .blocker p, .blocker .person { min-inline-size: 0; overflow-wrap: anywhere; }
    .blocker .person bdi { min-inline-size: 0; }
    .blocker .hint { display: flex; gap: 4px; }
  `,
];

export interface CardContext {
  readonly memberId: string;
  readonly zone: string;
  readonly rules: Rules | null;
  readonly open: (id: string) => void;
}

/** What is in the way, or that it is not for the viewer to read. */
export function descriptionOf({ description }: Pick<BlockerCardFragment, 'description'>): TemplateResult {
  return description === null ? html`<span class="muted">${words.notShared}</span>` : html`<bdi>${description}</bdi>`;
}

/** One blocker on the board; `actions` stand beside its details. */
export function blockerCard(row: BlockerCardFragment, { memberId, zone, rules, open }: CardContext, actions: unknown = nothing): TemplateResult {
  const rung = rules === null ? null : nextRung(row, rules);
  return html`<article class="blocker" data-id=${row.id} tabindex="-1" aria-labelledby="what-${row.id}">
    <div class="row">${severityBadge(row.severity)}${badge(categoryWord(row.category))}</div>
    <p id="what-${row.id}" class="clamp">${descriptionOf(row)}</p>
    ${row.task ? html`<p class="small muted">${row.task.key} · <bdi>${row.task.title}</bdi></p>` : nothing}
    <p class="small muted row">${row.member.id === memberId ? words.you : person(row.member.actor.displayName)}
      <span>${row.resolvedAt === null ? words.opened : words.resolvedAt} <day-time at=${row.resolvedAt ?? row.openedAt} zone=${zone}></day-time></span></p>
    ${row.hint === null ? nothing : html`<p class="small hint">${icon('info')}${words.taskDone}</p>`}
    ${rung ? html`<p class="small muted">${rungText(rung, zone)}</p>` : nothing}
    <div class="row">${actions}<button class="button small" type="button" aria-label=${words.detailsOf(row.description ?? words.notShared)} @click=${() => { open(row.id); }}>${words.details}</button></div>
  </article>`;
}
