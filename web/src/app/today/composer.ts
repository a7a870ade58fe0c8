import { LitElement, type PropertyValues, html, nothing } from 'lit';
import { network } from '../data/connection.ts';
import { request } from '../data/request.ts';
import type { StandupPartsFragment } from '../data/standup.generated.ts';
import { type Store, Watch } from '../data/store.ts';
import { here } from '../shell/session.ts';
import { announce, offerUndo } from '../ui/announce.ts';
import { inferredBadge } from '../ui/badges.ts';
import { dayIn } from '../ui/days.ts';
import '../ui/elements/tip.ts';
import { textField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { clockOf, sentLine, standupText, standupTextStyles, standupWords } from '../ui/standup-text.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { composerStyles } from './composer-styles.ts';
import type { Done } from './done.ts';
import { type Draft, NO_TEXTS, type Texts, isBlank, readDraft, writeDraft } from './draft.ts';
import './since.ts';

import { addLine, removeLine } from './suggestions.ts';
import { StandupSubmitDocument, type StandupSubmitMutation } from './today.generated.ts';
import { words } from './words.ts';

type Payload = NonNullable<StandupSubmitMutation['standupSubmit']>;
const FIELDS = ['yesterday', 'today', 'blockers'] as const;
const LONGEST = 10_000;

/** Tells one submission from the next. Not `updatedAt`: an analysis of the text moves that as well. */
const stampOf = ({ submittedAt, updatedAt }: StandupPartsFragment) => submittedAt ?? updatedAt;
const textsOf = (standup: StandupPartsFragment): Texts => ({ yesterday: standup.yesterday ?? '', today: standup.today ?? '', blockers: standup.blockersText ?? '' });

/**
 * The standup of one day: written, sent, changed. What is typed is kept as a draft until it is sent.
 *
 * @fires day-sent with the standup as the server has it; @fires day-cancel; @fires day-again when `done` is asked for once more
 */
export class DayComposer extends LitElement {
  static override properties = { date: {}, edits: { attribute: false }, standup: { attribute: false }, done: { attribute: false }, texts: { state: true }, isWriting: { state: true }, isWaiting: { state: true }, isKept: { state: true } };
  static override styles = [base, buttons, fields, states, standupTextStyles, composerStyles];
  declare date: string;
  /** Opens a sent standup for changing at once. */
  declare edits: boolean;
  /** The standup of the day as last heard from the server; null when there is none. */
  declare standup: StandupPartsFragment | null;
  /** What can be offered for Yesterday; null when it could not be loaded. */
  declare done: Done | null;
  declare texts: Texts;
  declare isWriting: boolean;
  /** Submit was pressed without a network: it goes out when that is back. */
  declare isWaiting: boolean;
  declare isKept: boolean;
  readonly #form = new Submit<Payload>(this, FIELDS);
  /** Which submission the text began from; null for none. */
  #base: string | null = null;

  constructor() {
    super();
    this.date = '';
    this.edits = false;
    this.standup = null;
    this.done = null;
    this.texts = NO_TEXTS;
    this.isWriting = true;
    this.isWaiting = false;
    this.isKept = true;
    new Watch(this, [network] as Store<unknown>[]);
  }

  #onNew = () => { if (this.isWriting) this.#focusField('yesterday'); else this.#edit(); };
  #stop: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-new', this.#onNew);
    this.#stop = network.subscribe(({ online }) => { if (online && this.isWaiting) void this.#submit(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-new', this.#onNew);
    this.#stop();
  }

  get #human(): StandupPartsFragment | null {
    return this.standup?.isInferred === false ? this.standup : null;
  }

  /** Something is typed that the server does not have. */
  get isDirty(): boolean {
    const { yesterday, today, blockers } = this.#base !== null && this.#human ? textsOf(this.#human) : NO_TEXTS;
    return this.isWriting && (this.texts.yesterday !== yesterday || this.texts.today !== today || this.texts.blockers !== blockers);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('date')) this.#open();
    // Sent from another tab while nothing was typed here.
    else if (changed.has('standup') && this.isWriting && this.#human && this.#base === null && isBlank(this.texts)) this.isWriting = false;
    else if (changed.has('standup') && !this.isWriting && !this.#human) this.#begin(NO_TEXTS, null);
    else if (changed.has('standup') && this.isDirty && this.#human && stampOf(this.#human) !== this.#base) announce(this.#otherLead(this.#human));
  }

  #open(): void {
    const draft = readDraft(here().memberId, this.date);
    this.isWaiting = false;
    this.#form.errors.clear();
    this.#form.problem = null;
    if (draft) this.#begin(draft, draft.base);
    else if (this.#human && this.edits) this.#edit();
    else {
      this.#begin(NO_TEXTS, null);
      this.isWriting = this.#human === null;
    }
  }

  #begin({ yesterday, today, blockers }: Texts, from: string | null): void {
    this.texts = { yesterday, today, blockers };
    this.#base = from;
    this.isWriting = true;
  }

  #keep(draft: Draft | null): void {
    this.isKept = writeDraft(here().memberId, this.date, draft);
  }

  #set(changes: Partial<Texts>): void {
    this.texts = { ...this.texts, ...changes };
    for (const name of FIELDS) if (name in changes) this.#form.errors.clear(name);
    this.#keep({ ...this.texts, base: this.#base });
  }

  #edit(): void {
    const human = this.#human;
    if (!human) return;
    this.#begin(textsOf(human), stampOf(human));
    this.#focusField('yesterday');
  }

  #cancel(): void {
    const texts = this.texts;
    const from = this.#base;
    const wasDirty = this.isDirty;
    this.#keep(null);
    this.isWaiting = false;
    this.#form.errors.clear();
    this.#form.problem = null;
    this.#begin(NO_TEXTS, null);
    this.isWriting = false;
    this.#focusSent();
    this.dispatchEvent(new CustomEvent('day-cancel'));
    if (wasDirty) offerUndo(words.discarded, words.undo, () => { this.#begin(texts, from); this.#set({}); });
  }

  #focusField(name: (typeof FIELDS)[number]): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${name}`)?.focus());
  }

  #focusSent(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#sent')?.focus());
  }

  async #submit(): Promise<void> {
    const { yesterday, today, blockers } = this.texts;
    const over = (text: string) => Array.from(text).length - LONGEST;
    const wrong = FIELDS.map((name) => [name, over(this.texts[name]) > 0, words.tooLong] as const);
    if (!this.#form.check([['yesterday', isBlank(this.texts), words.sayOne], ...wrong.filter(([, isWrong]) => isWrong)])) return;
    this.isWaiting = !network.value.online;
    if (this.isWaiting) {
      announce(words.waiting);
      return;
    }
    const content = { workspaceId: here().workspaceId, date: this.date, yesterday, today, blockers };
    const date = this.date;
    const done = await this.#form.send(content, async (idempotencyKey) => (await request(StandupSubmitDocument, { input: { ...content, idempotencyKey } })).data.standupSubmit);
    if (!done?.standup) return;
    writeDraft(here().memberId, date, null);
    // The person may have gone on to another day meanwhile.
    if (date === this.date) {
      this.standup = done.standup;
      this.#begin(NO_TEXTS, null);
      this.isWriting = false;
      this.#focusSent();
    }
    announce(sentLine(done.standup, here().memberZone));
    this.dispatchEvent(new CustomEvent('day-sent', { detail: done.standup }));
  }

  override render() {
    const isToday = this.date === dayIn(here().memberZone);
    return html`<section class="card stack" aria-labelledby="heading">
      <h2 id="heading">${isToday ? words.standup : words.standupOf(this.date)}</h2>
      ${this.isWriting ? this.#writing() : this.#sent()}
    </section>`;
  }

  #sent() {
    const standup = this.#human;
    if (!standup) return nothing;
    return html`<div class="spread">
        <p id="sent" tabindex="-1" class="row done">${icon('check')}${sentLine(standup, here().memberZone)}</p>
        <button class="button" type="button" @click=${() => { this.#edit(); }}>${icon('edit')}${words.edit}</button>
      </div>
      ${standupText(standup)}`;
  }

  #writing() {
    const isPending = this.#form.isPending;
    return html`${this.#foreign()}
      <form class="stack" novalidate aria-labelledby="heading" @submit=${(event: Event) => { event.preventDefault(); void this.#submit(); }}
        @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void this.#submit(); } }}>
        ${this.#field('yesterday', standupWords.yesterday, words.yesterdayHint)}
        <day-since .done=${this.done} .text=${this.texts.yesterday}
          @day-again=${() => { this.dispatchEvent(new CustomEvent('day-again')); }}
          @day-take=${({ detail }: CustomEvent<string[]>) => { this.#set({ yesterday: detail.reduce(addLine, this.texts.yesterday) }); }}
          @day-drop=${({ detail }: CustomEvent<string[]>) => { this.#set({ yesterday: detail.reduce(removeLine, this.texts.yesterday) }); }}></day-since>
        ${this.#field('today', standupWords.today, words.todayHint)}
        ${this.#field('blockers', standupWords.blockers, words.blockersHint, 2)}
        ${this.#form.render(() => { void this.#submit(); })}
        ${this.isWaiting ? html`<p class="notice warning">${icon('clock')}<span>${words.waiting}</span><button class="button small" type="button" @click=${() => { this.isWaiting = false; }}>${words.doNotSend}</button></p>` : nothing}
        <div class="row">
          <button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.sending : this.#human ? words.update : words.submit}</button>
          ${this.#human ? html`<button class="button" type="button" @click=${() => { this.#cancel(); }}>${words.cancel}</button>` : nothing}
          ${this.isDirty ? html`<span class="muted small">${this.isKept ? words.draftKept : words.draftNotKept}</span>` : nothing}
        </div>
      </form>`;
  }

  #field(name: (typeof FIELDS)[number], label: string, hint: string, rows = 3) {
    return textField({ id: name, label, hint, rows, max: LONGEST, value: this.texts[name], error: this.#form.errors.at(name), onInput: (value) => { this.#set({ [name]: value }); } });
  }

  #otherLead({ submittedAt, updatedAt, date }: StandupPartsFragment): string {
    return words.otherLead(clockOf(submittedAt ?? updatedAt, date, here().memberZone));
  }

  /** Another text of the same day: one that nobody wrote, or one that came from elsewhere while this one was typed. */
  #foreign() {
    const { standup } = this;
    if (!standup) return nothing;
    const take = () => {
      this.#begin(textsOf(standup), standup.isInferred ? null : stampOf(standup));
      this.#set({});
      this.#focusField('yesterday');
    };
    if (standup.isInferred) {
      return html`<div class="other inferred stack tight"><div class="row">${inferredBadge()}<span>${words.inferredLead}</span></div>
        ${standupText(standup, true)}
        <div><button class="button small" type="button" @click=${take}>${words.startFrom}</button></div></div>`;
    }
    if (stampOf(standup) === this.#base) return nothing;
    const keep = () => {
      this.#base = stampOf(standup);
      this.#set({});
      this.#focusField('yesterday');
    };
    return html`<div class="other stack tight"><p class="row">${icon('alert')}${this.#otherLead(standup)}</p>
      ${standupText(standup, true)}
      <div class="row"><button class="button small" type="button" @click=${keep}>${words.keepMine}</button><button class="button small" type="button" @click=${take}>${words.takeIt}</button></div></div>`;
  }
}

customElements.define('day-composer', DayComposer);
