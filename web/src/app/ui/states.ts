/* What stands where content is missing, in the words of the state table. */
import { type TemplateResult, html, nothing } from 'lit';
import type { Problem } from '../data/problem.ts';
import { formatNumber } from './formats.ts';
import { icon } from './icons.ts';
import { catalogue, plural } from './words.ts';

const words = catalogue(
  {
    noMatch: 'Nothing matches these filters.',
    clear: 'Clear filters',
    loading: 'Loading',
    stillLoading: 'Still loading',
    again: 'Try again',
    request: 'Request',
    couldNotLoad: 'Could not load this.',
    keepsText: 'Your text is still here.',
    tooMany: (seconds: number) => `Too many requests. Trying again in ${formatNumber(seconds)} s.`,
    noAccess: 'You no longer have access to this workspace.',
    guarded: 'Visible to the person and workspace admins.',
    notFound: 'This does not exist, or you may not see it.',
    few: (least: number) => `Too few people to show. Figures stay hidden where they could point to single people (smallest group here: ${formatNumber(least)} besides you).`,
    fewUnknown: 'Too few people to show. Figures stay hidden where they could point to single people.',
    openWeek: 'This week is still open. Figures appear when it has ended.',
    openBucket: 'This period is still open. Figures appear when it has ended.',
    notAnalysed: 'Not analysed',
    more: 'Load more',
    loadingMore: 'Loading…',
    loaded: (count: number) => plural(count, { one: '1 more row', other: `${formatNumber(count)} more rows` }),
  },
  { de: () => import('../german.ts').then(({ states }) => ({ default: states })) },
);

export { words as stateWords };

/** Nothing is here yet: one sentence that says what will stand here, and the one action. */
export function empty(text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="empty"><p>${text}</p>${action}</div>`;
}

/** The filters leave nothing. */
export function emptyThroughFilter(clear: () => void): TemplateResult {
  return empty(words.noMatch, html`<button class="button" type="button" @click=${clear}>${words.clear}</button>`);
}

/** The field is another person's: stands in the field's place, other fields stay. */
export function guarded(): TemplateResult {
  return html`<span class="muted">${words.guarded}</span>`;
}

/**
 * What failed, what is kept, one action.
 *
 * @param sentence what failed: "Could not save."
 * @param retry what the one button does
 * @param options.keeps the person's text is still there; `seconds` counts down to an automatic retry
 */
export function failure(problem: Problem, sentence: string, retry: () => void, { keeps = false, seconds = null }: { keeps?: boolean; seconds?: number | null } = {}): TemplateResult {
  const text = seconds !== null ? words.tooMany(seconds) : problem.code === 'NOT_FOUND' ? words.notFound : [sentence, keeps ? words.keepsText : ''].filter(Boolean).join(' ');
  return html`<div class="notice danger" role="alert">
    ${icon('alert')}<span>${text}</span>
    <button class="button small" type="button" @click=${retry}>${words.again}</button>
    ${problem.requestId ? html`<span class="request-id">${words.request} <code>${problem.requestId}</code></span>` : nothing}
  </div>`;
}

/** Rows of the final height, so that nothing jumps when the content comes. */
export function skeleton(rows: number, isLate: boolean): TemplateResult {
  return html`<div class="stack tight coming" aria-busy="true">
    ${Array.from({ length: rows }, () => html`<div class="skeleton"></div>`)}
    <p class=${isLate ? 'muted' : 'visually-hidden'}>${isLate ? words.stillLoading : words.loading}</p>
  </div>`;
}

/** One wording for every reason, so that the reason tells nothing. */
export function fewPeople(minimumGroupSize: number | null): TemplateResult {
  return html`<div class="few">${icon('team')}<p>${minimumGroupSize === null ? words.fewUnknown : words.few(minimumGroupSize)}</p></div>`;
}

/** The words in place of figures, by `Suppression.reason`. */
export function suppressed(reason: string, minimumGroupSize: number | null, isWeek = true): TemplateResult {
  if (reason === 'BUCKET_OPEN') return html`<div class="few">${icon('clock')}<p>${isWeek ? words.openWeek : words.openBucket}</p></div>`;
  return fewPeople(minimumGroupSize);
}
