import { LitElement, css, html, nothing } from 'lit';
import { serverNow } from '../data/clock.ts';
import { type Store, Watch } from '../data/store.ts';
import { here } from '../shell/session.ts';
import { elapsed, timer, tracked } from '../shell/timer.ts';
import { dayIn } from '../ui/days.ts';
import { formatClock, formatDuration, formatInstant } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { base, buttons } from '../ui/styles.ts';
import { words } from './words.ts';

/**
 * Seconds tracked today: the server's figure, and what the running timer has added since it was given. Null when that
 * figure was given on another day.
 */
export function trackedNow(figure: { seconds: number; at: number } | null, isRunning: boolean, zone: string, now = serverNow()): number | null {
  if (!figure || dayIn(zone, figure.at) !== dayIn(zone, now)) return null;
  return figure.seconds + (isRunning ? Math.max(0, Math.floor((now - figure.at) / 1000)) : 0);
}

/** The running timer large, and what was tracked today. Starting and stopping is the header's, with all its questions. */
export class DayTimerCard extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .stack { grid-template-columns: minmax(0, 1fr); }
      .clock { font: 600 24px/32px var(--daybook-font); font-variant-numeric: tabular-nums; }
      .running .clock { color: var(--daybook-accent); }
      .spread { gap: 8px; }
      .total { padding-block-start: 12px; border-block-start: 1px solid var(--daybook-hairline); }
      .total strong { font-variant-numeric: tabular-nums; }
    `,
  ];
  #beat: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Watch(this, [timer, tracked] as Store<unknown>[]);
  }

  #visible = () => { this.requestUpdate(); };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#visible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#visible);
    clearTimeout(this.#beat);
  }

  override updated(): void {
    clearTimeout(this.#beat);
    if (timer.value && document.visibilityState === 'visible') this.#beat = setTimeout(() => { this.requestUpdate(); }, 1000);
  }

  override render() {
    const running = timer.value;
    const zone = here().memberZone;
    const total = trackedNow(tracked.value, running != null, zone);
    const ask = () => { dispatchEvent(new CustomEvent('daybook-timer')); };
    return html`<section class="card stack tight" aria-labelledby="heading">
      <h2 id="heading">${words.timer}</h2>
      <div class="spread ${running ? 'running' : ''}">
        ${running ? html`<span class="clock" role="timer" title=${formatInstant(running.startedAt, zone)}>${formatClock(elapsed(running))}</span>` : html`<span class="muted">${words.noTimer}</span>`}
        <button class="button" type="button" aria-disabled=${running?.id === null ? 'true' : nothing} @click=${ask}>${icon(running ? 'stop' : 'play')}${running ? words.stop : words.start}</button>
      </div>
      ${running ? html`<p><bdi class="clamp">${running.task?.title ?? words.noTask}</bdi>${running.note ? html`<bdi class="clamp muted">${running.note}</bdi>` : nothing}</p>` : nothing}
      <p class="total spread"><a href="/time">${words.tracked}</a><strong>${total === null ? '' : formatDuration(total)}</strong></p>
    </section>`;
  }
}

customElements.define('day-timer-card', DayTimerCard);
