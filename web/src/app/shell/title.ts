import runningUrl from '../../shared/icon-running.svg?url';
import iconUrl from '../../shared/icon.svg?url';

/* The tab's title: the page, or the running timer before it, and then another icon. */
let page = 'Daybook';
let prefix: string | null = null;

function show(): void {
  document.title = prefix === null ? `${page} - Daybook` : `${prefix} - Daybook`;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const url = prefix === null ? iconUrl : runningUrl;
  // The same again would be fetched again.
  if (icon && icon.getAttribute('href') !== url) icon.setAttribute('href', url);
}

addEventListener('daybook-title', (event) => {
  page = (event as CustomEvent<string>).detail;
  show();
});

/** Puts "1:02 - Task" in the place of the page's name; null brings that back. */
export function setTitlePrefix(text: string | null): void {
  prefix = text;
  show();
}
