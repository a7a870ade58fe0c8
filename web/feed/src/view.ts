import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { DaybookFeed } from './daybook-feed.ts';
import { ICONS } from './icons.ts';
import type { Run } from './rows.ts';
import { type Strings, fill, nameOf, plural } from './text.ts';
import { exactTime, relativeTime } from './time.ts';
import type { Activity } from './types.ts';

type Part = TemplateResult | typeof nothing;

/** Longer texts may be cut by the clamp, so they get a button that shows all. */
const LONG = 90;

const icon = (name: string) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name] ?? ICONS.OTHER}></path></svg>`;

const button = (name: string, label: string, click: () => unknown) => html`<button type="button" aria-label=${label} title=${label} @click=${click}>${icon(name)}</button>`;

/** Everything but the rows, which keep their own nodes. */
export function frame(el: DaybookFeed, rows: number): TemplateResult {
  const { feed, text } = el;
  const { unseen, detached, more } = feed.rows;
  const isFeed = rows || feed.loading;
  return html`<div part="base" class="${el.theme} ${el.compact ? 'compact' : ''}" dir=${el.direction || nothing}>
    <div part="header">
      <div part="heading" id="h" role="heading" aria-level=${el.headingLevel} class=${el.withoutHeading ? 'sr' : ''}><slot name="heading">${text.heading}</slot></div>
      ${el.withoutFilters
        ? nothing
        : html`<button part="filter-button" type="button" popovertarget="p" aria-label=${text.filter}>${icon('filter')}<span>${text.filter}</span></button>
            <div class="panel" id="p" popover role="group" aria-label=${text.filter} @beforetoggle=${el.openPanel}>${el.extras?.panel(el)}</div>`}
    </div>
    ${chip(el)}
    <div class="bar">
      ${status(el)}
      ${unseen || detached ? html`<button part="pill" type="button" @click=${el.showNew}>${unseen ? plural(text.fresh, unseen, el.language) : text.newest}</button>` : nothing}
      ${button(el.paused ? 'STARTED' : 'paused', el.paused ? text.resume : text.pause, el.togglePause)} ${button('polling', text.refresh, el.refresh)}
    </div>
    <div role="status" class="sr">${el.said}</div>
    <div class="box">
      <div part="list" role=${isFeed ? 'feed' : nothing} aria-labelledby=${isFeed ? 'h f' : nothing} aria-busy=${!!feed.loading} @keydown=${el.onKey}></div>
      ${rows ? nothing : hollow(el)}
      <div class="note" ?hidden=${!rows}>
        ${feed.problem && rows ? trouble(el) : nothing}
        ${more ? html`<button part="more" type="button" aria-disabled=${!!feed.loading} @click=${el.loadMore}>${feed.loading === 'more' ? text.loading : text.more}</button>` : nothing}
        <span id="end" class="sr" tabindex="-1">${text.end}</span>
      </div>
    </div>
    <slot name="footer"></slot><slot hidden></slot>
  </div>`;
}

function status({ feed: { status, transport, loadedAt }, text, language, timeZone }: DaybookFeed): Part {
  const label = status === 'live' && transport === 'sse' ? text.stream : text[status];
  return html`<span part="status">${icon(status === 'error' ? 'ERROR' : status === 'offline' ? 'DELETED' : status)}<span>${fill(label, { time: exactTime(loadedAt, language, timeZone) })}</span></span>`;
}

/** What stands where rows would: nothing yet, nothing at all, or what went wrong. */
function hollow(el: DaybookFeed): Part {
  const { feed, text } = el;
  if (feed.problem) return html`<div class="note" part="error">${trouble(el)}</div>`;
  if (feed.loading || feed.status === 'idle') return html`<p class="note slow">${text.stillLoading}</p>${Array.from({ length: el.size }, () => html`<div part="skeleton"></div>`)}`;
  return html`<div class="note" part="empty">${
    el.filtered ? html`<p>${text.nothing}</p><button type="button" @click=${el.clearFilters}>${text.clear}</button>` : html`<slot name="empty">${text.empty}</slot>`
  }</div>`;
}

function trouble({ feed, text, language, refresh }: DaybookFeed): Part {
  const { code = '', requestId = '', retryAfter = 0 } = feed.problem ?? {};
  return html`<p>${
      code === 'UNAUTHENTICATED' ? text.signedOut
      : /^(FORBIDDEN|NOT_FOUND)$/.test(code) ? text.noAccess
      : retryAfter ? fill(text.limited, { n: retryAfter.toLocaleString(language) })
      : text.failed
    }</p>
    <button part="retry" type="button" @click=${refresh}>${text.retry}</button>
    ${requestId ? html`<small>${fill(text.request, { id: requestId })}</small>` : nothing}`;
}

function chip({ text, language, feed: { count }, choice, clearFilters }: DaybookFeed): Part {
  const names = [...choice.entities, ...choice.actions].map((value) => nameOf(text, value)).join(text.list);
  const matches = count ? ` · ${count.value.toLocaleString(language)}${count.precision === 'AT_LEAST' ? '+' : ''}` : '';
  return html`<div part="filters" ?hidden=${!names}>
    <button part="filter-chip" type="button" aria-label=${fill(text.remove, { names: names + matches })} @click=${clearFilters}>
      <span id="f">${names}</span>${matches}${icon('DELETED')}
    </button>
  </div>`;
}

/** What a row says: the language's names of action and kind where it has them, else the server's sentence. */
export function verbOf(text: Strings, { action, entityType, title }: Activity): string {
  return text.names[action] ? `${nameOf(text, action)}${text.list}${nameOf(text, entityType)}` : (title ?? nameOf(text, action));
}

export function when(el: DaybookFeed, { occurredAt }: Activity): Part {
  const at = Date.parse(occurredAt);
  const full = exactTime(at, el.language, el.timeZone, 'full');
  const { text, next } = relativeTime(at, el.now(), el.language, el.timeZone);
  el.next = Math.min(el.next, next);
  return html`<time datetime=${occurredAt}><span class="short">${el.exact ? full : text}</span><span class="full">${full}</span></time>`;
}

/** The inside of a row's article. */
export function row(el: DaybookFeed, { key, rows: [a, ...older] }: Run): Part {
  if (!a) return nothing;
  const { text } = el;
  const open = el.opened.has(key);
  const verb = verbOf(text, a);
  const inferred = a.action === 'INFERRED';
  const about = a.subjectName ?? nameOf(text, a.entityType);
  const long = Math.max(a.actor.displayName.length + verb.length, a.content?.length ?? 0, about.length) > LONG;
  return html`<span part="icon">${icon(a.action)}</span>
    <div class="body ${open ? 'open' : ''}">
      <div class="clamp" id="a-${key}"><bdi part="actor">${a.actor.displayName}</bdi> <bdi part="verb">${verb}</bdi>${inferred ? html` <span class="badge">${text.inferred}</span>` : nothing}</div>
      ${a.content ? html`<bdi class="clamp">${a.content}</bdi>` : nothing}
      <div class="meta">
        ${/^https?:/i.test(a.displayUrl ?? '')
          ? html`<a part="subject" id="s-${key}" dir="auto" href=${a.displayUrl} rel="noopener" @click=${(event: Event) => { el.follow(event, a); }}><bdi>${about}</bdi></a>`
          : html`<bdi part="subject" id="s-${key}" dir="auto">${about}</bdi>`}
        <button part="time" id="t-${key}" type="button" @click=${el.toggleExact}>${when(el, a)}</button>
        ${older.length || a.changes?.length || inferred || long
          ? html`<button part="changes" type="button" aria-expanded=${open} @click=${() => { el.toggle(key); }}>${older.length ? plural(text.folded, older.length, el.language) : text.details}</button>`
          : nothing}
      </div>
      ${open ? el.extras?.details(el, a, older) : nothing}
    </div>`;
}
