/**
 * Where GraphiQL keeps its tabs: session storage, apart for each viewer, and never a header or a token.
 *
 * GraphiQL's own choice is localStorage, where its tabs and history keep the headers editor as typed. Here a key has
 * to be on the list to be kept at all, tabs lose headers and answers, and whatever still looks like a credential is
 * cut out, since people paste tokens into queries and variables too.
 */
export interface GraphiQLStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  readonly length: number;
}

const KEPT = new Set(['tabState', 'visiblePlugin', 'theme', 'docExplorerFlex', 'editorFlex', 'secondaryEditorFlex'].map((name) => `graphiql:${name}`));

/** @param viewer id of the person, so that the next one to sign in finds nothing of theirs */
export function viewerStorage(area: Storage, viewer: string): GraphiQLStorage {
  const prefix = `daybook:${viewer}:`;
  const own = () => Object.keys(area).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => area.getItem(prefix + key),
    setItem(key, value) {
      if (KEPT.has(key)) area.setItem(prefix + key, key === 'graphiql:tabState' ? withoutSecrets(value) : redact(value));
    },
    removeItem(key) {
      area.removeItem(prefix + key);
    },
    clear() {
      for (const key of own()) area.removeItem(key);
    },
    get length() {
      return own().length;
    },
  };
}

/** The state of the tabs as JSON, without headers, without answers, without credentials. */
export function withoutSecrets(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), (key, value: unknown) => {
      if (key === 'headers' || key === 'response' || key === 'hash') return null;
      return typeof value === 'string' ? redact(value) : value;
    });
  } catch {
    return '';
  }
}

const REMOVED = '[removed]';

/** The text without anything that follows `Bearer` or `Authorization`. */
export function redact(text: string): string {
  return text
    .replace(/(authorization["']?\s*[:=]\s*)("[^"]*"?|'[^']*'?|[^\r\n]+)/gi, `$1"${REMOVED}"`)
    .replace(/\bbearer\s+[^\s"'`\\]+/gi, REMOVED);
}

/** What GraphiQL has to be told so that it opens as it was left. */
export interface OpeningState {
  isFirstVisit: boolean;
  initialQuery?: string;
  initialVariables?: string;
}

/**
 * Reads the stored tabs. GraphiQL adds a tab at load when the text it starts with is not the text of a stored tab,
 * and starts with an empty one when the last active tab was not the first; naming the active tab's text avoids both.
 */
export function openingState(storage: GraphiQLStorage): OpeningState {
  const active = activeTab(storage.getItem('graphiql:tabState'));
  if (active === null) return { isFirstVisit: true };
  return {
    isFirstVisit: false,
    ...(isText(active.query) && { initialQuery: active.query }),
    ...(isText(active.query) && isText(active.variables) && { initialVariables: active.variables }),
  };
}

interface StoredTab {
  query?: unknown;
  variables?: unknown;
}

function activeTab(json: string | null): StoredTab | null {
  try {
    const state = JSON.parse(json ?? '') as { tabs?: StoredTab[]; activeTabIndex?: number } | null;
    return state?.tabs?.[state.activeTabIndex ?? 0] ?? null;
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
