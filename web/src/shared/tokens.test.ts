import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The contrast table of ux.md 4.2, computed from the style sheet.
const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const tokens = new Map([...css.matchAll(/--daybook-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]));

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['page', 'card', 'sunken'];
const pairs: [string, string, number][] = [
  ...['text', 'muted', 'accent', 'good', 'warning', 'danger', 'inferred'].flatMap((name) => grounds.map((ground): [string, string, number] => [name, ground, 4.5])),
  ...['accent', 'good', 'warning', 'danger', 'inferred'].map((name): [string, string, number] => [name, `${name}-tint`, 4.5]),
  ...grounds.map((ground): [string, string, number] => ['control-border', ground, 3]),
  ['on-accent', 'accent', 4.5],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(pairs)('%s on %s has a contrast of %d', (ink, ground, least) => {
    const [above, below] = [tokens.get(ink)?.[theme], tokens.get(ground)?.[theme]];
    if (above === undefined || below === undefined) throw new Error(`no token ${ink} or ${ground}`);
    expect(contrast(above, below)).toBeGreaterThanOrEqual(least);
  });
});
