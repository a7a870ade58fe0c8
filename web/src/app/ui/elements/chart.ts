import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { formatDay, formatNumber } from '../formats.ts';
import { base, buttons, states, tables } from '../styles.ts';
import { catalogue } from '../words.ts';
import type { Drawn } from './chart-drawing.ts';

const words = catalogue(
  {
    asTable: 'Show as table',
    asChart: 'Show as chart',
    day: 'Day',
    gap: 'No figure',
    none: 'No entries',
    keys: 'Arrow keys move along the days.',
    other: 'Other',
  },
  { de: () => import('../../german.ts').then(({ chart }) => ({ default: chart })) },
);

export interface Series {
  readonly name: string;
  /** One for each day; null where a figure is hidden or not there yet, never 0 in its place. */
  readonly values: readonly (number | null)[];
}

const MOST_SERIES = 6;

/** At most six series: what is beyond the fifth is added up as "Other", and hidden where one of them is. */
export function foldSeries(series: readonly Series[], other: string): Series[] {
  if (series.length <= MOST_SERIES) return [...series];
  const [kept, rest] = [series.slice(0, MOST_SERIES - 1), series.slice(MOST_SERIES - 1)];
  const length = Math.max(...rest.map(({ values }) => values.length));
  const sums = Array.from({ length }, (_, at) => rest.reduce<number | null>((sum, { values }) => {
    const value = values[at] ?? null;
    return sum === null || value === null ? null : sum + value;
  }, 0));
  return [...kept, { name: other, values: sums }];
}

/**
 * A chart over days with the table that says the same. The library comes only when a chart is on the page.
 *
 * `kind` is `bars` (from zero) or `lines`. `gap` are the words for hidden figures. `dayText` writes a day's heading.
 */
export class DayChart extends LitElement {
  static override properties = {
    label: {},
    kind: {},
    days: { attribute: false },
    series: { attribute: false },
    format: { attribute: false },
    dayText: { attribute: false },
    rowHeader: {},
    gap: {},
    isTable: { state: true },
    reading: { state: true },
  };
  static override styles = [
    base,
    buttons,
    states,
    tables,
    css`
      figure { display: grid; gap: 8px; min-inline-size: 0; }
      figcaption { font-weight: 600; }
      .drawing { position: relative; block-size: 220px; min-inline-size: 0; overflow: hidden; direction: ltr; outline-offset: 2px; }
      .drawing .uplot, .drawing .u-wrap { position: relative; }
      .drawing canvas { display: block; inline-size: 100%; block-size: 100%; }
      .u-over, .u-under { position: absolute; }
      .u-under { overflow: hidden; }
      .u-axis { position: absolute; }
      .u-cursor-x { position: absolute; inset-inline-start: 0; inset-block-start: 0; block-size: 100%; border-inline-end: 1px dashed var(--daybook-muted); pointer-events: none; will-change: transform; }
      .u-cursor-y, .u-select, .u-legend, .u-cursor-pt, .u-off { display: none; }
      .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; }
      .legend li { display: inline-flex; align-items: center; gap: 6px; min-inline-size: 0; }
      .swatch { flex: none; inline-size: 16px; block-size: 0; border-block-start: 3px solid; }
      .reading { min-block-size: 20px; color: var(--daybook-muted); }
    `,
  ];
  declare label: string;
  declare kind: 'bars' | 'lines';
  declare days: readonly string[];
  declare series: readonly Series[];
  declare format: (value: number) => string;
  declare dayText: (day: string) => string;
  declare rowHeader: string;
  declare gap: string;
  declare isTable: boolean;
  declare reading: number | null;
  #drawn: Drawn | null = null;
  #resize = new ResizeObserver(() => { this.#drawn?.fit(); });
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #theme = new MutationObserver(() => { void this.#draw(); });
  #redraw = () => { void this.#draw(); };

  constructor() {
    super();
    this.label = '';
    this.kind = 'bars';
    this.days = [];
    this.series = [];
    this.format = (value) => formatNumber(value);
    this.dayText = (day) => formatDay(day, 'short');
    this.rowHeader = '';
    this.gap = '';
    this.isTable = false;
    this.reading = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#redraw);
    this.#theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    if (this.hasUpdated) void this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#theme.disconnect();
    this.#resize.disconnect();
    this.#erase();
  }

  override updated(changed: PropertyValues): void {
    if (['kind', 'days', 'series', 'isTable'].some((name) => changed.has(name))) void this.#draw();
  }

  #erase(): void {
    this.#drawn?.destroy();
    this.#drawn = null;
  }

  async #draw(): Promise<void> {
    this.#erase();
    const place = this.renderRoot.querySelector<HTMLElement>('.drawing');
    if (!place || this.days.length === 0) return;
    const { draw } = await import('./chart-drawing.ts');
    // Another drawing may have begun, or the table been chosen, while the library came.
    if (place !== this.renderRoot.querySelector('.drawing')) return;
    this.#erase();
    this.#drawn = draw(place, { kind: this.kind, days: this.days, series: this.#folded, format: this.format, dayText: this.dayText, onCursor: (at) => { this.reading = at; } });
    const swatches = [...this.renderRoot.querySelectorAll<HTMLElement>('.swatch')];
    this.#drawn.colours.forEach((colour, at) => {
      swatches[at]?.style.setProperty('border-color', colour);
    });
    this.#resize.disconnect();
    this.#resize.observe(place);
  }

  get #folded(): Series[] {
    return foldSeries(this.series, words.other);
  }

  #move(event: KeyboardEvent): void {
    const last = this.days.length - 1;
    const at = this.reading ?? -1;
    const next = { ArrowRight: Math.min(last, at + 1), ArrowLeft: Math.max(0, at - 1), Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.reading = next;
    this.#drawn?.point(next);
  }

  #value(value: number | null | undefined): string {
    return value == null ? this.gap || words.gap : this.format(value);
  }

  override render() {
    if (this.days.length === 0) return html`<p class="muted">${words.none}</p>`;
    return html`<figure>
      <div class="spread">
        <figcaption id="caption">${this.label}</figcaption>
        <button class="button small" type="button" aria-pressed=${this.isTable ? 'true' : 'false'} @click=${() => { this.isTable = !this.isTable; }}>${this.isTable ? words.asChart : words.asTable}</button>
      </div>
      ${this.isTable ? this.#table() : this.#chart()}
    </figure>`;
  }

  #chart() {
    const folded = this.#folded;
    const hasGap = folded.some(({ values }) => this.days.some((_, at) => values[at] == null));
    const at = this.reading;
    const day = at === null ? undefined : this.days[at];
    return html`<div class="drawing" tabindex="0" role="img" aria-labelledby="caption" aria-describedby="keys reading" @keydown=${(event: KeyboardEvent) => { this.#move(event); }}></div>
      <p class="visually-hidden" id="keys">${words.keys}</p>
      <p class="reading figures" id="reading" aria-live="polite">${day === undefined || at === null ? nothing : html`${this.dayText(day)}: ${folded.map(({ name, values }, index) => html`${index > 0 ? ', ' : ''}<bdi>${name}</bdi> ${this.#value(values[at])}`)}`}</p>
      <ul class="legend">
        ${folded.map(({ name }) => html`<li><span class="swatch"></span><bdi>${name}</bdi></li>`)}
        ${hasGap && this.gap ? html`<li class="muted">${this.gap}</li>` : nothing}
      </ul>`;
  }

  #table() {
    return html`<div class="table-scroll" tabindex="0" role="group" aria-labelledby="caption">
      <table class="compact">
        <thead><tr><th scope="col">${this.rowHeader || words.day}</th>${this.series.map(({ name }) => html`<th scope="col" class="number"><bdi>${name}</bdi></th>`)}</tr></thead>
        <tbody>${this.days.map((day, at) => html`<tr><td>${this.dayText(day)}</td>${this.series.map(({ values }) => html`<td class="number">${this.#value(values[at])}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }
}

if (!customElements.get('day-chart')) customElements.define('day-chart', DayChart);
