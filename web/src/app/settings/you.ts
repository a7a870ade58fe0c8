import { LitElement, css, html, nothing } from 'lit';
import { type Theme, preferences, setTheme, theme } from '../../shared/preferences.ts';
import { request } from '../data/request.ts';
import { here, loadSession } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { checkField, inputField, selectField } from '../ui/form.ts';
import { formatInstant } from '../ui/formats.ts';
import { Load } from '../ui/load.ts';
import { Submit } from '../ui/submit.ts';
import { pageStyles } from '../ui/styles.ts';
import { words } from './words.ts';
import './notices.ts';
import { type OwnProfileFragment, ProfileUpdateDocument, type ProfileUpdateMutation, SlackSetDocument, type SlackSetMutation, type SlackStateFragment, YouDocument } from './you.generated.ts';
import { isZone, knownZones } from './zones.ts';

type Profile = OwnProfileFragment & { readonly slackTracking: SlackStateFragment | null };

/** One's own name and zone, notifications and Slack consent, and how this browser shows Daybook. */
class DaySettingsYou extends LitElement {
  static override properties = { name: { state: true }, zone: { state: true } };
  static override styles = [...pageStyles, css`dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; } dt { color: var(--daybook-muted); }`];
  declare name: string;
  declare zone: string;
  #email = '';
  readonly #you = new Load<Profile>(
    this,
    async (signal) => {
      const { workspaceId, memberId } = here();
      const { data } = await request(YouDocument, { workspaceId, memberId }, { signal });
      if (!data.member) throw new Error('The answer holds no member.');
      this.#email = data.viewer.email ?? '';
      this.name = data.member.actor.displayName;
      this.zone = data.member.timeZone;
      return data.member;
    },
    { rows: 6, sentence: () => words.couldNotLoad },
  );
  readonly #profile = new Submit<NonNullable<ProfileUpdateMutation['memberUpdate']>>(this, ['displayName', 'timeZone']);
  readonly #slack = new Submit<NonNullable<SlackSetMutation['slackTrackingSet']>>(this, []);

  constructor() {
    super();
    this.name = '';
    this.zone = '';
  }

  async #save(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const isGood = this.#profile.check([
      ['displayName', this.name.trim() === ''],
      ['timeZone', !isZone(this.zone), words.zoneUnknown],
    ]);
    if (!isGood) return;
    const input = { memberId: here().memberId, displayName: this.name.trim(), timeZone: this.zone };
    const done = await this.#profile.send(input, async (idempotencyKey) => (await request(ProfileUpdateDocument, { input: { ...input, idempotencyKey } })).data.memberUpdate);
    if (!done) return;
    announce(words.saved);
    // The name in the header and the zone of every page.
    await loadSession();
    void this.#you.reload();
  }

  async #setSlack(consent: boolean): Promise<void> {
    const input = { memberId: here().memberId, consent };
    const done = await this.#slack.send(input, async (idempotencyKey) => (await request(SlackSetDocument, { input: { ...input, idempotencyKey } })).data.slackTrackingSet);
    const { value } = this.#you;
    if (!done || !value) return;
    this.#you.set({ ...value, slackTracking: done.slackTracking });
    announce(consent ? words.slackOn : words.slackStops);
  }

  override render() {
    return html`<div class="stack">${this.#you.render((you) => [this.#profileCard(you), html`<day-settings-notices></day-settings-notices>`, this.#browserCard(), this.#slackCard(you.slackTracking)])}</div>`;
  }

  #profileCard(you: Profile) {
    const { errors, isPending } = this.#profile;
    const role = { OWNER: words.owner, ADMIN: words.admin, MEMBER: words.member }[you.role];
    return html`<section class="card stack" aria-labelledby="profile">
      <h2 id="profile">${words.profile}</h2>
      <dl><dt>${words.mail}</dt><dd>${this.#email}</dd><dt>${words.role}</dt><dd>${role}</dd><dt>${words.team}</dt><dd><bdi>${you.team?.name ?? words.none}</bdi></dd><dt>${words.manager}</dt><dd><bdi>${you.manager?.actor.displayName ?? words.none}</bdi></dd></dl>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(event); }}>
        ${inputField({ id: 'displayName', label: words.name, hint: words.nameHint, value: this.name, required: true, autocomplete: 'name', error: errors.at('displayName'), onInput: (value) => { this.name = value; } })}
        ${inputField({ id: 'timeZone', label: words.zone, hint: words.zoneHint, value: this.zone, required: true, list: 'zones', autocomplete: 'off', error: errors.at('timeZone'), onInput: (value) => { this.zone = value; } })}
        <datalist id="zones">${knownZones().map((zone) => html`<option value=${zone}></option>`)}</datalist>
        ${this.#profile.render(() => { void this.#save(); })}
        <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.saving : words.save}</button></div>
      </form>
    </section>`;
  }

  #browserCard() {
    const reload = (language: string) => {
      preferences.set('language', language || null);
      location.reload();
    };
    const flag = (name: 'shortcuts' | 'timer-title', label: string) =>
      checkField({ id: name, label, checked: preferences.get(name) !== 'off', onChange: (on) => { preferences.set(name, on ? null : 'off'); } });
    return html`<section class="card stack" aria-labelledby="browser">
      <h2 id="browser">${words.browser}</h2>
      <p class="muted">${words.browserHint}</p>
      <div class="form">
        ${selectField({ id: 'theme', label: words.theme, value: theme(), choices: [['auto', words.themeAuto], ['light', words.themeLight], ['dark', words.themeDark]], onChange: (value) => { setTheme(value as Theme); } })}
        ${selectField({ id: 'language', label: words.language, value: preferences.get('language') ?? '', choices: [['', words.languageAuto], ['en', 'English'], ['de', 'Deutsch']], onChange: reload })}
        ${flag('shortcuts', words.shortcuts)} ${flag('timer-title', words.timerTitle)}
      </div>
    </section>`;
  }

  #slackCard(slack: SlackStateFragment | null) {
    const on = slack?.enabled === true;
    const date = (instant: string) => formatInstant(instant, here().memberZone);
    const facts = [
      slack?.consentedAt ? words.slackSince(date(slack.consentedAt)) : '',
      slack?.revokedAt ? words.slackRevoked(date(slack.revokedAt)) : '',
      slack?.lastIngestAt ? words.slackLast(date(slack.lastIngestAt)) : '',
    ].filter(Boolean);
    return html`<section class="card stack" aria-labelledby="slack">
      <h2 id="slack">${words.slack}</h2>
      <p><strong>${on ? words.slackOn : words.slackOff}</strong> ${facts.join(' ')}</p>
      <p class="text">${on ? `${words.turnOff}: ${words.slackStops}` : words.slackConsent}</p>
      ${this.#slack.render(() => { void this.#setSlack(!on); }, undefined, false)}
      <div class="row"><button class="button" type="button" aria-disabled=${this.#slack.isPending ? 'true' : nothing} @click=${() => { void this.#setSlack(!on); }}>${on ? words.turnOff : words.agree}</button></div>
    </section>`;
  }
}

customElements.define('day-settings-you', DaySettingsYou);

export const create = () => new DaySettingsYou();
