import { LitElement, css, html, nothing } from 'lit';
import { isAbort } from '../data/problem.ts';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { badge } from '../ui/badges.ts';
import '../ui/elements/time.ts';
import { checkField, dateField, selectField } from '../ui/form.ts';
import { formatNumber } from '../ui/formats.ts';
import { icon } from '../ui/icons.ts';
import { Paged } from '../ui/paged.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { ExportAddressDocument, ExportCreateDocument, type ExportCreateMutation, type ExportFormat, type ExportKind, type ExportPartsFragment, ExportsDocument } from './activity.generated.ts';
import { type Progress, download } from './download.ts';
import { words } from './words.ts';

const KINDS: readonly ExportKind[] = ['ACTIVITIES', 'STANDUPS', 'WORK_LOGS', 'TIME_ENTRIES', 'BLOCKERS'];
const FORMATS: readonly (readonly [ExportFormat, string])[] = [['CSV', 'CSV'], ['JSONL', 'JSON Lines']];

/** One download: how far it is, or how it ended. */
interface Transfer {
  readonly abort: AbortController;
  readonly progress: Progress;
  readonly ended: string;
}

/** Exports: a form for a new one, and those there are with their downloads. */
export class DayActivityExports extends LitElement {
  static override properties = { kind: { state: true }, format: { state: true }, isWhole: { state: true }, from: { state: true }, to: { state: true }, transfers: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      form { max-inline-size: 640px; }
      .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: 16px; }
      progress { inline-size: 120px; }
    `,
  ];
  declare kind: ExportKind;
  declare format: ExportFormat;
  declare isWhole: boolean;
  declare from: string;
  declare to: string;
  declare transfers: ReadonlyMap<string, Transfer>;
  readonly #form = new Submit<NonNullable<ExportCreateMutation['exportCreate']>>(this, ['kind', 'format', 'wholeWorkspace', 'from', 'to']);
  readonly #list = new Paged<ExportPartsFragment>(
    this,
    async (after, signal) => {
      const { data } = await request(ExportsDocument, { workspaceId: here().workspaceId, after }, { signal });
      return data.workspace?.exports ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    { rows: 3, sentence: () => words.couldNotList },
  );

  constructor() {
    super();
    this.kind = 'ACTIVITIES';
    this.format = 'CSV';
    this.isWhole = here().isAdmin;
    this.from = '';
    this.to = '';
    this.transfers = new Map();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { abort } of this.transfers.values()) abort.abort();
  }

  async #create(): Promise<void> {
    const content = { workspaceId: here().workspaceId, kind: this.kind, format: this.format, wholeWorkspace: this.isWhole, from: this.from || null, to: this.to || null };
    const done = await this.#form.send(content, async (idempotencyKey) => (await request(ExportCreateDocument, { input: { ...content, idempotencyKey } })).data.exportCreate);
    if (!done?.export) return;
    this.#list.put(done.export);
    await this.#fetch(done.export);
  }

  #note(id: string, change: Partial<Transfer>): void {
    const now = this.transfers.get(id);
    if (now) this.transfers = new Map(this.transfers).set(id, { ...now, ...change });
  }

  async #fetch({ id }: ExportPartsFragment): Promise<void> {
    if (this.transfers.get(id)?.ended === '') return;
    const abort = new AbortController();
    this.transfers = new Map(this.transfers).set(id, { abort, progress: { bytes: 0, rows: 0 }, ended: '' });
    let ended = words.done;
    try {
      const url = (await request(ExportAddressDocument, { id }, { signal: abort.signal })).data.export?.url;
      if (url) await download(url, (progress) => { this.#note(id, { progress }); }, abort.signal);
      else ended = words.noAddress;
    } catch (error) {
      ended = isAbort(error) ? words.stopped : words.broken;
    }
    this.#note(id, { ended });
    announce(ended);
    if (this.isConnected) void this.#list.reload();
  }

  override render() {
    const { errors } = this.#form;
    return html`<div class="stack">
      <form class="card form" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.#create(); }}>
        <h2>${words.newExport}</h2>
        <p class="muted">${words.made}</p>
        <div class="pair">
          ${selectField({ id: 'kind', label: words.what, value: this.kind, choices: KINDS.map((kind) => [kind, words[kind as keyof typeof words] as string] as const), error: errors.at('kind'), onChange: (kind) => { this.kind = kind as ExportKind; } })}
          ${selectField({ id: 'format', label: words.format, value: this.format, choices: FORMATS, error: errors.at('format'), onChange: (format) => { this.format = format as ExportFormat; } })}
          ${dateField({ id: 'from', label: words.firstDay, hint: words.allDays, value: this.from, error: errors.at('from'), onInput: (from) => { this.from = from; } })}
          ${dateField({ id: 'to', label: words.lastDay, hint: words.allDays, value: this.to, error: errors.at('to'), onInput: (to) => { this.to = to; } })}
        </div>
        ${here().isAdmin ? checkField({ id: 'wholeWorkspace', label: words.whole, hint: words.wholeHint, checked: this.isWhole, error: errors.at('wholeWorkspace'), onChange: (whole) => { this.isWhole = whole; } }) : nothing}
        ${this.#form.render(() => { void this.#create(); })}
        <div class="row"><button class="button primary" type="submit" aria-disabled=${this.#form.isPending ? 'true' : nothing}>${this.#form.isPending ? words.creating : words.create}</button></div>
      </form>
      ${this.#list.render((rows) => this.#table(rows), () => empty(words.noExports))}
    </div>`;
  }

  #table(rows: readonly ExportPartsFragment[]) {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${words.exports}><table>
      <thead><tr><th scope="col">${words.what}</th><th scope="col">${words.asked}</th><th scope="col">${words.by}</th><th scope="col" class="number">${words.rows}</th><th scope="col">${words.state}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-id=${row.id} tabindex="-1">
        <td>${words[row.kind as keyof typeof words]}, ${row.format}</td>
        <td><day-time at=${row.createdAt} zone=${here().memberZone}></day-time></td>
        <td><bdi>${row.requestedBy.displayName}</bdi></td>
        <td class="number">${row.rowCount === null ? '–' : formatNumber(row.rowCount)}</td>
        <td>${this.#state(row)}</td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  #state(row: ExportPartsFragment) {
    const transfer = this.transfers.get(row.id);
    if (transfer?.ended === '') {
      const size = formatNumber(transfer.progress.bytes / 1000, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
      return html`<span class="row"><progress aria-label=${words.downloadOf(words[row.kind as keyof typeof words] as string)}></progress>
        <span class="figures">${words.progress(formatNumber(transfer.progress.rows), size)}</span>
        <button class="button small" type="button" @click=${() => { transfer.abort.abort(); }}>${words.cancel}</button></span>`;
    }
    if (row.status === 'EXPIRED') return badge(words.expired, '', 'clock');
    return html`<span class="row">${transfer ? html`<span>${transfer.ended}</span>` : nothing}${row.url === null
      ? badge(words.ready, 'good', 'check')
      : html`<button class="button small" type="button" aria-label=${words.downloadOf(words[row.kind as keyof typeof words] as string)} @click=${() => { void this.#fetch(row); }}>${icon('download')}${words.download}</button>`}</span>`;
  }
}

customElements.define('day-activity-exports', DayActivityExports);
