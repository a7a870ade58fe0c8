import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { badge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { formatInstant } from '../ui/formats.ts';
import { Paged } from '../ui/paged.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { confirmDialog } from './confirm.ts';
import './token-create.ts';
import { OwnTokensDocument, TokenRevokeDocument, type TokenRevokeMutation, type TokenRowFragment, WorkspaceTokensDocument } from './tokens.generated.ts';
import { words } from './words.ts';

const NOTHING = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** One's own tokens, and for admins those of the workspace. */
class DaySettingsTokens extends LitElement {
  static override properties = { isCreating: { state: true }, revoking: { state: true } };
  static override styles = [...pageStyles, css`.scopes { display: flex; flex-wrap: wrap; gap: 4px; max-inline-size: 320px; }`];
  declare isCreating: boolean;
  declare revoking: TokenRowFragment | null;
  readonly #own = new Paged<TokenRowFragment>(this, async (after, signal) => (await request(OwnTokensDocument, { after }, { signal })).data.viewer.tokens ?? NOTHING, { sentence: () => words.couldNotLoad });
  readonly #all = here().isAdmin
    ? new Paged<TokenRowFragment>(this, async (after, signal) => (await request(WorkspaceTokensDocument, { workspaceId: here().workspaceId, after }, { signal })).data.workspace?.apiTokens ?? NOTHING, { sentence: () => words.couldNotLoad })
    : null;
  readonly #revoke = new Submit<NonNullable<TokenRevokeMutation['apiTokenRevoke']>>(this, []);

  constructor() {
    super();
    this.isCreating = false;
    this.revoking = null;
  }

  async #confirm(): Promise<void> {
    const token = this.revoking;
    if (!token) return;
    const done = await this.#revoke.send({ id: token.id }, async (idempotencyKey) => (await request(TokenRevokeDocument, { input: { id: token.id, idempotencyKey } })).data.apiTokenRevoke);
    if (!done) return;
    this.revoking = null;
    announce(words.revoked);
    void this.#own.reload();
    void this.#all?.reload();
  }

  override render() {
    const created = () => {
      void this.#own.reload();
      void this.#all?.reload();
    };
    return html`<div class="stack">
      <section class="card stack" aria-labelledby="own">
        <div class="spread"><h2 id="own">${words.ownTokens}</h2><button class="button primary" type="button" @click=${() => { this.isCreating = true; }}>${words.createToken}</button></div>
        <p class="muted">${words.ownTokensHint}</p>
        ${this.#own.render((rows) => this.#table(rows, words.ownTokens), () => empty(words.noTokens))}
      </section>
      ${this.#all ? html`<section class="card stack" aria-labelledby="all"><h2 id="all">${words.allTokens}</h2>${this.#all.render((rows) => this.#table(rows, words.allTokens), () => empty(words.noTokens))}</section>` : nothing}
      ${this.isCreating ? html`<day-token-create @close=${() => { this.isCreating = false; }} @created=${created}></day-token-create>` : nothing}
      ${this.revoking
        ? confirmDialog({
            heading: words.revoke,
            question: words.revokeQuestion(this.revoking.name),
            action: words.revoke,
            isPending: this.#revoke.isPending,
            problem: this.#revoke.render(() => { void this.#confirm(); }, undefined, false),
            onConfirm: () => { void this.#confirm(); },
            onClose: () => { this.revoking = null; },
          })
        : nothing}
    </div>`;
  }

  #table(rows: readonly TokenRowFragment[], label: string) {
    const zone = here().memberZone;
    return html`<div class="table-scroll acts" tabindex="0" role="group" aria-label=${label}><table>
      <thead><tr><th scope="col">${words.tokenName}</th><th scope="col">${words.tokenScopes}</th><th scope="col">${words.lastUsed}</th><th scope="col">${words.ends}</th><th scope="col">${words.createdBy}</th><th scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-id=${row.id} tabindex="-1">
        <td><bdi class="clamp">${row.name}</bdi></td>
        <td><span class="scopes">${row.scopes.length === 0 ? words.everything : row.scopes.map((scope) => badge(scope))}</span></td>
        <td>${row.lastUsedAt ? html`<day-time at=${row.lastUsedAt} zone=${zone}></day-time>` : words.neverUsed}</td>
        <td>${row.expiresAt ? formatInstant(row.expiresAt, zone) : words.noEnd}</td>
        <td><bdi>${row.createdBy.displayName}</bdi></td>
        <td class="number">${row.revokedAt ? badge(words.revoked, 'danger', 'ban') : html`<button class="button small danger" type="button" aria-label="${words.revoke}: ${row.name}" @click=${() => { this.revoking = row; }}>${words.revoke}</button>`}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('day-settings-tokens', DaySettingsTokens);

export const create = () => new DaySettingsTokens();
