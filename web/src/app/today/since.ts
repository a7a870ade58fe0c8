import { LitElement, css, html, nothing } from 'lit';
import { here } from '../shell/session.ts';
import '../ui/elements/time.ts';
import { formatDay, formatDuration, formatNumber } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { stateWords } from '../ui/states.ts';
import { base, buttons, states } from '../ui/styles.ts';
import type { Done } from './done.ts';
import { type Suggestion, hasLine } from './suggestions.ts';
import { words } from './words.ts';

const SHOWN_AT_FIRST = 6;

/**
 * What the person did since their last standup, each line with Add.
 *
 * @fires day-take with the lines to put into Yesterday; @fires day-drop with a line to take out; @fires day-again to load
 */
export class DaySince extends LitElement {
  static override properties = { done: { attribute: false }, text: { attribute: false }, showsAll: { state: true } };
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
      h3 span { font-weight: 400; white-space: nowrap; }
      li .button { flex: none; }
      .button[aria-disabled='true'] { cursor: default; }
    `,
  ];
  /** What can be offered; null when it could not be loaded. */
  declare done: Done | null;
  /** What stands in Yesterday: a line that is there counts as added, and one deleted by hand does not. */
  declare text: string;
  declare showsAll: boolean;

  constructor() {
    super();
    this.done = null;
    this.text = '';
    this.showsAll = false;
  }

  #fire(type: 'day-take' | 'day-drop', lines: readonly string[]): void {
    this.dispatchEvent(new CustomEvent(type, { detail: lines }));
  }

  override render() {
    const { done } = this;
    const last = done?.last ?? null;
    return html`<section class="stack tight" aria-labelledby="since">
      <div><h3 id="since">${done && !last ? words.sinceWeek : words.since}${last ? html` <span class="muted small">(${formatDay(last.date, 'short')})</span>` : nothing}</h3>
        <p class="muted small">${words.sinceHint}</p></div>
      ${done ? (done.lines.length === 0 ? html`<p class="muted">${words.noneSince}</p>` : this.#list(done)) : this.#failure()}
    </section>`;
  }

  #failure() {
    return html`<p class="notice danger">${icon('alert')}<span>${words.sinceFailed}</span><button class="button small" type="button" @click=${() => { this.dispatchEvent(new CustomEvent('day-again')); }}>${stateWords.again}</button></p>`;
  }

  #list({ lines, isCut }: Done) {
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
        <div class="meta muted small"><span>${words[`kind${kind}`]}${count > 1 ? ` ×${formatNumber(count)}` : ''}</span>${seconds === null ? nothing : html`<span class="figures">${formatDuration(seconds)}</span>`}<day-time at=${at} zone=${here().memberZone}></day-time></div></div>
      <button class="button small" type="button" aria-pressed=${isAdded ? 'true' : 'false'} aria-label=${isAdded ? words.addedLabel(text) : words.addLabel(text)}
        @click=${() => { this.#fire(isAdded ? 'day-drop' : 'day-take', [text]); }}>${icon(isAdded ? 'check' : 'plus')}${isAdded ? words.added : words.add}</button>
    </li>`;
  }
}

customElements.define('day-since', DaySince);
