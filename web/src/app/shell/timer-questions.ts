/* What is asked about a timer that ran without its person: right when they come back, or when it ran over a day. */
import { LitElement, html, nothing } from 'lit';
import { serverNow } from '../data/clock.ts';
import '../ui/elements/dialog.ts';
import { inputField } from '../ui/form.ts';
import { readLocal, writeLocal } from '../ui/local-time.ts';
import { formatInstant, formatTime } from '../ui/formats.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { tellPresent } from './idle.ts';
import { here } from './session.ts';
import { type RunningTimer, discardTimer, stopTimer, timer } from './timer.ts';
import { words } from './timer-words.ts';

export class DayTimerAway extends LitElement {
  static override properties = { since: { attribute: false }, problem: { state: true } };
  static override styles = [base, buttons, states];
  declare since: number;
  declare problem: string;

  constructor() {
    super();
    this.since = 0;
    this.problem = '';
  }

  async #run(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
      this.remove();
    } catch {
      this.problem = words.couldNotStop;
    }
  }

  override render() {
    const { memberZone } = here();
    const since = new Date(this.since).toISOString();
    const time = formatTime(since, memberZone);
    return html`<day-dialog open persistent heading=${words.awayHeading}>
      <p>${words.away(timer.value?.task?.title ?? words.noTask, time)}</p>
      ${this.problem ? html`<p class="notice danger" role="alert">${this.problem}</p>` : nothing}
      <div slot="footer">
        <button class="button danger" type="button" @click=${() => { void this.#run(discardTimer); }}>${words.discard}</button>
        <button class="button" type="button" @click=${() => { void this.#run(() => stopTimer(since)); }}>${words.stopAt(time)}</button>
        <button class="button primary" type="button" @click=${() => { void this.#run(tellPresent); }}>${words.keep}</button>
      </div>
    </day-dialog>`;
  }
}

export class DayTimerEnd extends LitElement {
  static override properties = { running: { attribute: false }, end: { state: true }, problem: { state: true } };
  static override styles = [base, buttons, fields, states];
  declare running: RunningTimer | null;
  declare end: string;
  declare problem: string;

  constructor() {
    super();
    this.running = null;
    this.end = '';
    this.problem = '';
  }

  override willUpdate(): void {
    if (this.end !== '' || !this.running) return;
    this.end = writeLocal(here().memberZone, Date.parse(this.running.startedAt) + 3_600_000);
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const end = readLocal(here().memberZone, this.end);
    if (!this.running || end === null || Date.parse(end) <= Date.parse(this.running.startedAt) || Date.parse(end) > serverNow()) {
      this.problem = words.badEnd;
      return;
    }
    try {
      const payload = await stopTimer(end);
      if (payload && payload.userErrors.length > 0) this.problem = payload.userErrors.map(({ message }) => message).join(' ');
      else this.remove();
    } catch {
      this.problem = words.couldNotStop;
    }
  }

  override render() {
    if (!this.running) return nothing;
    return html`<day-dialog open heading=${words.longRunHeading} @close=${() => { this.remove(); }}>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(event); }}>
        <p>${words.longRun(formatInstant(this.running.startedAt, here().memberZone))}</p>
        ${inputField({ id: 'end', label: words.end, type: 'datetime-local', value: this.end, error: this.problem || undefined, onInput: (value) => { this.end = value; this.problem = ''; } })}
        <div class="row">
          <button class="button primary" type="submit">${words.setEnd}</button>
          <button class="button danger" type="button" @click=${() => { void discardTimer().then(() => { this.remove(); }, () => { this.problem = words.couldNotStop; }); }}>${words.discard}</button>
        </div>
      </form>
    </day-dialog>`;
  }
}

customElements.define('day-timer-away', DayTimerAway);
customElements.define('day-timer-end', DayTimerEnd);
