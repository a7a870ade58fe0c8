import { type TemplateResult, css, html } from 'lit';

export const tabStyles = css`
  .tabs { display: flex; flex-wrap: wrap; gap: 4px; border-block-end: 1px solid var(--daybook-hairline); }
  .tabs a { flex: none; padding: 8px 12px; border-block-end: 2px solid transparent; color: var(--daybook-muted); font-weight: 600; text-decoration: none; }
  .tabs a[aria-current='page'] { border-color: var(--daybook-accent); color: var(--daybook-text); }
  .tabs a:hover { color: var(--daybook-text); }
  .tabs a:focus-visible { outline-offset: -2px; }
`;

/** Tabs are links, so that each view has an address and Back works. */
export function tabs(label: string, items: readonly (readonly [href: string, text: string])[], current: string): TemplateResult {
  return html`<nav class="tabs" aria-label=${label}>
    ${items.map(([href, text]) => html`<a href=${href} aria-current=${href === current ? 'page' : 'false'}>${text}</a>`)}
  </nav>`;
}
