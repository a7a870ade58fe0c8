import { LitElement, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { dateField, inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { type RoundingMode, SettingsSaveDocument, type SettingsRowFragment, type SettingsSaveMutation, WorkspaceSettingsDocument } from './workspace.generated.ts';
import { words } from './words.ts';

const STEPS = [0, 1, 5, 6, 10, 15, 30, 60];

/** How the workspace works: smallest group, idle timers, rounding, closed periods. */
class DaySettingsWorkspace extends LitElement {
  static override properties = { groupSize: { state: true }, idle: { state: true }, rounding: { state: true }, mode: { state: true }, closed: { state: true } };
  static override styles = pageStyles;
  declare groupSize: string;
  declare idle: string;
  declare rounding: string;
  declare mode: RoundingMode;
  declare closed: string;
  readonly #settings = new Load<SettingsRowFragment>(
    this,
    async (signal) => {
      const { data } = await request(WorkspaceSettingsDocument, { workspaceId: here().workspaceId }, { signal });
      const settings = data.workspace?.settings;
      if (!settings) throw new Error('The answer holds no settings.');
      this.#fill(settings);
      return settings;
    },
    { rows: 5, sentence: () => words.couldNotLoad },
  );
  readonly #form = new Submit<NonNullable<SettingsSaveMutation['workspaceSettingsUpdate']>>(this, ['minimumGroupSize', 'timerIdleMinutes', 'roundingMinutes', 'roundingMode', 'closedThrough']);

  constructor() {
    super();
    this.groupSize = '';
    this.idle = '';
    this.rounding = '0';
    this.mode = 'NEAREST';
    this.closed = '';
  }

  #fill(settings: SettingsRowFragment): void {
    this.groupSize = String(settings.minimumGroupSize);
    this.idle = String(settings.timerIdleMinutes);
    this.rounding = String(settings.roundingMinutes);
    this.mode = settings.roundingMode;
    this.closed = settings.closedThrough ?? '';
  }

  async #save(settings: SettingsRowFragment, event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const isNumber = (text: string) => /^\d{1,4}$/.test(text.trim());
    const isGood = this.#form.check([
      ['minimumGroupSize', !isNumber(this.groupSize), words.groupSizeHint],
      ['timerIdleMinutes', !isNumber(this.idle), words.idleHint],
    ]);
    if (!isGood) return;
    const input = {
      workspaceId: here().workspaceId,
      minimumGroupSize: Number(this.groupSize),
      timerIdleMinutes: Number(this.idle),
      roundingMinutes: Number(this.rounding),
      roundingMode: this.mode,
      closedThrough: this.closed || null,
      expectedVersion: settings.version,
    };
    const done = await this.#form.send(input, async (idempotencyKey) => (await request(SettingsSaveDocument, { input: { ...input, idempotencyKey } })).data.workspaceSettingsUpdate);
    if (!done?.settings) return;
    this.#fill(done.settings);
    this.#settings.set(done.settings);
    announce(words.saved);
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="workspace"><h2 id="workspace">${words.workspace}</h2>${this.#settings.render((settings) => this.#fields(settings))}</section>`;
  }

  #fields(settings: SettingsRowFragment) {
    const { errors, isPending } = this.#form;
    return html`<form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(settings, event); }}>
      ${inputField({ id: 'minimumGroupSize', label: words.groupSize, hint: words.groupSizeHint, type: 'number', min: '2', max: '50', value: this.groupSize, error: errors.at('minimumGroupSize'), onInput: (value) => { this.groupSize = value; } })}
      ${inputField({ id: 'timerIdleMinutes', label: words.idle, hint: words.idleHint, type: 'number', min: '0', max: '480', value: this.idle, error: errors.at('timerIdleMinutes'), onInput: (value) => { this.idle = value; } })}
      ${selectField({ id: 'roundingMinutes', label: words.rounding, value: this.rounding, choices: STEPS.map((step) => [String(step), step === 0 ? words.roundingOff : words.minutes(step)] as const), error: errors.at('roundingMinutes'), onChange: (value) => { this.rounding = value; } })}
      ${selectField({ id: 'roundingMode', label: words.roundingMode, value: this.mode, choices: (['NEAREST', 'UP', 'DOWN'] as const).map((mode) => [mode, words[mode]] as const), disabled: this.rounding === '0', error: errors.at('roundingMode'), onChange: (value) => { this.mode = value as RoundingMode; } })}
      ${dateField({ id: 'closedThrough', label: words.closed, hint: words.closedHint, value: this.closed, error: errors.at('closedThrough'), onInput: (value) => { this.closed = value; } })}
      ${this.#form.render(() => { void this.#save(settings); })}
      <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.saving : words.save}</button></div>
    </form>`;
  }
}

customElements.define('day-settings-workspace', DaySettingsWorkspace);

export const create = () => new DaySettingsWorkspace();
