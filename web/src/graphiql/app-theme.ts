import { setTheme, theme } from '../shared/preferences.ts';
import type { GraphiQLStorage } from './storage.ts';

/** GraphiQL's word for a theme; null follows the system. */
export type ChosenTheme = 'light' | 'dark' | null;

const STORED = 'graphiql:theme';

/** The application's theme in GraphiQL's words. */
export function appTheme(): ChosenTheme {
  const chosen = theme();
  return chosen === 'auto' ? null : chosen;
}

/** Puts the application's theme where GraphiQL reads its own when it opens. */
export function openWithAppTheme(storage: GraphiQLStorage): void {
  const chosen = appTheme();
  if (chosen === null) storage.removeItem(STORED);
  else storage.setItem(STORED, chosen);
}

/** Makes what was chosen in GraphiQL the application's theme. */
export function keepAppTheme(chosen: ChosenTheme): void {
  if (chosen !== appTheme()) setTheme(chosen ?? 'auto');
}

/** Tells the theme whenever another window may have chosen one. Returns what takes that back. */
export function followAppTheme(change: (chosen: ChosenTheme) => void): () => void {
  const look = () => {
    change(appTheme());
  };
  addEventListener('storage', look);
  return () => {
    removeEventListener('storage', look);
  };
}
