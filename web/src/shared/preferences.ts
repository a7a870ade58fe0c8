/*
 * How this browser likes Daybook: the only thing kept in localStorage, so never a text, a name or a credential.
 */
export type Preference = 'theme' | 'language' | 'shortcuts' | 'timer-title' | 'timer-checked' | 'notices';

const key = (name: Preference) => `daybook:preference:${name}`;

export const preferences = {
  get(name: Preference): string | null {
    try {
      return globalThis.localStorage.getItem(key(name));
    } catch {
      // Storage can be forbidden altogether.
      return null;
    }
  },
  set(name: Preference, value: string | null): void {
    try {
      if (value === null) globalThis.localStorage.removeItem(key(name));
      else globalThis.localStorage.setItem(key(name), value);
    } catch {
      // Then it lasts as long as the page.
    }
  },
};

export type Theme = 'auto' | 'light' | 'dark';

export function theme(): Theme {
  const chosen = preferences.get('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

/** Puts the chosen theme on the page; tokens.css does the rest. */
export function applyTheme(chosen: Theme = theme()): void {
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function setTheme(chosen: Theme): void {
  preferences.set('theme', chosen === 'auto' ? null : chosen);
  applyTheme(chosen);
}
