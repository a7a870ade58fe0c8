import { type PropertyValues, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isReversed } from '../data/address.ts';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { onChange } from '../data/live.ts';
import { dateField, inputField, selectField } from '../ui/form.ts';
import { formatDay, formatHours } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { Paged } from '../ui/paged.ts';
import { empty, emptyThroughFilter, guarded } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { deleteEntry, setBillable } from './actions.ts';
import { fromTo } from './entry.ts';
import './entry-form.ts';
import { lineOf } from './entry-form.ts';
import { type Asked, FILTERS, readAsked, toServer } from './filter.ts';
import { tableStyles } from './table-styles.ts';
import { TimeChangesDocument, TimeChoicesDocument, type TimeChoicesQuery, type TimeRowFragment, TimeRowsDocument, TimeSumsDocument } from './time.generated.ts';
import { type Sums, totalsLine, totalsStyles } from './totals.ts';
import { words } from './words.ts';

const PAGE = 30;

/** Entries as a table, changed in their place, with the sums of all that match. */
export class DayTimeTable extends Page {
  static override properties = { editing: { state: true }, marked: { state: true }, failed: { state: true }, isStale: { state: true } };
  static override styles = [...pageStyles, totalsStyles, tableStyles, css`
    .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(150px, 100%), 1fr)); gap: 12px; align-items: end; }
    /* The totals must not lie over the form's buttons. */
    .busy .totals { position: static; }
  `];
  declare editing: string | null;
  /** The entry that another one's refusal pointed at. */
  declare marked: string | null;
  declare failed: { id: string | null; text: string } | null;
  /** The list has changed under a reader who is past its first page, or is changing something. */
  declare isStale: boolean;
  readonly #choices = new Load<TimeChoicesQuery>(this, async (signal) => (await request(TimeChoicesDocument, { workspaceId: this.place.workspaceId, withPeople: this.place.isAdmin }, { signal })).data);
  readonly #sums = new Load<Sums | null>(this, async (signal) => {
    const { data } = await request(TimeSumsDocument, { workspaceId: this.place.workspaceId, filter: toServer(this.#asked) }, { signal });
    return data.workspace?.timeEntries ?? null;
  }, { rows: 1, sentence: () => words.couldNotSum });
  readonly #rows = new Paged<TimeRowFragment>(this, async (after, signal) => {
    const { data } = await request(TimeRowsDocument, { workspaceId: this.place.workspaceId, first: PAGE, filter: toServer(this.#asked), after }, { signal });
    // One retry is enough for both.
    if (this.#sums.problem && !this.#sums.isLoading) void this.#sums.reload();
    return data.workspace?.timeEntries ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  }, { rows: 6, sentence: () => words.couldNotLoad });
  #stop: () => void = () => undefined;
  #shown = '';
  #focus: string | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #ownUntil = 0;
  /** Entries whose change is under way: a second click would be refused. */
  readonly #pending = new Set<string>();
  #onSearch = () => { this.renderRoot.querySelector<HTMLInputElement>('#q')?.focus(); };

  constructor() {
    super();
    this.editing = null;
    this.marked = null;
    this.failed = null;
    this.isStale = false;
  }

  get #asked(): Asked {
    return readAsked(this.query, this.place.memberId);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-search', this.#onSearch);
    const { workspaceId, isAdmin, memberId } = this.place;
    this.#stop = onChange(TimeChangesDocument, { workspaceId, ...(!isAdmin && { memberId }) }, () => { this.#moved(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-search', this.#onSearch);
    clearTimeout(this.#typing);
    this.#stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const shown = JSON.stringify(this.#asked);
    if (this.#shown !== '' && this.#shown !== shown && !isReversed(this.#asked)) {
      this.editing = null;
      this.isStale = false;
      this.#rows.restart();
      this.#sums.restart();
    }
    this.#shown = shown;
  }

  override updated(): void {
    if (this.#focus === null) return;
    const target = this.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (!target) return;
    this.#focus = null;
    target.focus({ preventScroll: true });
    // A form that was just made has its height with the next frame.
    requestAnimationFrame(() => { target.scrollIntoView({ block: 'nearest' }); });
  }

  /** Called by the page when an entry was added above, and by pushes. */
  refresh(): void {
    this.#ownUntil = performance.now() + 3000;
    this.isStale = false;
    void this.#rows.reload();
    void this.#sums.reload();
  }

  /** Puts the mark and the focus on an entry, where needed on its day's list. */
  show(entry: TimeRowFragment): void {
    this.editing = null;
    this.marked = entry.id;
    this.#focus = `[data-id="${entry.id}"]`;
    if (this.#rows.rows.some(({ id }) => id === entry.id)) this.requestUpdate();
    else setQuery({ q: null, project: null, billable: null, person: entry.member.id === this.place.memberId ? null : entry.member.id, from: entry.spentOn, until: entry.spentOn });
  }

  #moved(): void {
    void this.#sums.reload();
    if (performance.now() < this.#ownUntil) return;
    if (this.editing !== null || this.#rows.rows.length > PAGE) this.isStale = true;
    else void this.#rows.reload();
  }

  #clear = () => { setQuery(Object.fromEntries(FILTERS.map((name) => [name, null]))); };

  #edit(id: string | null): void {
    const before = this.editing;
    this.editing = id;
    this.failed = null;
    this.#focus = id === null ? `[data-edit="${before ?? ''}"]` : 'day-time-form';
    // What changed meanwhile was held back for the form.
    if (id === null && this.isStale && this.#rows.rows.length <= PAGE) this.refresh();
  }

  #saved(was: TimeRowFragment, now: TimeRowFragment): void {
    this.#ownUntil = performance.now() + 3000;
    this.#edit(null);
    this.#rows.put(now);
    // Another day is another place in the list.
    if (was.spentOn !== now.spentOn) void this.#rows.reload();
    void this.#sums.reload();
  }

  async #delete(entry: TimeRowFragment): Promise<void> {
    this.#ownUntil = performance.now() + 3000;
    this.failed = null;
    if (this.#pending.has(entry.id)) return;
    this.#pending.add(entry.id);
    const at = this.#rows.rows.findIndex(({ id }) => id === entry.id);
    const text = await deleteEntry(entry, () => { this.refresh(); }, (why) => { this.failed = { id: null, text: why }; });
    this.#pending.delete(entry.id);
    if (text) {
      this.failed = { id: entry.id, text };
      return;
    }
    this.#rows.remove(entry.id);
    const next = this.#rows.rows[at] ?? this.#rows.rows[at - 1];
    if (next) this.#focus = `[data-id="${next.id}"]`;
    void this.#sums.reload();
  }

  async #toggle(entry: TimeRowFragment): Promise<void> {
    this.#ownUntil = performance.now() + 3000;
    this.failed = null;
    if (this.#pending.has(entry.id)) return;
    this.#pending.add(entry.id);
    this.#rows.put({ ...entry, billable: !entry.billable });
    const now = await setBillable(entry, !entry.billable);
    this.#pending.delete(entry.id);
    if (typeof now === 'string') {
      this.#rows.put(entry);
      this.failed = { id: entry.id, text: now };
      return;
    }
    this.#rows.put(now);
    void this.#sums.reload();
  }

  override render() {
    const asked = this.#asked;
    const isFiltered = FILTERS.some((name) => this.query.has(name));
    return html`<div class="stack ${this.editing === null ? '' : 'busy'}">
      ${this.#filters(asked, isFiltered)}
      ${this.isStale && this.editing === null ? html`<p class="notice accent">${icon('info')}<span>${words.changed}</span><button class="button small" type="button" @click=${() => { this.refresh(); }}>${words.reload}</button></p>` : nothing}
      ${this.failed?.id === null ? html`<p class="notice danger" role="alert">${icon('alert')}<span>${this.failed.text}</span></p>` : nothing}
      ${isReversed(asked)
        ? html`<p class="notice warning" role="alert">${words.reversed}</p>`
        : [this.#rows.render((rows) => this.#table(rows, asked), () => isFiltered ? emptyThroughFilter(this.#clear) : empty(words.none)), this.#rows.rows.length > 0 ? this.#sums.render((sums) => sums ? totalsLine(sums) : nothing) : nothing]}
    </div>`;
  }

  #filters({ text, member, project, billable, from, until }: Asked, isFiltered: boolean) {
    const { members, projects } = this.#choices.value?.workspace ?? {};
    const type = (q: string) => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => { setQuery({ q }, { replace: true }); }, 300);
    };
    const people = members?.nodes ?? [];
    return html`<div class="filters" role="search" aria-label=${words.filters}>
      ${inputField({ id: 'q', type: 'search', label: words.search, value: text, maxLength: 200, onInput: type })}
      ${this.place.isAdmin ? selectField({ id: 'person', label: words.person, value: member === '' ? 'all' : member, choices: [['all', words.anyone], ...people.map(({ id, actor }) => [id, actor.displayName] as const)], onChange: (chosen) => { setQuery({ person: chosen === this.place.memberId ? null : chosen }); } }) : nothing}
      ${selectField({ id: 'project', label: words.project, value: project, choices: [['', words.anyProject], ...(projects?.nodes ?? []).map(({ id, name }) => [id, name] as const)], onChange: (chosen) => { setQuery({ project: chosen }); } })}
      ${selectField({ id: 'billable', label: words.billable, value: billable, choices: [['', words.either], ['yes', words.yes], ['no', words.no]], onChange: (chosen) => { setQuery({ billable: chosen }); } })}
      ${dateField({ id: 'from', label: words.from, value: from, onInput: (day) => { setQuery({ from: day }); } })}
      ${dateField({ id: 'until', label: words.until, value: until, onInput: (day) => { setQuery({ until: day }); } })}
      ${isFiltered ? html`<button class="button" type="button" @click=${this.#clear}>${words.clear}</button>` : nothing}
    </div>`;
  }

  #table(rows: readonly TimeRowFragment[], { member }: Asked) {
    const withPerson = member === '';
    const heads = [words.task, ...(withPerson ? [words.person] : []), words.day, words.fromTo];
    // Roles are written out because the narrow layout takes them away with the display.
    return html`<table role="table" aria-label=${words.table}>
      <thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}<th role="columnheader" scope="col" class="number">${words.duration}</th><th role="columnheader" scope="col">${words.billable}</th><th role="columnheader" scope="col">${words.note}</th><th role="columnheader" scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
      <tbody role="rowgroup">${repeat(rows, ({ id }) => id, (row) => this.editing === row.id ? this.#form(row, heads.length + 4) : this.#row(row, withPerson))}</tbody>
    </table>`;
  }

  #form(row: TimeRowFragment, columns: number) {
    return html`<tr role="row" class="editing" data-id=${row.id} tabindex="-1"><td role="cell" colspan=${columns}>
      <day-time-form .entry=${row} @day-time-cancel=${() => { this.#edit(null); }} @day-time-show=${(event: CustomEvent<TimeRowFragment>) => { this.show(event.detail); }} @day-time-saved=${(event: CustomEvent<TimeRowFragment>) => { this.#saved(row, event.detail); }}></day-time-form>
    </td></tr>`;
  }

  #row(row: TimeRowFragment, withPerson: boolean) {
    const { id, task, durationSeconds, viewerCanEdit, billable } = row;
    const what = lineOf(row);
    return html`<tr role="row" class=${this.marked === id ? 'marked' : ''} data-id=${id} tabindex="-1">
      <td role="cell" class="task">${task ? html`<bdi class="clamp">${task.title}</bdi><span class="small muted clamp">${task.key} · <bdi>${task.project.name}</bdi></span>` : html`<span class="muted">${words.noTask}</span>`}</td>
      ${withPerson ? html`<td role="cell" class="who"><bdi class="clamp">${row.member.actor.displayName}</bdi></td>` : nothing}
      <td role="cell" class="day">${formatDay(row.spentOn)}</td>
      <td role="cell" class="figures times">${fromTo(row, row.member.timeZone) ?? html`<span class="muted">${words.dayAndDuration}</span>`}</td>
      <td role="cell" class="number figures length">${durationSeconds === null ? guarded() : formatHours(durationSeconds)}</td>
      <td role="cell" class="billable">${viewerCanEdit
        ? html`<button class="button small ${billable ? 'on' : ''}" type="button" aria-label="${billable ? words.billable : words.notBillable}: ${what}" @click=${() => { void this.#toggle(row); }}>${billable ? icon('check') : nothing}${billable ? words.billable : words.notBillable}</button>`
        : billable ? words.billable : words.notBillable}</td>
      <td role="cell" class="note"><bdi class="clamp">${row.note ?? ''}</bdi></td>
      <td role="cell" class="acts">${viewerCanEdit ? html`<span class="buttons">
          <button class="icon-button" type="button" data-edit=${id} aria-label=${words.editOf(what)} title=${words.edit} @click=${() => { this.#edit(id); }}>${icon('edit')}</button>
          <button class="icon-button" type="button" aria-label=${words.deleteOf(what)} title=${words.delete} @click=${() => { void this.#delete(row); }}>${icon('trash')}</button></span>` : nothing}
        ${this.failed?.id === id ? html`<p class="small failed" role="alert">${icon('alert')}<span>${this.failed.text}</span></p>` : nothing}</td>
    </tr>`;
  }
}

customElements.define('day-time-table', DayTimeTable);
