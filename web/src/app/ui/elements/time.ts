import { LitElement, css, html } from 'lit';
import { serverNow } from '../../data/clock.ts';
import { Store } from '../../data/store.ts';
import { Watch } from '../../data/store.ts';
import { formatInstant } from '../formats.ts';
import { buttons } from '../styles.ts';
import { locale } from '../words.ts';

const DAY = 86_400;
const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });

/** "5 minutes ago"; null when it is older than a week and the exact time says more. */
export function relativeTime(instant: number, now: number): string | null {
  const seconds = Math.round((instant - now) / 1000);
  const age = Math.abs(seconds);
  if (age < 60) return format.format(0, 'second');
  if (age < 3600) return format.format(Math.trunc(seconds / 60), 'minute');
  if (age < DAY) return format.format(Math.trunc(seconds / 3600), 'hour');
  return age < 7 * DAY ? format.format(Math.trunc(seconds / DAY), 'day') : null;
}

/** Whether all times of the page stand exact. */
const exact = new Store(false);
const tick = new Store(0);

let timer: ReturnType<typeof setInterval> | undefined;
let shown = 0;

function beat(): void {
  clearInterval(timer);
  if (shown === 0 || document.visibilityState === 'hidden') return;
  timer = setInterval(() => { tick.set(tick.value + 1); }, 30_000);
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') tick.set(tick.value + 1);
  beat();
});

/**
 * A time that moves; a click shows the exact time in the person's zone, for all times of the page.
 *
 * `<day-time at=${row.createdAt} zone=${timeZone}></day-time>`
 */
export class DayTime extends LitElement {
  static override properties = { at: {}, zone: {} };
  static override styles = [
    buttons,
    css`
      :host { display: inline-block; }
      button { min-block-size: 24px; padding: 0; background: none; border: 0; border-radius: var(--daybook-radius-control); color: inherit; font: inherit; text-align: start; cursor: pointer; }
      button:hover { text-decoration: underline dotted; }
      button:focus-visible { outline: 2px solid var(--daybook-accent); outline-offset: 2px; }
    `,
  ];
  declare at: string;
  declare zone: string;

  constructor() {
    super();
    this.at = '';
    this.zone = 'UTC';
    new Watch(this, [exact, tick] as Store<unknown>[]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    shown++;
    beat();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown--;
    beat();
  }

  override render() {
    if (this.at === '') return html``;
    const full = formatInstant(this.at, this.zone);
    const moving = exact.value ? null : relativeTime(Date.parse(this.at), serverNow());
    return html`<button type="button" title=${full} @click=${() => { exact.set(!exact.value); }}><time datetime=${this.at}>${moving ?? full}</time></button>`;
  }
}

if (!customElements.get('day-time')) customElements.define('day-time', DayTime);
