import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { badge, severityBadge, stateBadge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { type UserErrorParts, checkField, textField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { person, personStyles } from '../ui/person.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { BlockerEscalateDocument, BlockerNoteDocument, BlockerPanelDocument, type BlockerPanelQuery, BlockerReopenDocument, BlockerResolveDocument } from './blockers.generated.ts';
import { descriptionOf } from './card.ts';
import './form.ts';
import { type Rules, nextRung, rungText, trailTexts } from './trail.ts';
import { categoryWord, words } from './words.ts';

type Blocker = NonNullable<BlockerPanelQuery['blocker']>;
interface Payload {
  readonly userErrors: readonly UserErrorParts[];
}
type Act = 'resolve' | 'reopen' | 'escalate';

/**
 * One blocker with what happened to it and what can be done.
 *
 * @fires day-changed when something was
 */
export class DayBlockerPanel extends LitElement {
  static override properties = { blockerId: {}, rules: { attribute: false }, doing: { state: true }, note: { state: true }, comment: { state: true }, isShared: { state: true } };
  static override styles = [
    ...pageStyles,
    personStyles,
    css`
      ol { display: grid; gap: 8px; }
      ol p { overflow-wrap: anywhere; white-space: pre-wrap; }
      section { display: grid; gap: 8px; }
    `,
  ];
  declare blockerId: string;
  declare rules: Rules | null;
  /** What is being asked about. */
  declare doing: 'resolve' | 'escalate' | 'edit' | null;
  declare note: string;
  declare comment: string;
  declare isShared: boolean;
  readonly #load = new Load<Blocker | null>(this, async (signal) => (await request(BlockerPanelDocument, { id: this.blockerId }, { signal })).data.blocker, { rows: 4, sentence: () => words.couldNotLoad });
  readonly #act = new Submit<Payload>(this, ['note']);
  readonly #say = new Submit<Payload>(this, ['body']);

  constructor() {
    super();
    this.blockerId = '';
    this.rules = null;
    this.doing = null;
    this.note = '';
    this.comment = '';
    this.isShared = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('blockerId') && this.hasUpdated) this.#load.restart();
  }

  reload(): void {
    void this.#load.reload();
  }

  #changed(sentence: string): void {
    this.doing = null;
    this.note = '';
    announce(sentence);
    void this.#load.reload();
    this.dispatchEvent(new CustomEvent('day-changed'));
  }

  async #do(act: Act, { id, version }: Blocker): Promise<void> {
    const input = { id, expectedVersion: version };
    const { note, isShared } = this;
    const done = await this.#act.send({ act, ...input, note, isShared }, async (idempotencyKey) => {
      switch (act) {
        case 'resolve':
          return (await request(BlockerResolveDocument, { input: { ...input, note: note.trim() || null, idempotencyKey } })).data.blockerResolve;
        case 'reopen':
          return (await request(BlockerReopenDocument, { input: { ...input, idempotencyKey } })).data.blockerReopen;
        case 'escalate':
          return (await request(BlockerEscalateDocument, { input: { ...input, shareDescription: isShared, idempotencyKey } })).data.blockerEscalate;
      }
    });
    if (done) this.#changed(words.done[act]);
    // Somebody else was faster: what they did is shown under the error.
    else if (this.#act.errors.codeAt('expectedVersion') === 'CONFLICT') void this.#load.reload();
  }

  async #comment(): Promise<void> {
    if (!this.#say.check([['body', this.comment.trim() === '']])) return;
    const content = { entityId: this.blockerId, body: this.comment };
    const done = await this.#say.send(content, async (idempotencyKey) => (await request(BlockerNoteDocument, { input: { ...content, idempotencyKey } })).data.commentAdd);
    if (!done) return;
    this.comment = '';
    this.#changed(words.done.note);
  }

  override render() {
    return this.#load.render((blocker) => (blocker ? this.#content(blocker) : nothing));
  }

  #content(blocker: Blocker) {
    const zone = here().memberZone;
    const rung = this.rules === null ? null : nextRung(blocker, this.rules);
    const steps = trailTexts(blocker.escalations, zone);
    return html`<div class="stack">
      <div class="row">${severityBadge(blocker.severity)}${stateBadge(blocker.state)}${badge(categoryWord(blocker.category))}</div>
      <p class="text">${descriptionOf(blocker)}</p>
      <p class="row muted">${person(blocker.member.actor.displayName)}<span>${words.opened} <day-time at=${blocker.openedAt} zone=${zone}></day-time></span></p>
      ${blocker.task ? html`<p class="muted">${blocker.task.key} · <bdi>${blocker.task.title}</bdi></p>` : nothing}
      ${blocker.hint === null ? nothing : html`<p class="notice accent">${icon('info')}${words.taskDone}</p>`}
      ${blocker.resolutionNote ? html`<section><h3>${words.resolution}</h3><p class="text"><bdi>${blocker.resolutionNote}</bdi></p></section>` : nothing}
      ${blocker.viewerCanEdit ? this.#actions(blocker) : nothing}
      <section><h3>${words.trail}</h3>
        ${steps.length === 0 ? html`<p class="muted">${words.noTrail}</p>` : html`<ol>${steps.map((text) => html`<li><bdi>${text}</bdi></li>`)}</ol>`}
        ${rung ? html`<p class="muted">${rungText(rung, zone)}</p>` : nothing}</section>
      <section><h3>${words.history}</h3>
        <ol>${(blocker.activities?.nodes ?? []).toReversed().map(({ actor, title, content, occurredAt }) => html`<li><bdi>${actor.displayName}</bdi> ${title ?? ''} <span class="muted small"><day-time at=${occurredAt} zone=${zone}></day-time></span>${content ? html`<p><bdi>${content}</bdi></p>` : nothing}</li>`)}</ol></section>
      ${blocker.viewerCanEdit ? this.#noteForm() : nothing}
    </div>`;
  }

  #actions(blocker: Blocker) {
    const retry = (act: Act) => () => { void this.#do(act, blocker); };
    const pending = this.#act.isPending;
    switch (this.doing) {
      case 'edit':
        return html`<day-blocker-form .blocker=${blocker} @day-saved=${() => { this.#changed(words.done.edit); }}></day-blocker-form>`;
      case 'resolve':
        return html`<form class="form" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#do('resolve', blocker); }}>
          ${textField({ id: 'note', label: words.resolveNote, hint: words.optional, max: 10_000, rows: 3, value: this.note, error: this.#act.errors.at('note'), onInput: (note) => { this.note = note; } })}
          ${this.#act.render(retry('resolve'), words.couldNotChange)}
          <div class="row"><button class="button primary" type="submit" aria-disabled=${pending ? 'true' : 'false'}>${pending ? words.resolving : words.resolve}</button></div></form>`;
      case 'escalate':
        return html`<form class="form" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#do('escalate', blocker); }}>
          <p>${words.escalateText}</p>
          ${blocker.member.id === here().memberId ? checkField({ id: 'share', label: words.share, hint: words.shareHint, checked: this.isShared, onChange: (shared) => { this.isShared = shared; } }) : nothing}
          ${this.#act.render(retry('escalate'), words.couldNotChange)}
          <div class="row"><button class="button primary" type="submit" aria-disabled=${pending ? 'true' : 'false'}>${words.escalate}</button></div></form>`;
      case null: {
        const ask = (doing: NonNullable<DayBlockerPanel['doing']>) => () => { this.doing = doing; };
        return html`${this.#act.render(retry('reopen'), words.couldNotChange)}<div class="row">${blocker.state === 'RESOLVED'
          ? html`<button class="button" type="button" aria-disabled=${pending ? 'true' : 'false'} @click=${retry('reopen')}>${icon('undo')}${words.reopen}</button>`
          : html`<button class="button primary" type="button" @click=${ask('resolve')}>${icon('check')}${words.resolve}</button>
            <button class="button" type="button" @click=${ask('escalate')}>${icon('escalate')}${words.escalate}</button>
            <button class="button" type="button" @click=${ask('edit')}>${icon('edit')}${words.edit}</button>`}</div>`;
      }
    }
  }

  #noteForm() {
    const { errors, isPending } = this.#say;
    return html`<form class="form" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#comment(); }}>
      ${textField({ id: 'body', label: words.note, max: 10_000, rows: 2, value: this.comment, error: errors.at('body'), onInput: (comment) => { this.comment = comment; } })}
      ${this.#say.render(() => { void this.#comment(); })}
      <div class="row"><button class="button" type="submit" aria-disabled=${isPending ? 'true' : 'false'}>${isPending ? words.adding : words.addNote}</button></div>
    </form>`;
  }
}

customElements.define('day-blocker-panel', DayBlockerPanel);
