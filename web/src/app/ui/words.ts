/*
 * Words of the interface. English is part of the page; another language is loaded beside it before the page is shown.
 * Read a word while rendering (`words.title`), never when a module loads: that is before the other language has come.
 */
import { preferences } from '../../shared/preferences.ts';

const SUPPORTED = ['en', 'de'] as const;
export type Language = (typeof SUPPORTED)[number];

/** The language of the interface: the person's choice, else the browser's first one that there are words for. */
export const language: Language = choose(preferences.get('language'), navigator.languages);

/** The locale for dates and numbers: the browser's own when it is of the interface's language, else that language. */
export const locale: string = navigator.languages.find((tag) => base(tag) === language) ?? language;

export function choose(chosen: string | null, languages: readonly string[]): Language {
  const wanted = [...(chosen === null ? [] : [chosen]), ...languages].map(base);
  return wanted.map((tag) => SUPPORTED.find((known) => known === tag)).find((known) => known !== undefined) ?? 'en';
}

function base(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

type Widened<T> = { [K in keyof T]: T[K] extends string ? string : T[K] };
export type Translation<T> = Partial<Widened<T>>;

const pending = new Set<Promise<unknown>>();

/**
 * The words of one page or part.
 *
 * @param english all of them: texts, and functions for texts with values
 * @param others how to load another language, which may leave words in English
 */
export function catalogue<T extends object>(english: T, others: Partial<Record<Exclude<Language, 'en'>, () => Promise<{ default: Translation<T> }>>> = {}): Widened<T> {
  const words = { ...english } as Widened<T>;
  const load = language === 'en' ? undefined : others[language];
  if (load) {
    const loading = load().then(
      (module) => Object.assign(words, module.default),
      // English words are better than no page.
      () => undefined,
    );
    pending.add(loading);
    void loading.finally(() => pending.delete(loading));
  }
  return words;
}

/** Resolves when the words of everything loaded so far are there. */
export async function wordsReady(): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}

const rules = new Intl.PluralRules(locale);

/** The form for this number: `plural(3, { one: '1 row', other: '3 rows' })`. */
export function plural(count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }): string {
  return forms[rules.select(count)] ?? forms.other;
}
