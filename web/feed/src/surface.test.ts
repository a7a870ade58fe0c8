// @vitest-environment node
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { htmlData, manifest, tables } from '../build/manifest.ts';
import { attributes, camel, cssProperties, events, methods, parts, properties, slots, states } from '../build/surface.ts';
import { DaybookFeed } from './daybook-feed.ts';

const path = (name: string) => new URL(name, import.meta.url);
const read = (name: string) => readFileSync(path(name), 'utf8');
const sources = readdirSync(path('.')).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const code = sources.map((name) => read(name)).join('\n');
const found = (pattern: RegExp) => [...new Set([...code.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();

/** Holds a file to what it is made from; with UPDATE=1 it writes it. */
function hold(name: string, content: string): void {
  if (process.env.UPDATE) writeFileSync(path(name), content);
  expect(read(name)).toBe(content);
}

describe('the public surface', () => {
  it('is imported without a document, and defines nothing by itself', async () => {
    expect(globalThis).not.toHaveProperty('document');
    await expect(import('./index.ts')).resolves.toHaveProperty('DaybookFeed');
    await expect(import('./define.ts')).resolves.toHaveProperty('configureDaybook');
  });

  it('has the attributes described', () => {
    expect(DaybookFeed.observedAttributes.filter((name) => name !== 'lang' && name !== 'dir').sort()).toEqual(names(attributes));
  });

  it('has the properties and methods described', () => {
    const prototype = DaybookFeed.prototype as unknown as Record<string, unknown>;
    const has = (name: string, kind: 'get' | 'set') => typeof Object.getOwnPropertyDescriptor(prototype, name)?.[kind] === 'function';
    const fields = [...attributes.filter(({ property }) => property !== null).map(({ name }) => camel(name)), ...names(properties)];
    expect(fields.filter((name) => !has(name, 'get'))).toEqual([]);
    const settable = fields.filter((name) => has(name, 'set'));
    expect(settable.sort()).toEqual([...attributes.filter(({ property }) => property !== null).map(({ name }) => camel(name)), 'filter', 'getToken', 'strings'].sort());
    const element = read('daybook-feed.ts');
    for (const name of names(methods)) expect(element).toMatch(new RegExp(`^ {2}(readonly )?${name}( = |\\()`, 'm'));
  });

  it('has the events, slots, parts, states and custom properties described', () => {
    expect(found(/emit\('(daybook-[a-z-]+)'/g)).toEqual(names(events));
    expect(found(/<slot(?: name="(\w+)")?/g)).toEqual(names(slots));
    expect([...new Set([...found(/<[a-z]+ part="([a-z-]+)"/g), ...found(/<div class="[^"]*" part="([a-z-]+)"/g), ...found(/part: '([a-z-]+)'/g)])].sort()).toEqual(names(parts));
    const told = /\[state, on\] of Object\.entries\(\{(.*?)\}\)/.exec(code)?.[1] ?? '';
    expect([...told.matchAll(/(\w+):/g)].map(([, name]) => name).sort()).toEqual(names(states));
    expect(found(/var\((--daybook-[a-z-]+)/g)).toEqual(names(cssProperties));
  });

  it('is what the manifest, the editor data and the README say', () => {
    hold('../custom-elements.json', `${JSON.stringify(manifest(), null, 2)}\n`);
    hold('../html-custom-data.json', `${JSON.stringify(htmlData(), null, 2)}\n`);
    hold('../README.md', read('../README.md').replace(/<!-- tables -->.*<!-- \/tables -->/s, () => `<!-- tables -->\n\n${tables()}\n\n<!-- /tables -->`));
  });

  it('is what JSX knows', () => {
    const known = [...read('jsx.ts').matchAll(/^ {2}'?([a-z-]+)'?\?:/gm)].map(([, name]) => name ?? '');
    expect(known).toEqual(expect.arrayContaining(names(attributes)));
  });
});
