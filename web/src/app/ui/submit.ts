import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, nothing } from 'lit';
import { type Problem, asProblem, isAbort } from '../data/problem.ts';
import { newIdempotencyKey } from '../data/request.ts';
import { FormErrors, type UserErrorParts, formWords } from './form.ts';
import { failure } from './states.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode; readonly updateComplete: Promise<boolean> };

/**
 * One form that is sent: pending state, errors beside fields, a failure with retry, and the idempotency key that stays
 * the same until the content changed or was taken.
 */
export class Submit<Payload extends { readonly userErrors: readonly UserErrorParts[] }> implements ReactiveController {
  readonly errors = new FormErrors();
  isPending = false;
  problem: Problem | null = null;
  #key: string | null = null;
  #keyFor = '';

  /** @param shown names of the form's fields, to which user errors are put */
  constructor(
    private readonly host: Host,
    private readonly shown: readonly string[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.isPending = false;
  }

  /**
   * Sends, unless a send is under way.
   *
   * @param content what is sent, to tell a repetition from a change
   * @param send the mutation; null or undefined as payload counts as a failure
   * @returns the payload when it was taken, null otherwise
   */
  async send(content: unknown, send: (idempotencyKey: string) => Promise<Payload | null | undefined>): Promise<Payload | null> {
    if (this.isPending) return null;
    const text = JSON.stringify(content);
    if (this.#key === null || text !== this.#keyFor) [this.#key, this.#keyFor] = [newIdempotencyKey(), text];
    this.isPending = true;
    this.problem = null;
    this.errors.clear();
    this.host.requestUpdate();
    try {
      const payload = await send(this.#key);
      if (!payload) throw new Error('The answer holds nothing.');
      if (payload.userErrors.length === 0) {
        this.#key = null;
        return payload;
      }
      this.errors.set(payload.userErrors, this.shown);
      // A refused input is no longer the one that the key was used for.
      this.#key = null;
    } catch (error) {
      if (!isAbort(error)) this.problem = asProblem(error);
    } finally {
      this.isPending = false;
      this.host.requestUpdate();
    }
    if (!this.errors.isEmpty) void this.errors.focusFirst(this.host);
    return null;
  }

  /** Marks what `check` finds missing; true when the form may be sent. */
  check(missing: readonly (readonly [name: string, isMissing: boolean, message?: string])[]): boolean {
    this.errors.clear();
    for (const [name, isMissing, message] of missing) if (isMissing) this.errors.add(name, message ?? formWords.required, 'REQUIRED');
    this.host.requestUpdate();
    if (this.errors.isEmpty) return true;
    void this.errors.focusFirst(this.host);
    return false;
  }

  /** Errors without a field, and the failure of the last send, above the button; `keeps` where a text was typed. */
  render(retry: () => void, sentence = formWords.couldNotSave, keeps = true): (TemplateResult | typeof nothing)[] {
    return [this.errors.render(), this.problem && this.problem.code !== 'SIGN_IN_DECLINED' ? failure(this.problem, sentence, retry, { keeps }) : nothing];
  }
}
