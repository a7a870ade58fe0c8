// Marked for the build, which takes the indentation out.
const css = String.raw;

/** Look of the widget: its own values behind `--_`, each taken from a `--daybook-` property where the page sets one. */
export const STYLES = css`
  :host {
    display: block;
  }
  [hidden] {
    display: none !important;
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  [part='base'] {
    --_card: var(--daybook-card, light-dark(#fff, #191d24));
    --_sunken: var(--daybook-sunken, light-dark(#eceff3, #232932));
    --_text: var(--daybook-text, light-dark(#1b2027, #e7eaef));
    --_muted: var(--daybook-muted, light-dark(#545d6b, #a5aebb));
    --_accent: var(--daybook-accent, light-dark(#1d5fbf, #86b4ff));
    --_hair: var(--daybook-hairline, light-dark(#d3d8e0, #363e4a));
    --_space: var(--daybook-space, 12px);
    color-scheme: light dark;
    position: relative;
    container-type: inline-size;
    overflow: hidden;
    border: 1px solid var(--_hair);
    border-radius: var(--daybook-radius-card, 8px);
    background: var(--_card);
    color: var(--_text);
    font: 14px/20px var(--daybook-font, system-ui, sans-serif);
    text-align: start;
  }
  .light {
    color-scheme: light !important;
  }
  .dark {
    color-scheme: dark !important;
  }
  [part='header'],
  .bar,
  .meta,
  [part='status'] {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  [part='header'],
  .bar,
  [part='filters'] {
    padding: 4px var(--_space) 0;
  }
  [part='heading'],
  [part='status'],
  .body {
    flex: 1;
    min-inline-size: 0;
  }
  [part='heading'] {
    font: 600 16px/24px var(--daybook-font, system-ui, sans-serif);
  }
  /* Always there, so that the pill moves nothing. */
  .bar {
    min-block-size: 36px;
    padding-block: 2px;
    border-block-end: 1px solid var(--_hair);
  }
  [part='status'],
  .meta,
  li {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }
  svg {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 28px;
    min-inline-size: 28px;
    padding: 0 6px;
    border: 1px solid transparent;
    border-radius: var(--daybook-radius-control, 4px);
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    background: var(--_sunken);
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  button:focus-visible {
    outline-offset: 2px;
  }
  [part='pill'],
  [part='filter-chip'],
  .badge {
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: 99px;
    font-size: 12px;
  }
  [part='pill'],
  [part='pill']:hover {
    background: var(--_accent);
    color: var(--daybook-on-accent, light-dark(#fff, #0d1420));
  }
  [part='filter-chip'] {
    background: var(--daybook-accent-tint, light-dark(#e5eefb, #16273f));
    color: var(--_accent);
  }
  .badge {
    background: var(--daybook-inferred-tint, light-dark(#f1eafa, #2a2040));
    color: var(--daybook-inferred, light-dark(#63389a, #cbb0fb));
  }
  /* As high from the first skeleton to the last page: what arrives moves nothing outside. */
  .box {
    position: relative;
    block-size: var(--_size);
    scrollbar-width: thin;
    max-block-size: var(--daybook-max-block-size, none);
    overflow: hidden auto;
  }
  [part='item'],
  [part='skeleton'] {
    display: flex;
    gap: 8px;
    min-block-size: 63px;
    padding: 8px var(--_space) 4px;
    border-block-end: 1px solid var(--_hair);
    content-visibility: auto;
    contain-intrinsic-block-size: auto 63px;
  }
  [part='icon'] {
    padding-block-start: 2px;
    color: var(--_muted);
  }
  .clamp {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: var(--daybook-line-clamp, 2);
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .open .clamp {
    display: block;
    white-space: pre-line;
  }
  .clamp ~ .clamp {
    color: var(--_muted);
  }
  [part='actor'] {
    font-weight: 600;
  }
  .meta button {
    flex: none;
    padding: 0;
    font-variant-numeric: tabular-nums;
  }
  [part='changes'] {
    text-decoration: underline;
  }
  [part='subject'] {
    min-inline-size: 0;
    padding-block: 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .open [part='subject'] {
    white-space: normal;
  }
  a {
    color: var(--_accent);
  }
  .full,
  :focus-visible > time > .short {
    display: none;
  }
  :focus-visible > time > .full {
    display: inline;
  }
  ul {
    padding-inline-start: 16px;
    overflow-wrap: anywhere;
  }
  .note {
    padding: 12px;
    color: var(--_muted);
    text-align: center;
  }
  .note button {
    margin: 8px auto;
    padding: 0 12px;
    border-color: var(--daybook-control-border, light-dark(#78818f, #818b9a));
    color: var(--_text);
  }
  small {
    font-size: 12px;
  }
  [part='skeleton'] {
    animation: show 0s 0.2s both;
  }
  [part='skeleton']::before {
    content: '';
    inline-size: 60%;
    block-size: 14px;
    background: var(--_sunken);
  }
  .slow {
    position: absolute;
    animation: show 0s 6s both;
  }
  @keyframes show {
    from {
      visibility: hidden;
    }
  }
  .sr {
    position: absolute;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .compact [part='item'] {
    min-block-size: 39px;
    padding-block: 2px;
    align-items: center;
  }
  .compact .body:not(.open) {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .compact .body:not(.open) > .clamp {
    -webkit-line-clamp: 1;
  }
  .compact .body:not(.open) > .clamp ~ .clamp {
    display: none;
  }
  .compact .meta {
    flex: 1;
    min-inline-size: 40%;
  }
  .compact [part='subject'] {
    flex: 1;
  }
  @container (inline-size < 360px) {
    [part='filter-button'] span {
      display: none;
    }
  }
  @media (pointer: coarse) {
    button,
    label {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }
  @media (forced-colors: active) {
    [part='pill'],
    [part='filter-chip'],
    .badge {
      border: 1px solid;
    }
  }
`;

/** Constructed sheets pass a strict policy. */
export function adopt(root: ShadowRoot, styles = STYLES): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
}
