import { LitElement, css, html, nothing } from 'lit';
import { asProblem } from '../data/problem.ts';
import { request } from '../data/request.ts';
import { subscribe } from '../data/subscribe.ts';
import { here } from '../shell/session.ts';
import { badge, severityBadge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { empty, failure } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { type Notice, kept, nextTime, withFrame } from './notices-kept.ts';
import { NoticeReadDocument, type NoticeReadMutation, NoticesDocument } from './notices.generated.ts';
import { words } from './words.ts';

/**
 * The person's notifications, with their read marks. The server has no list of them, but goes on from where this browser
 * was: what was not read comes again, what comes meanwhile too.
 */
class DaySettingsNotices extends LitElement {
  static override properties = { notices: { state: true }, failed: { state: true } };
  static override styles = [...pageStyles, css`li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; min-block-size: 44px; padding-block: 4px; } li + li { border-block-start: 1px solid var(--daybook-hairline); } li > span:first-of-type { flex: 1 1 240px; }`];
  declare notices: readonly Notice[];
  declare failed: unknown;
  #after: string | null = null;
  #stop: (() => void) | null = null;
  readonly #read = new Submit<NonNullable<NoticeReadMutation['notificationRead']>>(this, []);

  constructor() {
    super();
    this.notices = [];
    this.failed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#after = kept.get(here().memberId);
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #follow(): void {
    const { workspaceId, memberId } = here();
    this.failed = null;
    this.#stop = subscribe(NoticesDocument, () => ({ workspaceId, after: this.#after }), {
      next: ({ notificationStream: { kind, edges, resumeCursor } }) => {
        this.notices = withFrame(this.notices, edges, this.#after);
        this.#after = kind === 'RESET' ? null : resumeCursor;
        kept.set(memberId, nextTime(this.notices, this.#after));
      },
      failed: (problem) => {
        // What was kept may be of no use any more: the next try begins now.
        kept.set(memberId, null);
        this.#after = null;
        this.failed = problem;
      },
    });
  }

  async #mark(id: string): Promise<void> {
    const done = await this.#read.send(id, async () => (await request(NoticeReadDocument, { input: { id } })).data.notificationRead);
    if (!done?.notification) return;
    this.notices = withFrame(this.notices, [{ cursor: '', node: done.notification }], null);
    kept.set(here().memberId, nextTime(this.notices, this.#after));
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="notices">
      <h2 id="notices">${words.notices}</h2>
      <p class="muted">${words.noticesHint}</p>
      ${this.failed ? failure(asProblem(this.failed), words.couldNotLoad, () => { this.#follow(); }) : nothing}
      ${this.#read.render(() => undefined, undefined, false)}
      ${this.notices.length === 0 ? empty(words.noNotices) : html`<ul>${[...this.notices].reverse().map((notice) => this.#row(notice))}</ul>`}
    </section>`;
  }

  #row({ id, kind, createdAt, readAt, blocker }: Notice) {
    const text = kind === 'ACKNOWLEDGEMENT' ? words.noticeAcknowledged : words.noticeEscalated;
    return html`<li>
      <span>${blocker ? html`<a href="/blockers?open=${blocker.id}">${text}</a>` : text}</span>
      ${blocker?.severity ? severityBadge(blocker.severity) : nothing}
      <day-time class="muted" at=${createdAt} zone=${here().memberZone}></day-time>
      ${readAt === null ? html`<button class="button small" type="button" aria-label="${words.markRead}: ${text}" @click=${() => { void this.#mark(id); }}>${words.markRead}</button>` : badge(words.read, '', 'check')}
    </li>`;
  }
}

customElements.define('day-settings-notices', DaySettingsNotices);
