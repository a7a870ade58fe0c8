import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { addDays, dayIn, instantIn } from '../ui/days.ts';
import '../ui/elements/time.ts';
import { formatDay, formatDuration } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { base, buttons, states } from '../ui/styles.ts';
import { type Suggestion, hasLine, suggest } from './suggestions.ts';
import { SinceLastDocument } from './today.generated.ts';
import { words } from './words.ts';

export interface LastStandup {
  date: string;
  submittedAt: string | null;
}

const SHOWN_AT_FIRST = 6;
const WITHOUT_LAST = 7;

/** From when on something is new: a standup sent late covers its own day only. */
export function sinceWhen(last: LastStandup | null, date: string, zone: string): string {
  if (!last) return instantIn(zone, addDays(date, -WITHOUT_LAST), '00:00');
  const end = instantIn(zone, addDays(last.date, 1), '00:00');
  return last.submittedAt !== null && Date.parse(last.submittedAt) < Date.parse(end) ? new Date(last.submittedAt).toISOString() : end;
}

/**
 * What the person did since their last standup, each line with Add.
 *
 * @fires day-take with the lines to put into Yesterday; @fires day-drop with a line to take out
 */
export class DaySince extends LitElement {
  static override properties = { date: {}, last: { attribute: false }, text: { attribute: false }, showsAll: { state: true } };
  static override styles = [
    base,
    buttons,
    states,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      li { display: flex; align-items: center; gap: 12px; min-block-size: 44px; padding-block: 4px; border-block-end: 1px solid var(--daybook-hairline); }
      li:last-child { border: 0; }
      .line { flex: 1; min-inline-size: 0; }
      .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; }
      .clamp { -webkit-line-clamp: 3; }
      h3 span { font-weight: 400; }
      li .button { flex: none; }
      .button[aria-disabled='true'] { cursor: default; }
    `,
  ];
  /** The day of the standup that is written. */
  declare date: string;
  declare last: LastStandup | null;
  /** What stands in Yesterday: a line that is there counts as added, and one deleted by hand does not. */
  declare text: string;
  declare showsAll: boolean;

  constructor() {
    super();
    this.date = '';
    this.last = null;
    this.text = '';
    this.showsAll = false;
  }

  readonly #found = new Load<{ lines: Suggestion[]; isCut: boolean }>(
    this,
    async (signal) => {
      const { workspaceId, memberId, memberZone } = here();
      const from = sinceWhen(this.last, this.date, memberZone);
      const isPast = this.date < dayIn(memberZone);
      const until = isPast ? instantIn(memberZone, addDays(this.date, 1), '00:00') : null;
      const { data } = await request(SinceLastDocument, { workspaceId, memberId, from, until, fromDay: dayIn(memberZone, from), untilDay: this.date }, { signal });
      const activities = data.workspace?.activities;
      const entries = data.workspace?.timeEntries;
      return {
        lines: suggest(activities?.nodes ?? [], entries?.nodes ?? [], from),
        isCut: (activities?.pageInfo.hasNextPage ?? false) || (entries?.pageInfo.hasNextPage ?? false),
      };
    },
    { rows: 3, sentence: () => words.sinceFailed },
  );
  #asked = '';

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('date') && !changed.has('last')) return;
    const key = `${this.date} ${this.last?.date ?? ''} ${this.last?.submittedAt ?? ''}`;
    // The first question goes out by itself when the element is connected.
    if (this.#asked !== '' && this.#asked !== key) this.#found.restart();
    this.#asked = key;
  }

  #fire(type: 'day-take' | 'day-drop', lines: readonly string[]): void {
    this.dispatchEvent(new CustomEvent(type, { detail: lines }));
  }

  override render() {
    return html`<section class="stack tight" aria-labelledby="since">
      <div><h3 id="since">${this.last ? words.since : words.sinceWeek}${this.last ? html` <span class="muted small">(${formatDay(this.last.date, 'short')})</span>` : nothing}</h3>
        <p class="muted small">${words.sinceHint}</p></div>
      ${this.#found.render(({ lines, isCut }) => (lines.length === 0 ? html`<p class="muted">${words.noneSince}</p>` : this.#list(lines, isCut)))}
    </section>`;
  }

  #list(lines: readonly Suggestion[], isCut: boolean) {
    const shown = this.showsAll ? lines : lines.slice(0, SHOWN_AT_FIRST);
    const missing = shown.filter(({ text }) => !hasLine(this.text, text));
    return html`<ul>${shown.map((line) => this.#row(line))}</ul>
      ${isCut && shown.length === lines.length ? html`<p class="muted small">${words.newestOnly}</p>` : nothing}
      <div class="row">
        ${shown.length < lines.length ? html`<button class="button small" type="button" @click=${() => { void this.#showAll(); }}>${words.showAll(lines.length)}</button>` : nothing}
        ${shown.length > 1 ? html`<button class="button small" type="button" aria-disabled=${missing.length === 0 ? 'true' : 'false'} @click=${() => { this.#fire('day-take', missing.map(({ text }) => text).reverse()); }}>${words.addAll}</button>` : nothing}
      </div>`;
  }

  async #showAll(): Promise<void> {
    this.showsAll = true;
    await this.updateComplete;
    this.renderRoot.querySelectorAll<HTMLElement>('li .button')[SHOWN_AT_FIRST]?.focus();
  }

  #row({ text, at, kind, count, seconds }: Suggestion) {
    const isAdded = hasLine(this.text, text);
    return html`<li>
      <div class="line"><bdi class="clamp">${text}</bdi>
        <div class="meta muted small"><span>${words[`kind${kind}`]}</span>${seconds === null ? nothing : html`<span class="figures">${formatDuration(seconds)}</span>`}${count > 1 ? html`<span>${words.times(count)}</span>` : nothing}<day-time at=${at} zone=${here().memberZone}></day-time></div></div>
      <button class="button small" type="button" aria-pressed=${isAdded ? 'true' : 'false'} aria-label=${isAdded ? words.addedLabel(text) : words.addLabel(text)}
        @click=${() => { this.#fire(isAdded ? 'day-drop' : 'day-take', [text]); }}>${icon(isAdded ? 'check' : 'plus')}${isAdded ? words.added : words.add}</button>
    </li>`;
  }
}

customElements.define('day-since', DaySince);
