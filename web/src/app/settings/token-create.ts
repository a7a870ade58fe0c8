import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import '../ui/elements/dialog.ts';
import { checkField, inputField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { TokenCreateDocument, type TokenCreateMutation } from './tokens.generated.ts';
import { words } from './words.ts';

/** What a token can be bounded to. */
export const SCOPES = [
  'directory:read', 'directory:email', 'directory:write', 'work:read', 'work:write', 'tracking:read', 'tracking:write', 'tracking:infer',
  'sentiment:read', 'metrics:read', 'activity:read', 'activity:write', 'audit:read', 'export:read', 'export:write',
] as const;

/**
 * Makes a token and shows its secret once.
 *
 * @fires created when there is a new one; @fires close when the person is done
 */
class DayTokenCreate extends LitElement {
  static override properties = { name: { state: true }, days: { state: true }, isService: { state: true }, scopes: { state: true }, secret: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      .scopes { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 4px; }
      .secret { display: block; padding: 12px; background: var(--daybook-sunken); border-radius: var(--daybook-radius-control); user-select: all; }
    `,
  ];
  declare name: string;
  declare days: string;
  declare isService: boolean;
  declare scopes: ReadonlySet<string>;
  declare secret: string | null;
  readonly #create = new Submit<NonNullable<TokenCreateMutation['apiTokenCreate']>>(this, ['name', 'expiresInDays', 'scopes']);

  constructor() {
    super();
    this.name = '';
    this.days = '90';
    this.isService = false;
    this.scopes = new Set();
    this.secret = null;
  }

  async #save(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const days = this.days.trim();
    const isGood = this.#create.check([
      ['name', this.name.trim() === ''],
      ['expiresInDays', days !== '' && !/^\d{1,4}$/.test(days), words.tokenDaysHint],
      ['scopes', this.isService && this.scopes.size === 0, words.tokenScopesService],
    ]);
    if (!isGood) return;
    const input = { workspaceId: here().workspaceId, name: this.name.trim(), service: this.isService, scopes: [...this.scopes], ...(days !== '' && { expiresInDays: Number(days) }) };
    const done = await this.#create.send(input, async () => (await request(TokenCreateDocument, { input })).data.apiTokenCreate);
    if (!done) return;
    this.secret = done.secret;
    this.dispatchEvent(new CustomEvent('created'));
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.secret ?? '');
      announce(words.copied);
    } catch {
      // Without the clipboard, as on plain http, the text can be selected.
      const code = this.renderRoot.querySelector('.secret');
      if (code) getSelection()?.selectAllChildren(code);
    }
  }

  #close(): void {
    this.secret = null;
    this.dispatchEvent(new CustomEvent('close'));
  }

  override render() {
    const close = () => { this.#close(); };
    if (this.secret !== null) {
      return html`<day-dialog open persistent heading=${words.createToken}>
        <p class="notice warning">${icon('alert')}${words.tokenShown}</p>
        <code class="secret" tabindex="0">${this.secret}</code>
        <div slot="footer"><button class="button" type="button" @click=${() => { void this.#copy(); }}>${icon('copy')}${words.copy}</button><button class="button primary" type="button" @click=${close}>${words.done}</button></div>
      </day-dialog>`;
    }
    const { errors, isPending } = this.#create;
    const toggle = (scope: string, on: boolean) => {
      const scopes = new Set(this.scopes);
      if (on) scopes.add(scope);
      else scopes.delete(scope);
      this.scopes = scopes;
    };
    const error = errors.at('scopes');
    return html`<day-dialog open heading=${words.createToken} @close=${close}>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(event); }}>
        ${inputField({ id: 'name', label: words.tokenName, value: this.name, required: true, error: errors.at('name'), onInput: (value) => { this.name = value; } })}
        ${inputField({ id: 'expiresInDays', label: words.tokenDays, hint: words.tokenDaysHint, type: 'number', min: '1', max: '3650', value: this.days, error: errors.at('expiresInDays'), onInput: (value) => { this.days = value; } })}
        ${here().isAdmin ? checkField({ id: 'service', label: words.tokenService, checked: this.isService, onChange: (on) => { this.isService = on; } }) : nothing}
        <fieldset class="field" aria-describedby="scopes-hint">
          <legend>${words.tokenScopes}</legend>
          <p class="hint" id="scopes-hint">${this.isService ? words.tokenScopesService : words.tokenScopesHint}</p>
          <div class="scopes">${SCOPES.map((scope) => checkField({ id: scope.replace(':', '-'), label: scope, checked: this.scopes.has(scope), onChange: (on) => { toggle(scope, on); } }))}</div>
          ${error ? html`<p class="error" role="alert" tabindex="-1">${icon('alert')}${error}</p>` : nothing}
        </fieldset>
        ${this.#create.render(() => { void this.#save(); })}
        <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.saving : words.createToken}</button><button class="button" type="button" @click=${close}>${words.cancel}</button></div>
      </form>
    </day-dialog>`;
  }
}

customElements.define('day-token-create', DayTokenCreate);
