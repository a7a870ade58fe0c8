import { LitElement, css, html, nothing } from 'lit';
import { preferences } from '../../shared/preferences.ts';
import { type Store, Watch } from '../data/store.ts';
import { announce } from '../ui/announce.ts';
import { formatClock, formatDuration, formatInstant, formatTime } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons, states } from '../ui/styles.ts';
import { wordsReady } from '../ui/words.ts';
import { watchIdle } from './idle.ts';
import { request } from '../data/request.ts';
import { here } from './session.ts';
import { LatestEntryDocument } from './timer-live.generated.ts';
import './timer-correction.ts';
import { followTimer } from './timer-live.ts';
import { type RunningTimer, type StartInput, elapsed, loadTimer, stopTimer, timer } from './timer.ts';
import { words } from './timer-words.ts';
import { setTitlePrefix } from './title.ts';

const DAY = 86_400;

/** The person's running timer on every page: clock, task, Stop; or how to start one. */
export class DayHeaderTimer extends LitElement {
  static override properties = { message: { state: true }, isReady: { state: true }, isEditing: { state: true } };
  static override styles = [
    base,
    buttons,
    states,
    css`
      :host { display: flex; align-items: center; gap: 8px; min-inline-size: 0; }
      .running { display: flex; align-items: center; gap: 8px; min-inline-size: 0; padding-inline: 12px 4px; background: var(--daybook-accent-tint); border-radius: var(--daybook-radius-full); }
      .clock { color: var(--daybook-accent); font-weight: 600; font-variant-numeric: tabular-nums; }
      .about { display: inline-flex; align-items: center; gap: 4px; min-inline-size: 24px; min-block-size: 28px; padding: 0 4px; background: none; border: 0; border-radius: var(--daybook-radius-control); color: var(--daybook-text); font: 400 14px/20px var(--daybook-font); cursor: pointer; }
      .about:hover .task { text-decoration: underline; }
      .task { overflow: hidden; max-inline-size: 200px; text-overflow: ellipsis; white-space: nowrap; }
      .running .button { min-block-size: 28px; border-radius: var(--daybook-radius-full); }
      .message { position: absolute; z-index: 15; inset-block-start: calc(100% + 4px); inset-inline: 8px; justify-content: space-between; max-inline-size: 480px; margin-inline: auto 8px; border: 1px solid currentColor; }
      .editor { position: absolute; z-index: 15; inset-block-start: calc(100% + 4px); inset-inline: 8px; max-inline-size: 480px; max-block-size: calc(100dvh - 72px); margin-inline: auto 8px; padding: 16px; overflow: auto; background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); box-shadow: 0 8px 32px rgb(0 0 0 / 25%); }
      @media (max-width: 599px) { .task { display: none; } .long { display: none; } .running { padding-inline-start: 8px; } }
      @media (pointer: coarse) { .running .button, .about { min-block-size: 44px; } .about { min-inline-size: 44px; justify-content: center; } }
    `,
  ];
  declare message: string;
  declare isReady: boolean;
  declare isEditing: boolean;
  #stops: (() => void)[] = [];
  #beat: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.message = '';
    this.isReady = false;
    this.isEditing = false;
    new Watch(this, [timer] as Store<unknown>[]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    timer.set(undefined);
    void wordsReady().then(() => { this.isReady = true; });
    const open = () => { void this.#shortcut(); };
    const start = (event: Event) => { void this.#start((event as CustomEvent<StartInput | null>).detail); };
    const visible = () => { if (document.visibilityState === 'visible') this.requestUpdate(); };
    addEventListener('daybook-timer', open);
    addEventListener('daybook-timer-start', start);
    document.addEventListener('visibilitychange', visible);
    this.#stops = [
      () => { removeEventListener('daybook-timer', open); },
      () => { removeEventListener('daybook-timer-start', start); },
      () => { document.removeEventListener('visibilitychange', visible); },
      followTimer(),
      watchIdle((since) => { void this.#ask('day-timer-away', { since }); }),
    ];
    loadTimer().catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    clearTimeout(this.#beat);
    setTitlePrefix(null);
  }

  /** At the next full second of the clock shown; the title only each minute. */
  override updated(): void {
    clearTimeout(this.#beat);
    const running = timer.value;
    if (!running) {
      setTitlePrefix(null);
      return;
    }
    const seconds = elapsed(running);
    const minutes = Math.floor(seconds / 60);
    if (preferences.get('timer-title') === 'off') setTitlePrefix(null);
    else setTitlePrefix(`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} - ${running.task?.title ?? words.noTask}`);
    const wait = document.visibilityState === 'hidden' ? 60_000 - ((seconds * 1000) % 60_000) : 1000;
    this.#beat = setTimeout(() => { this.requestUpdate(); }, wait);
  }

  async #shortcut(): Promise<void> {
    if (timer.value) await this.#stop(timer.value);
    else await this.#start(null);
  }

  /** Opens the choice of tasks, or starts at once on what a page has chosen. */
  async #start(input: StartInput | null): Promise<void> {
    const { DayTimerStart } = await import('./timer-start.ts');
    await wordsReady();
    this.message = '';
    const element = new DayTimerStart();
    element.done = () => { element.remove(); };
    if (input) {
      await element.start(input);
      if (!element.conflict && !element.failed) return;
    }
    document.body.append(element);
  }

  async #ask(tag: 'day-timer-away' | 'day-timer-end', values: object): Promise<void> {
    await import('./timer-questions.ts');
    await wordsReady();
    document.querySelector(tag)?.remove();
    document.body.append(Object.assign(document.createElement(tag), values));
  }

  async #stop(running: RunningTimer): Promise<void> {
    this.message = '';
    if (elapsed(running) > DAY) {
      await this.#ask('day-timer-end', { running });
      return;
    }
    try {
      const payload = await stopTimer();
      if (!payload) return;
      const seconds = payload.timeEntry?.durationSeconds;
      if (seconds != null) announce(words.stopped(formatDuration(seconds), running.task?.title ?? words.noTask));
      else if (payload.userErrors.some(({ code }) => code === 'NOT_RUNNING')) this.message = await this.#whenStopped(running);
      else this.message = payload.userErrors.map(({ message }) => message).join(' ');
    } catch {
      this.message = words.couldNotStop;
    }
  }

  async #edit(running: RunningTimer): Promise<void> {
    if (this.isEditing || running.id === null) {
      this.isEditing = false;
      return;
    }
    await import('./timer-edit.ts');
    await wordsReady();
    this.isEditing = true;
  }

  async #edited(): Promise<void> {
    this.isEditing = false;
    await this.updateComplete;
    this.renderRoot.querySelector('button')?.focus();
  }

  /** Somebody else, another tab or the server was faster: told, not silently taken. */
  async #whenStopped(running: RunningTimer): Promise<string> {
    try {
      const { workspaceId, memberId, memberZone } = here();
      const { data } = await request(LatestEntryDocument, { workspaceId, memberId });
      const entry = data.workspace?.timeEntries?.nodes[0];
      if (entry?.endedAt && entry.startedAt === running.startedAt) return words.alreadyStopped(formatTime(entry.endedAt, memberZone));
    } catch {
      // The sentence without the time is true as well.
    }
    return words.alreadyStoppedSometime;
  }

  override render() {
    const running = timer.value;
    if (!this.isReady || running === undefined) return nothing;
    return html`${running ? this.#running(running) : this.#idle()}
      ${this.isEditing ? html`<div class="editor"><day-timer-edit @close=${() => { void this.#edited(); }}></day-timer-edit></div>` : nothing}
      ${this.message ? html`<p class="notice warning message" role="alert"><span>${this.message}</span><button class="button small" type="button" @click=${() => { this.message = ''; }}>${words.dismiss}</button></p>` : nothing}`;
  }

  #running(running: RunningTimer) {
    const title = running.task?.title ?? (running.note || words.noTask);
    const since = formatInstant(running.startedAt, here().memberZone);
    return html`<div class="running">
      <span class="clock" role="timer" aria-label=${words.running} title=${since}>${formatClock(elapsed(running))}</span>
      <button class="about" type="button" aria-label=${words.editTimer(title)} title=${title} aria-expanded=${this.isEditing ? 'true' : 'false'} aria-disabled=${running.id === null ? 'true' : nothing} @click=${() => { void this.#edit(running); }}><bdi class="task">${title}</bdi>${icon('edit')}</button>
      <button class="button small" type="button" aria-disabled=${running.id === null ? 'true' : nothing} @click=${() => { void this.#stop(running); }}>${icon('stop')}${words.stop}</button>
    </div>`;
  }

  #idle() {
    return html`<button class="button" type="button" aria-label=${words.start} @click=${() => { void this.#start(null); }}>${icon('play')}<span class="long">${words.start}</span></button>`;
  }
}

customElements.define('day-header-timer', DayHeaderTimer);
