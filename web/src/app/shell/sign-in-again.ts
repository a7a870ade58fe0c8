import { LitElement, html, nothing } from 'lit';
import { SignInError, signIn } from '../../sign-in/session.ts';
import { request } from '../data/request.ts';
import '../ui/elements/dialog.ts';
import { inputField } from '../ui/form.ts';
import { base, buttons, fields, states } from '../ui/styles.ts';
import { SessionDocument } from './session.generated.ts';
import { session } from './session.ts';
import { words } from './words.ts';

/** The sign-in over the page: what was typed below stays, and what was refused is sent again. */
export class DaySignInAgain extends LitElement {
  static override properties = { problem: { state: true }, isPending: { state: true } };
  static override styles = [base, buttons, fields, states];
  declare problem: string;
  declare isPending: boolean;
  #password = '';
  #email = session.value?.email ?? '';
  /** Called once, with whether the same person is signed in again. */
  done: (isSignedIn: boolean) => void = () => undefined;

  constructor() {
    super();
    this.problem = '';
    this.isPending = false;
  }

  override firstUpdated(): void {
    // The dialog opens first, in its own update.
    requestAnimationFrame(() => this.renderRoot.querySelector<HTMLInputElement>('#password')?.focus());
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isPending) return;
    this.isPending = true;
    this.problem = '';
    try {
      await signIn(this.#email.trim(), this.#password);
      const { data } = await request(SessionDocument, {});
      if (data.viewer.id !== session.value?.viewerId) {
        // Nothing typed by the one may be sent as the other.
        this.problem = words.someoneElse;
        location.reload();
        return;
      }
      this.done(true);
    } catch (error) {
      this.problem = error instanceof SignInError ? error.message : words.couldNotStart;
      this.isPending = false;
      this.renderRoot.querySelector<HTMLInputElement>('#password')?.select();
    }
  }

  override render() {
    return html`<day-dialog open heading=${words.signInAgain} @close=${() => { this.done(false); }}>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#submit(event); }}>
        <p>${words.sessionEnded}</p>
        ${this.problem ? html`<p class="notice danger" role="alert">${this.problem}</p>` : nothing}
        ${inputField({ id: 'email', label: words.mail, type: 'email', value: this.#email, autocomplete: 'username', required: true, onInput: (value) => { this.#email = value; } })}
        ${inputField({ id: 'password', label: words.password, type: 'password', value: this.#password, autocomplete: 'current-password', required: true, onInput: (value) => { this.#password = value; } })}
        <div class="row">
          <button class="button primary" type="submit" aria-disabled=${this.isPending ? 'true' : nothing}>${this.isPending ? words.signingIn : words.signIn}</button>
          <button class="button" type="button" @click=${() => { this.done(false); }}>${words.notNow}</button>
        </div>
      </form>
    </day-dialog>`;
  }
}

customElements.define('day-sign-in-again', DaySignInAgain);
