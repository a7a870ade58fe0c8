import { type PropertyValues, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import type { StandupPartsFragment } from '../data/standup.generated.ts';
import { Page } from '../shell/page.ts';
import { navigate, setQuery } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { addDays, dayIn } from '../ui/days.ts';
import { formatDay } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { readDay } from '../data/address.ts';
import { blockersCard, blockersCardStyles } from './blockers-card.ts';
import './composer.ts';
import type { DayComposer } from './composer.ts';
import { type Done, isAboutDone, readDone, stretch } from './done.ts';
import { isBlank, otherDrafts, readDraft, writeDraft } from './draft.ts';
import './escalations.ts';
import { toAcknowledge } from './escalations.ts';
import { onChange } from '../data/live.ts';
import './timer-card.ts';
import { TodayNotificationsDocument, TodayPageDocument, type TodayPageQuery, TodayTrackingDocument } from './today.generated.ts';
import { sentenceFor, whole } from '../ui/whole.ts';
import { words } from './words.ts';

type TodayData = TodayPageQuery & { readonly workspace: NonNullable<TodayPageQuery['workspace']> };

/** The everyday page: the standup of the day, the timer, what is in the way, and what others need. */
export class DayToday extends Page {
  static override properties = { day: { state: true } };
  static override styles = [
    ...pageStyles,
    blockersCardStyles,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; }
      .lines { display: grid; gap: 8px; margin-block-end: 16px; }
      .lines:empty { display: none; }
      .lines .notice > span { flex: 1 1 200px; }
      header { margin-block-end: 16px; }
      @media (min-width: 1024px) { .columns { grid-template-columns: minmax(0, 1fr) 344px; gap: 24px; } }
    `,
  ];
  /** The day by the person's zone when it was last looked at. */
  declare day: string;

  constructor() {
    super();
    this.day = dayIn(this.place.memberZone);
  }

  readonly #load: Load<TodayData> = new Load<TodayData>(
    this,
    async (signal) => {
      const { workspaceId, memberId, memberZone } = this.place;
      const date = this.#date;
      // Offered once a day and not at each push, so that nothing moves under who is writing.
      const withDone = this.#done?.date !== date;
      const answer = await request(TodayPageDocument, { workspaceId, memberId, date, dayBefore: addDays(date, -1), withDone, ...stretch(date, memberZone) }, { signal });
      const data = whole({ data: answer.data, problems: answer.problems.filter((problem) => !isAboutDone(problem)) });
      const failed = answer.problems.some((problem) => isAboutDone(problem) && problem.path.length === 2);
      if (withDone) this.#done = { date, done: failed ? null : readDone(data.workspace, data.workspace.last?.nodes[0] ?? null, date, memberZone) };
      return data;
    },
    { rows: 8, sentence: () => sentenceFor(this.#load.problem, words.couldNotLoad) },
  );
  #done: { date: string; done: Done | null } | null = null;
  #stops: (() => void)[] = [];
  #shown = '';

  /** The day that is written about: today, or the earlier one that the address names. */
  get #date(): string {
    const asked = readDay(this.query.get('date'));
    return asked !== null && asked <= this.day ? asked : this.day;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { workspaceId, memberId } = this.place;
    const reload = () => { void this.#load.reload(); };
    const beat = setInterval(() => { this.#turn(); }, 30_000);
    const visible = () => { this.#turn(); };
    document.addEventListener('visibilitychange', visible);
    this.#stops = [
      onChange(TodayTrackingDocument, { workspaceId, memberId }, reload),
      onChange(TodayNotificationsDocument, { workspaceId }, reload),
      () => { clearInterval(beat); },
      () => { document.removeEventListener('visibilitychange', visible); },
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.#shown !== '' && this.#shown !== this.#date) this.#load.restart();
    this.#shown = this.#date;
  }

  get #composer(): DayComposer | null {
    return this.renderRoot.querySelector('day-composer');
  }

  /** A new day has begun: shown at once, unless something is being written about the old one. */
  #turn(): void {
    const day = dayIn(this.place.memberZone);
    if (day === this.day) return;
    if (this.#composer?.isDirty !== true) this.day = day;
    else this.requestUpdate();
  }

  #sent(standup: StandupPartsFragment): void {
    const data = this.#load.value;
    if (data && standup.date === this.#date) this.#load.set({ ...data, workspace: { ...data.workspace, day: { nodes: [standup] } } });
    setQuery({ edit: null }, { replace: true });
    this.#turn();
  }

  override render() {
    const isPast = this.#date !== this.day;
    return html`<header class="spread"><div><h1>${shellWords.today}</h1><p class="muted">${formatDay(this.day, 'long')}</p></div>
        ${isPast ? html`<a class="button" href="/today">${icon('home')}${words.backToToday}</a>` : nothing}</header>
      <div class="lines">${this.#notices()}</div>
      ${this.#load.render((data) => {
        const { workspace } = data;
        const told = toAcknowledge(workspace.escalated?.nodes ?? [], this.place.memberId);
        const blockers = data.viewer.today?.openBlockers;
        return html`<div class="columns">
          <day-composer .date=${this.#date} .edits=${this.query.has('edit')} .standup=${workspace.day?.nodes[0] ?? null} .done=${this.#done?.done ?? null}
            @day-again=${() => { this.#done = null; void this.#load.reload(); }}
            @day-cancel=${() => { setQuery({ edit: null }, { replace: true }); }}
            @day-sent=${({ detail }: CustomEvent<StandupPartsFragment>) => { this.#sent(detail); }}></day-composer>
          <div class="stack">
            <day-escalations .told=${told}></day-escalations>
            <day-timer-card></day-timer-card>
            ${blockers ? blockersCard(blockers, this.place.memberZone) : nothing}
          </div>
        </div>`;
      })}`;
  }

  #notices() {
    const { memberId } = this.place;
    const now = dayIn(this.place.memberZone);
    const isLate = this.day !== now;
    const asked = readDay(this.query.get('date'));
    const unsent = otherDrafts(memberId, this.#date).filter((day) => day <= now && !isBlank(readDraft(memberId, day) ?? { yesterday: '', today: '', blockers: '' }));
    return [
      asked !== null && asked > now ? html`<p class="notice warning">${icon('info')}${words.future}</p>` : nothing,
      isLate ? html`<p class="notice accent">${icon('info')}<span>${words.newDay(now)}</span><button class="button small" type="button" @click=${() => { this.day = now; }}>${words.writeToday}</button></p>` : nothing,
      ...unsent.slice(0, 3).map((day) => html`<p class="notice accent">${icon('edit')}<span>${words.unsent(day)}</span>
        <button class="button small" type="button" @click=${() => { navigate(day === this.day ? '/today' : `/today?date=${day}`); }}>${words.openIt}</button>
        <button class="button small" type="button" @click=${() => { writeDraft(memberId, day, null); this.requestUpdate(); }}>${words.discardIt}</button></p>`),
    ];
  }
}

customElements.define('day-today', DayToday);
