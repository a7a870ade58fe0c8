import { css } from 'lit';

export const frameStyles = css`
  :host { display: grid; grid-template: 'header' auto 'lines' auto 'main' 1fr / minmax(0, 1fr); min-block-size: 100dvh; font: 400 14px/20px var(--daybook-font); color: var(--daybook-text); }
  .skip { position: absolute; z-index: 30; inset-block-start: 8px; inset-inline-start: 8px; padding: 8px 12px; background: var(--daybook-card); border: 1px solid var(--daybook-control-border); border-radius: var(--daybook-radius-control); }
  .skip:not(:focus) { clip-path: inset(50%); }
  header { grid-area: header; position: sticky; inset-block-start: 0; z-index: 20; display: flex; align-items: center; gap: 8px; min-block-size: 56px; padding: 4px 16px; background: var(--daybook-card); border-block-end: 1px solid var(--daybook-hairline); }
  .wordmark { display: inline-flex; align-items: center; gap: 8px; color: var(--daybook-text); font-weight: 600; text-decoration: none; }
  .grow { flex: 1; min-inline-size: 0; }
  .workspace { display: block; max-inline-size: 240px; overflow: hidden; color: var(--daybook-muted); text-overflow: ellipsis; white-space: nowrap; }
  .workspace-select { inline-size: auto !important; max-inline-size: 200px; }
  .connection { display: inline-flex; align-items: center; gap: 4px; color: var(--daybook-muted); font-size: 12px; line-height: 16px; white-space: nowrap; }
  .connection.bad { color: var(--daybook-warning); }
  day-header-timer { flex: none; min-inline-size: 0; }
  .lines { grid-area: lines; }
  .lines .notice { border-radius: 0; padding: 8px 16px; }
  nav.rail { display: none; }
  nav ul { display: grid; gap: 2px; }
  nav a { display: flex; align-items: center; gap: 12px; min-block-size: 40px; padding: 4px 12px; border-radius: var(--daybook-radius-control); color: var(--daybook-text); text-decoration: none; }
  nav a:hover { background: var(--daybook-sunken); }
  nav a[aria-current='page'] { background: var(--daybook-accent-tint); color: var(--daybook-accent); font-weight: 600; }
  nav.drawer { position: fixed; z-index: 19; inset-block: 56px auto; inset-inline: 0; max-block-size: calc(100dvh - 56px); overflow: auto; padding: 8px; background: var(--daybook-card); border-block-end: 1px solid var(--daybook-hairline); box-shadow: 0 8px 16px rgb(0 0 0 / 20%); }
  main { grid-area: main; min-inline-size: 0; inline-size: 100%; max-inline-size: 1152px; margin-inline: auto; padding: 16px; outline: none; }
  main.wide { max-inline-size: none; }
  .account-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .toast { position: fixed; z-index: 25; inset-block-end: 16px; inset-inline: 16px; display: flex; align-items: center; justify-content: space-between; gap: 16px; max-inline-size: 480px; margin-inline: auto; padding: 8px 8px 8px 16px; background: var(--daybook-text); border-radius: var(--daybook-radius-card); color: var(--daybook-page); box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
  .toast button { min-block-size: 32px; padding: 4px 12px; background: none; border: 1px solid currentColor; border-radius: var(--daybook-radius-control); color: inherit; font: 600 14px/20px var(--daybook-font); cursor: pointer; }
  @media (max-width: 599px) {
    header { padding-inline: 8px; gap: 4px; }
    .wordmark span, .workspace, .connection:not(.bad) { display: none; }
    .workspace-select { max-inline-size: 110px; }
    .account-name { position: absolute; inline-size: 1px; overflow: hidden; clip-path: inset(50%); }
  }
  @media (min-width: 1024px) {
    :host { grid-template: 'rail header' auto 'rail lines' auto 'rail main' 1fr / 216px minmax(0, 1fr); }
    nav.rail { grid-area: rail; position: sticky; inset-block-start: 0; display: flex; flex-direction: column; gap: 16px; block-size: 100dvh; overflow: auto; padding: 16px 12px; background: var(--daybook-card); border-inline-end: 1px solid var(--daybook-hairline); }
    nav.rail .wordmark { padding: 0 12px; background: none; }
    nav.rail ul:last-child { margin-block-start: auto; }
    header .wordmark, header .menu-button { display: none; }
    main { padding: 24px; }
  }
  @media print {
    header, nav.rail, .toast { display: none; }
  }
`;
