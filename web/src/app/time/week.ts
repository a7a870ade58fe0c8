import { type PropertyValues, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { readDay } from '../data/address.ts';
import { type Store, Watch } from '../data/store.ts';
import type { Task } from '../data/tasks.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { timer } from '../shell/timer.ts';
import { onChange } from '../data/live.ts';
import { announce } from '../ui/announce.ts';
import { addDays, dayIn, startOfWeek, weekOf } from '../ui/days.ts';
import '../ui/elements/task-field.ts';
import type { DayTimeTask } from '../ui/elements/task-field.ts';
import { checkField, dateField } from '../ui/form.ts';
import { formatDay, formatHours, formatWeekday } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import './cell.ts';
import type { DayTimeCell } from './cell.ts';
import './entry-list.ts';
import { type GridRow, type Head, gridOf, keyOf, newHeads, step } from './grid.ts';
import { TimeChangesDocument, type TimeRowFragment } from './time.generated.ts';
import { type WeekData, entriesOf, loadWeek } from './week-data.ts';
import { weekStyles } from './week-styles.ts';
import { words } from './words.ts';

/** A week as a sheet: tasks down, days across, each cell saved by itself. */
export class DayTimeWeek extends Page {
  static override properties = { extra: { state: true }, open: { state: true }, chosen: { state: true }, isBillable: { state: true }, note: { state: true }, isCopying: { state: true } };
  static override styles = [...pageStyles, weekStyles, css`.add { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 12px; align-items: end; } .add .check { min-block-size: 36px; align-items: center; } @media (max-width: 599px) { .add { grid-template-columns: 1fr; } }`];
  /** Rows without hours so far. */
  declare extra: readonly Head[];
  /** The cell whose entries are listed, by row and column. */
  declare open: readonly [key: string, column: number] | null;
  declare chosen: Task | null;
  declare isBillable: boolean;
  declare note: string;
  declare isCopying: boolean;
  readonly #week = new Load<WeekData>(this, (signal) => loadWeek(this.place, this.#days, this.extra, signal), { rows: 6, sentence: () => words.couldNotLoad });
  #stop: () => void = () => undefined;
  #shown = '';

  constructor() {
    super();
    this.extra = [];
    this.open = null;
    this.chosen = null;
    this.isBillable = false;
    this.note = '';
    this.isCopying = false;
    new Watch(this, [timer] as Store<unknown>[]);
  }

  get #today(): string {
    return dayIn(this.place.memberZone);
  }

  get #days(): string[] {
    return weekOf(readDay(this.query.get('week')) ?? this.#today, this.place.weekStart);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { workspaceId, memberId } = this.place;
    this.#stop = onChange(TimeChangesDocument, { workspaceId, memberId }, () => { this.refresh(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const [shown = ''] = this.#days;
    if (this.#shown !== '' && this.#shown !== shown) {
      this.extra = [];
      this.open = null;
      this.note = '';
      this.#week.restart();
    }
    this.#shown = shown;
  }

  refresh(): void {
    void this.#week.reload();
  }

  #go(day: string): void {
    const first = startOfWeek(day, this.place.weekStart);
    setQuery({ week: first === startOfWeek(this.#today, this.place.weekStart) ? null : first });
  }

  /** Puts the answer of one cell in place at once, so that a later drawing does not bring the old value back. */
  #took(before: readonly TimeRowFragment[], now: TimeRowFragment | null, row: Head): void {
    const data = this.#week.value;
    // A row that has lost its last entry stays for the next value.
    if (!this.extra.some((head) => keyOf(head) === keyOf(row))) this.extra = [...this.extra, { task: row.task, billable: row.billable }];
    if (data) {
      const gone = new Set([...before.map(({ id }) => id), ...(now ? [now.id] : [])]);
      this.#week.set({ ...data, entries: [...data.entries.filter(({ id }) => !gone.has(id)), ...(now ? [now] : [])] });
    }
    this.refresh();
  }

  async #copy(): Promise<void> {
    if (this.isCopying) return;
    this.isCopying = true;
    this.note = '';
    try {
      const { workspaceId, memberId } = this.place;
      const days = this.#days;
      const [first = ''] = days;
      const { entries } = await entriesOf(workspaceId, { memberIds: [memberId], spentOn: { gte: addDays(first, -7), lte: addDays(first, -1) } }, new AbortController().signal);
      if (first !== this.#days[0]) return;
      const heads = newHeads(entries, this.#grid(this.#week.value?.entries ?? []));
      this.extra = [...this.extra, ...heads];
      this.note = heads.length > 0 ? words.copied(heads.length) : words.nothingToCopy;
      announce(this.note);
    } catch {
      this.note = words.couldNotLoad;
    } finally {
      this.isCopying = false;
    }
  }

  /** Back to the cell: the dialog goes away with its element, and the focus with it. */
  async #closeList(key: string, column: number): Promise<void> {
    const row = this.#grid(this.#week.value?.entries ?? []).findIndex((one) => one.key === key);
    this.open = null;
    await this.updateComplete;
    this.renderRoot.querySelector<DayTimeCell>(`[data-at="${row} ${column}"]`)?.focus();
  }

  #grid(entries: readonly TimeRowFragment[]): GridRow[] {
    const running = timer.value;
    const days = this.#days;
    const isHere = running && days.includes(dayIn(this.place.memberZone, running.startedAt));
    const title = running?.task;
    const own = isHere ? [{ billable: running.billable, task: title ? { ...title, key: '', project: title.project } : null }] : [];
    // What is known of a task by its entries is more than what the timer knows.
    const known = new Map(entries.flatMap(({ task }) => (task ? [[task.id, task] as const] : [])));
    return gridOf(entries, [...this.extra, ...own].map(({ task, billable }) => ({ billable, task: task ? (known.get(task.id) ?? task) : null })), days);
  }

  #reason(row: GridRow, day: string): string {
    const running = timer.value;
    return running?.billable === row.billable && (running.task?.id ?? '') === (row.task?.id ?? '') && dayIn(this.place.memberZone, running.startedAt) === day ? words.running : '';
  }

  #move(at: readonly [number, number], by: readonly [number, number], rows: number): void {
    const next = step(at, by, rows, 7);
    if (next) this.renderRoot.querySelector<DayTimeCell>(`[data-at="${next.join(' ')}"]`)?.focus();
  }

  override render() {
    const days = this.#days;
    const [first = ''] = days;
    return html`<div class="stack in-order">
      <div class="row">
        <button class="icon-button" type="button" aria-label=${words.previous} title=${words.previous} @click=${() => { this.#go(addDays(first, -7)); }}>${icon('chevron-left')}</button>
        <button class="icon-button" type="button" aria-label=${words.next} title=${words.next} @click=${() => { this.#go(addDays(first, 7)); }}>${icon('chevron-right')}</button>
        <h2>${words.weekOf(formatDay(first))}</h2>
        ${days.includes(this.#today) ? nothing : html`<button class="button small" type="button" @click=${() => { this.#go(this.#today); }}>${words.thisWeek}</button>`}
        <span class="jump">${dateField({ id: 'week', label: words.goTo, hideLabel: true, value: first, onInput: (day) => { if (readDay(day)) this.#go(day); } })}</span>
      </div>
      ${this.#week.render((data) => this.#sheet(data))}
      ${this.#tools()}
      ${this.#list()}
    </div>`;
  }

  #sheet({ entries, isPartial, daySeconds, weekSeconds, rowSeconds }: WeekData) {
    const days = this.#days;
    const rows = this.#grid(entries);
    if (rows.length === 0) return empty(words.emptyWeek);
    return html`${isPartial ? html`<p class="notice warning">${icon('alert')}<span>${words.tooMany}</span></p>` : nothing}
      <p class="small muted" id="keys">${words.keys}</p>
      <div class="table-scroll"><table aria-label=${words.week} aria-describedby="keys">
        <thead><tr><th scope="col" class="head">${words.task}</th>${days.map((day) => html`<th scope="col" class="number ${day === this.#today ? 'today' : ''}">${formatWeekday(day)}<br />${formatDay(day, 'short')}</th>`)}<th scope="col" class="number">${words.total}</th></tr></thead>
        <tbody>${repeat(rows, ({ key }) => key, (row, at) => this.#row(row, at, rows.length, rowSeconds.get(row.key) ?? 0))}</tbody>
        <tfoot><tr><th scope="row" class="head">${words.total}</th>${daySeconds.map((seconds) => html`<td class="number figures">${formatHours(seconds)}</td>`)}<td class="number figures"><strong>${formatHours(weekSeconds)}</strong></td></tr></tfoot>
      </table></div>`;
  }

  #row(row: GridRow, at: number, count: number, seconds: number) {
    const { task, billable, cells } = row;
    const name = task?.title ?? words.noTask;
    return html`<tr>
      <th scope="row" class="head"><bdi class="clamp">${name}</bdi><span class="small muted clamp">${task ? html`${task.key ? `${task.key} · ` : ''}<bdi>${task.project.name}</bdi> · ` : nothing}${billable ? words.billable : words.notBillable}</span></th>
      ${cells.map((entries, column) => {
        const day = this.#days[column] ?? '';
        return html`<td class=${day === this.#today ? 'today' : ''}><day-time-cell data-at="${at} ${column}" .entries=${entries} .week=${this.#week.value?.entries ?? []} .head=${row} .day=${day} .label=${words.cell(name, formatDay(day))} .reason=${this.#reason(row, day)}
          @day-time-cell=${(event: CustomEvent<TimeRowFragment | null>) => { this.#took(entries, event.detail, row); }}
          @day-time-refused=${() => { this.refresh(); }}
          @day-time-open=${() => { this.open = [row.key, column]; }}
          @day-time-move=${(event: CustomEvent<[number, number]>) => { this.#move([at, column], event.detail, count); }}></day-time-cell></td>`;
      })}
      <td class="number figures">${formatHours(seconds)}</td>
    </tr>`;
  }

  #tools() {
    const add = (event: Event) => {
      event.preventDefault();
      this.extra = [...this.extra, { task: this.chosen, billable: this.isBillable }];
      this.chosen = null;
    };
    return html`<form class="card add" novalidate aria-label=${words.addRow} @submit=${add}>
        <day-time-task .task=${this.chosen} @change=${(event: Event) => { this.chosen = (event.target as DayTimeTask).task; }}></day-time-task>
        ${checkField({ id: 'billable', label: words.billable, checked: this.isBillable, onChange: (isBillable) => { this.isBillable = isBillable; } })}
        <button class="button" type="submit">${icon('plus')}${words.addRow}</button>
      </form>
      <div class="row"><button class="button" type="button" aria-disabled=${this.isCopying ? 'true' : 'false'} @click=${() => { void this.#copy(); }}>${icon('copy')}${words.copyRows}</button>${this.note ? html`<span class="muted">${this.note}</span>` : nothing}</div>`;
  }

  #list() {
    if (!this.open) return nothing;
    const [key, column] = this.open;
    const row = this.#grid(this.#week.value?.entries ?? []).find((one) => one.key === key);
    const day = this.#days[column] ?? '';
    if (!row?.cells[column]?.length) return nothing;
    return html`<day-time-list .heading=${words.entriesOf(words.cell(row.task?.title ?? words.noTask, formatDay(day)))} .entries=${row.cells[column]}
      @close=${() => { void this.#closeList(key, column); }} @day-time-failed=${(event: CustomEvent<string>) => { this.note = event.detail; }} @day-time-changed=${() => { this.refresh(); }}></day-time-list>`;
  }
}

customElements.define('day-time-week', DayTimeWeek);
