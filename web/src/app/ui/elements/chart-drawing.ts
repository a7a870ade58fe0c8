/* The one file that knows uPlot; it is loaded when the first chart is drawn. */
import uPlot from 'uplot';
import type { Series } from './chart.ts';

const COLOURS = {
  light: ['#1d5fbf', '#b4500f', '#176b3a', '#8b3f8f', '#7a6400', '#0f7285'],
  dark: ['#86b4ff', '#f2a46b', '#74d199', '#e3a0e6', '#d6c15a', '#67cbdc'],
};
/** Series differ by more than colour. */
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [12, 4]];
/** uPlot's enum of units has no value at run time. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the const enum is types only
const IN_SCALE: uPlot.Series.BarsPathBuilderFacetUnit = 1;
const FONT = '12px system-ui, sans-serif';

export interface Drawing {
  kind: 'bars' | 'lines';
  days: readonly string[];
  series: readonly Series[];
  format: (value: number) => string;
  dayText: (day: string) => string;
  onCursor: (at: number | null) => void;
}

export interface Drawn {
  colours: string[];
  /** Moves the cursor to a day. */
  point(at: number): void;
  fit(): void;
  destroy(): void;
}

export function draw(place: HTMLElement, { kind, days, series, format, dayText, onCursor }: Drawing): Drawn {
  const style = getComputedStyle(place);
  const token = (name: string) => {
    // A token is a light-dark() pair; a colour property resolves it.
    probe.style.setProperty('color', `var(--daybook-${name})`);
    return getComputedStyle(probe).color;
  };
  const probe = document.createElement('span');
  place.append(probe);
  const [text, line, control] = [token('muted'), token('hairline'), token('control-border')];
  probe.remove();
  const isDark = style.colorScheme === 'dark' || (style.colorScheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const colours = isDark ? COLOURS.dark : COLOURS.light;
  const colour = (at: number) => colours[at % colours.length] ?? text;
  const steps = days.map((_, at) => at);
  const size = () => ({ width: Math.max(200, place.clientWidth), height: place.clientHeight || 220 });
  const isHidden = (at: number) => series.every(({ values }) => values[at] == null);

  const share = 0.7 / series.length;
  const beside = (index: number): Partial<uPlot.Series.BarsPathBuilderOpts> => ({
    disp: { x0: { unit: IN_SCALE, values: () => steps.map((at) => at - 0.35 + share * index) }, size: { unit: IN_SCALE, values: () => steps.map(() => share) } },
  });
  const bars = (index: number) => uPlot.paths.bars?.({ size: [share, 48], align: 0, ...(series.length > 1 && beside(index)) });

  const plot = new uPlot(
    {
      ...size(),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: { x: { time: false, range: [-0.6, days.length - 0.4] }, y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] } },
      axes: [
        { stroke: text, font: FONT, size: 32, grid: { show: false }, ticks: { stroke: line }, splits: () => pick(days.length, place.clientWidth), values: (_plot, at) => at.map((index) => dayText(days[index] ?? '')) },
        { stroke: text, font: FONT, size: 56, grid: { stroke: line, width: 1 }, ticks: { show: false }, values: (_plot, at) => at.map((value) => format(value)) },
      ],
      series: [
        {},
        ...series.map(({ name }, at): uPlot.Series => ({
          label: name,
          stroke: colour(at),
          width: 2,
          spanGaps: false,
          ...(kind === 'bars' ? { fill: colour(at), points: { show: false }, ...barPaths(bars(at)) } : { dash: DASHES[at] ?? [], points: { show: true, size: 6, fill: colour(at) } }),
        })),
      ],
      hooks: {
        drawClear: [(chart) => { hatch(chart, steps.filter(isHidden), control); }],
        setCursor: [(chart) => { onCursor(chart.cursor.idx ?? null); }],
      },
    },
    [steps, ...series.map(({ values }) => days.map((_, at) => values[at] ?? null))],
    place,
  );

  return {
    colours: series.map((_, at) => colour(at)),
    point(at) {
      plot.setCursor({ left: plot.valToPos(at, 'x'), top: 0 });
    },
    fit() {
      const { width, height } = size();
      if (width !== plot.width || height !== plot.height) plot.setSize({ width, height });
    },
    destroy() {
      plot.destroy();
    },
  };
}

function barPaths(paths: uPlot.Series.PathBuilder | undefined): { paths?: uPlot.Series.PathBuilder } {
  return paths ? { paths } : {};
}

/** Which days get a label, so that none touches the next. */
function pick(count: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((count * 64) / Math.max(200, width)));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);
}

/** A hatched band where figures are hidden: neither zero nor a line across. */
function hatch(chart: uPlot, hidden: readonly number[], stroke: string): void {
  if (hidden.length === 0) return;
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = 1;
  for (const at of hidden) {
    const [left, right] = [chart.valToPos(at - 0.5, 'x', true), chart.valToPos(at + 0.5, 'x', true)];
    ctx.save();
    ctx.beginPath();
    ctx.rect(Math.max(bbox.left, left), bbox.top, Math.min(right, bbox.left + bbox.width) - Math.max(bbox.left, left), bbox.height);
    ctx.clip();
    ctx.beginPath();
    for (let x = left - bbox.height; x < right; x += 8) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}
