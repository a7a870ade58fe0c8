// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import ar from './strings/ar.ts';
import de from './strings/de.ts';
import en from './strings/en.ts';
import fr from './strings/fr.ts';
import { fill, nameOf, plural, stringsFor } from './text.ts';

const all = { ar, de, en, fr };
const schema = readFileSync(new URL('../../../schema.graphqls', import.meta.url), 'utf8');

const valuesOf = (name: string) => [...(new RegExp(`^enum ${name} \\{(.*?)^\\}`, 'ms').exec(schema)?.[1] ?? '').matchAll(/^ {2}([A-Z_]+)$/gm)].map(([, value]) => value ?? '');

describe.each(Object.entries(all))('strings in %s', (language, strings) => {
  it('say everything, with the same placeholders', () => {
    for (const [key, text] of Object.entries(en)) {
      const own = strings[key as keyof typeof en];
      expect(typeof own, key).toBe(typeof text);
      if (typeof text !== 'string' || typeof own !== 'string') continue;
      expect(own, key).not.toBe('');
      expect([...own.matchAll(/\{\w+\}/g)].map(String).sort(), key).toEqual([...text.matchAll(/\{\w+\}/g)].map(String).sort());
    }
  });

  it('have a form for each number the language tells apart', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const forms of [strings.arrived, strings.loaded]) {
      for (const category of needed) expect(forms[category], category).toBeTruthy();
    }
  });

  it('name every action and kind of the contract, or none', () => {
    const values = [...valuesOf('ActivityAction'), ...valuesOf('ActivityEntityType')];
    expect(values.length).toBeGreaterThan(50);
    if (Object.keys(strings.names).length) expect(values.filter((value) => !strings.names[value])).toEqual([]);
  });
});

describe('texts', () => {
  it('take the form of the number', () => {
    expect(plural(en.arrived, 1, 'en')).toBe('1 new activity');
    expect(plural(en.arrived, 1234, 'en')).toBe('1,234 new activities');
    expect([0, 1, 2, 3, 11, 100].map((n) => plural(ar.arrived, n, 'ar'))).toEqual([
      'لا أنشطة جديدة', 'نشاط جديد واحد', 'نشاطان جديدان', `${(3).toLocaleString('ar')} أنشطة جديدة`, `${(11).toLocaleString('ar')} نشاطًا جديدًا`, `${(100).toLocaleString('ar')} نشاط جديد`,
    ]);
    expect(plural(fr.arrived, 0, 'fr')).toBe('0 nouvelle activité');
  });

  it('leave values as they are, even those that look like a placeholder', () => {
    expect(fill('{field}: {old}', { field: '{old}', old: '$&' })).toBe('{old}: $&');
    expect(fill('{none}', {})).toBe('{none}');
  });

  it('make a name for a value that the contract got later', () => {
    expect(nameOf(en, 'TIME_ENTRY')).toBe('Time entry');
    expect(nameOf(de, 'TIME_ENTRY')).toBe('Zeiteintrag');
    expect(nameOf(de, 'TELEPORTED_AWAY')).toBe('Teleported away');
  });

  it('are English for a language that there are none of', async () => {
    expect(await stringsFor('tlh')).toBe(en);
    expect(await stringsFor('de-AT')).toBe(de);
  });
});
