import { Store } from '../data/store.ts';

/** One page of the application: which paths it has, and how it is loaded. */
export interface PageEntry {
  /** The first is where its link in the rail leads. */
  paths: readonly string[];
  /** The element that the module defines. */
  tag: string;
  load: () => Promise<unknown>;
}

export const PAGES = {
  today: { paths: ['/today'], tag: 'day-today', load: () => import('../today/today.ts') },
  standups: { paths: ['/standups', '/standups/team'], tag: 'day-standups', load: () => import('../standups/standups.ts') },
  worklog: { paths: ['/worklog'], tag: 'day-worklog', load: () => import('../worklog/worklog.ts') },
  time: { paths: ['/time', '/time/week', '/time/chart'], tag: 'day-time-page', load: () => import('../time/time.ts') },
  blockers: { paths: ['/blockers'], tag: 'day-blockers', load: () => import('../blockers/blockers.ts') },
  team: { paths: ['/team'], tag: 'day-team', load: () => import('../team/team.ts') },
  activity: { paths: ['/activity'], tag: 'day-activity', load: () => import('../activity/activity.ts') },
  settings: { paths: ['/settings'], tag: 'day-settings', load: () => import('../settings/settings.ts') },
} satisfies Record<string, PageEntry>;

export type PageName = keyof typeof PAGES;

export interface Route {
  page: PageName;
  path: string;
  query: URLSearchParams;
}

const HOME = '/today';

/** The page at a path; null when the application has none there. */
export function pageAt(path: string): PageName | null {
  const names = Object.keys(PAGES) as PageName[];
  return names.find((name) => (PAGES[name].paths as readonly string[]).includes(path)) ?? null;
}

export function readRoute(location: { pathname: string; search: string }): Route {
  const page = pageAt(location.pathname);
  return page ? { page, path: location.pathname, query: new URLSearchParams(location.search) } : { page: 'today', path: HOME, query: new URLSearchParams() };
}

export const route = new Store<Route>(readRoute(location));

/** Shows what stands at an address of the application; any other address is left to the browser. */
export function navigate(href: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = new URL(href, location.href);
  if (url.origin !== location.origin || !pageAt(url.pathname)) {
    location.assign(url);
    return;
  }
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  route.set(readRoute(url));
}

/** Puts filters of a page into its address; empty ones go. Each counts as a step of Back unless told otherwise. */
export function setQuery(changes: Record<string, string | readonly string[] | null>, options?: { replace?: boolean }): void {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') query.append(name, one);
  }
  const search = query.toString();
  navigate(route.value.path + (search ? `?${search}` : ''), options);
}

/** Makes links and the Back button work without loading a page. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    route.set(readRoute(location));
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (link?.origin !== location.origin || link.target !== '' || link.hasAttribute('download') || !pageAt(link.pathname)) return;
    event.preventDefault();
    navigate(link.href);
  });
  if (!pageAt(location.pathname)) history.replaceState(null, '', HOME);
}
