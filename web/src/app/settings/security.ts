import { LitElement, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here, session } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { badge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { inputField } from '../ui/form.ts';
import { Paged } from '../ui/paged.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { PasswordSetDocument, type PasswordSetMutation, SessionEndDocument, type SessionEndMutation, SessionsDocument, SessionsEndDocument, type SessionsEndMutation, type SessionsQuery } from './security.generated.ts';
import { words } from './words.ts';

type Session = NonNullable<SessionsQuery['viewer']['sessions']>['nodes'][number];

/** Where the person is signed in, and their password. */
class DaySettingsSecurity extends LitElement {
  static override properties = { oldPassword: { state: true }, newPassword: { state: true } };
  static override styles = pageStyles;
  declare oldPassword: string;
  declare newPassword: string;
  readonly #sessions = new Paged<Session>(
    this,
    async (after, signal) => {
      const { data } = await request(SessionsDocument, { after }, { signal });
      return data.viewer.sessions ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    { sentence: () => words.couldNotLoad },
  );
  readonly #end = new Submit<NonNullable<SessionEndMutation['sessionRevoke']>>(this, []);
  readonly #endAll = new Submit<NonNullable<SessionsEndMutation['sessionRevokeAll']>>(this, []);
  readonly #password = new Submit<NonNullable<PasswordSetMutation['passwordChange']>>(this, ['currentPassword', 'newPassword']);

  constructor() {
    super();
    this.oldPassword = '';
    this.newPassword = '';
  }

  async #revoke(id: string): Promise<void> {
    const done = await this.#end.send({ id }, async () => (await request(SessionEndDocument, { input: { id } })).data.sessionRevoke);
    if (!done) return;
    this.#sessions.remove(id);
    announce(words.ended(1));
  }

  async #revokeAll(): Promise<void> {
    const done = await this.#endAll.send({}, async () => (await request(SessionsEndDocument, { input: { includeCurrent: false } })).data.sessionRevokeAll);
    if (!done) return;
    announce(words.ended(done.revokedCount ?? 0));
    void this.#sessions.reload();
  }

  async #change(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const isGood = this.#password.check([
      ['currentPassword', this.oldPassword === ''],
      ['newPassword', Array.from(this.newPassword).length < 10, words.newPasswordHint],
    ]);
    if (!isGood) return;
    const input = { currentPassword: this.oldPassword, newPassword: this.newPassword };
    const done = await this.#password.send(input, async () => (await request(PasswordSetDocument, { input })).data.passwordChange);
    if (!done) return;
    this.oldPassword = '';
    this.newPassword = '';
    announce(words.passwordChanged);
    void this.#sessions.reload();
  }

  override render() {
    return html`<div class="stack">
      <section class="card stack" aria-labelledby="sessions">
        <div class="spread">
          <h2 id="sessions">${words.sessions}</h2>
          <button class="button" type="button" aria-disabled=${this.#endAll.isPending ? 'true' : nothing} @click=${() => { void this.#revokeAll(); }}>${words.endOthers}</button>
        </div>
        ${this.#end.render(() => { void this.#sessions.reload(); }, undefined, false)} ${this.#endAll.render(() => { void this.#revokeAll(); }, undefined, false)}
        ${this.#sessions.render((rows) => this.#table(rows), () => empty(words.noSessions))}
      </section>
      <section class="card stack" aria-labelledby="password-title">
        <h2 id="password-title">${words.password}</h2>
        <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#change(event); }}>
          <input hidden type="text" name="username" autocomplete="username" .value=${session.value?.email ?? ''} />
          ${inputField({ id: 'currentPassword', label: words.oldPassword, type: 'password', value: this.oldPassword, autocomplete: 'current-password', required: true, error: this.#password.errors.at('currentPassword'), onInput: (value) => { this.oldPassword = value; } })}
          ${inputField({ id: 'newPassword', label: words.newPassword, hint: words.newPasswordHint, type: 'password', value: this.newPassword, autocomplete: 'new-password', required: true, error: this.#password.errors.at('newPassword'), onInput: (value) => { this.newPassword = value; } })}
          ${this.#password.render(() => { void this.#change(); })}
          <div class="row"><button class="button primary" type="submit" aria-disabled=${this.#password.isPending ? 'true' : nothing}>${words.changePassword}</button></div>
        </form>
      </section>
    </div>`;
  }

  #table(rows: readonly Session[]) {
    const zone = here().memberZone;
    return html`<div class="table-scroll acts" tabindex="0" role="group" aria-labelledby="sessions"><table>
      <thead><tr><th scope="col">${words.device}</th><th scope="col">${words.signedIn}</th><th scope="col">${words.lastSeen}</th><th scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-id=${row.id} tabindex="-1">
        <td><span class="row"><bdi>${row.device ?? words.unknownDevice}</bdi>${row.current ? badge(words.current, 'good', 'check') : nothing}</span><span class="muted small">${row.ipAddress}</span></td>
        <td><day-time at=${row.createdAt} zone=${zone}></day-time></td>
        <td><day-time at=${row.lastSeenAt} zone=${zone}></day-time></td>
        <td class="number">${row.current ? nothing : html`<button class="button small" type="button" aria-label="${words.endSession}: ${row.device ?? words.unknownDevice}" @click=${() => { void this.#revoke(row.id); }}>${words.endSession}</button>`}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('day-settings-security', DaySettingsSecurity);

export const create = () => new DaySettingsSecurity();
