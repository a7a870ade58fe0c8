import { type TemplateResult, css, html } from 'lit';

export const personStyles = css`
  .person { display: inline-flex; align-items: center; gap: 8px; min-inline-size: 0; }
  .person bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .avatar { display: inline-grid; place-items: center; flex: none; inline-size: 24px; block-size: 24px; background: var(--daybook-accent-tint); border-radius: var(--daybook-radius-full); color: var(--daybook-accent); font: 600 11px/1 var(--daybook-font); }
`;

/** First letters of the first and last word, as people see letters. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = (word: string | undefined) => Array.from(word ?? '')[0] ?? '';
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase();
}

/** Avatar of letters and name. Pictures would come from other hosts, which the policy refuses. */
export function person(name: string): TemplateResult {
  return html`<span class="person"><span class="avatar" aria-hidden="true">${initials(name)}</span><bdi>${name}</bdi></span>`;
}
