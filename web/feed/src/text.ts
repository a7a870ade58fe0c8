import en from './strings/en.ts';

/** Texts by plural category (`zero one two few many other`); `{n}` is the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The texts of the widget in one language. */
export interface Strings {
  heading: string;
  live: string;
  stream: string;
  polling: string;
  idle: string;
  /** `{time}` is when what is shown was loaded. */
  offline: string;
  paused: string;
  loading: string;
  'catching-up': string;
  error: string;
  refresh: string;
  pause: string;
  resume: string;
  filter: string;
  clear: string;
  remove: string;
  entities: string;
  actions: string;
  fresh: Plural;
  arrived: Plural;
  loaded: Plural;
  more: string;
  newest: string;
  empty: string;
  nothing: string;
  stillLoading: string;
  failed: string;
  retry: string;
  signedOut: string;
  noAccess: string;
  limited: string;
  request: string;
  folded: Plural;
  details: string;
  change: string;
  guarded: string;
  inferred: string;
  inferredTip: string;
  end: string;
  list: string;
  /**
   * Names of actions and kinds of entity, by the API's enum values. Where an action has one, rows are told by it;
   * else by the server's English sentence, and names are made from the values.
   */
  names: Readonly<Record<string, string>>;
}

/** Languages that are loaded when they are needed, from beside this script. */
const CATALOGUES: Record<string, () => Promise<{ default: Strings }>> = {
  ar: () => import('./strings/ar.ts'),
  de: () => import('./strings/de.ts'),
  fr: () => import('./strings/fr.ts'),
};

/** The catalogue for a language tag; English where there is none or it cannot be loaded. */
export const stringsFor = async (language: string): Promise<Strings> => (await CATALOGUES[baseOf(language)]?.().catch(() => undefined))?.default ?? en;

export const baseOf = (language: string): string => language.split('-')[0] ?? '';

/** Puts values where a text has `{name}`. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);

/** The form of a text for a number, with the number in the language's digits. */
export const plural = (forms: Plural, n: number, language: string): string =>
  fill(forms[new Intl.PluralRules(language).select(n)] ?? forms.other, { n: n.toLocaleString(language) });

/** "Status changed" for STATUS_CHANGED, where the language has no name of its own. */
export const nameOf = ({ names }: Strings, value: string): string => names[value] ?? value.charAt(0) + value.slice(1).toLowerCase().replaceAll('_', ' ');
