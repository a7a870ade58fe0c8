/* The tab's title: the page, or the running timer before it. */
let page = 'Daybook';
let prefix: string | null = null;

function show(): void {
  document.title = prefix === null ? `${page} - Daybook` : `${prefix} - Daybook`;
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
