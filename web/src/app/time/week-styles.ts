import { css } from 'lit';

export const weekStyles = css`
  h2 { font-size: 16px; line-height: 24px; }
  .jump { margin-inline-start: auto; }
  .table-scroll { background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); }
  th, td { padding: 6px 4px; }
  thead th.number { padding-inline-end: 12px; }
  tbody .head { vertical-align: top; padding-block-start: 8px; }
  td { vertical-align: top; min-inline-size: 76px; }
  td.number { padding: 12px 12px 6px 4px; vertical-align: top; }
  .head { position: sticky; z-index: 1; inset-inline-start: 0; inline-size: 240px; min-inline-size: 200px; max-inline-size: 280px; padding-inline: 12px; background: var(--daybook-card); overflow-wrap: anywhere; white-space: normal; }
  tbody .head { color: var(--daybook-text); font: 400 14px/20px var(--daybook-font); text-align: start; }
  .today { background: var(--daybook-accent-tint); }
  tfoot th, tfoot td { border-block-end: 0; vertical-align: middle; padding-block: 6px; }
  tfoot td.number { padding-block: 6px; vertical-align: middle; }
  @media (max-width: 599px) { .head { min-inline-size: 132px; inline-size: 132px; padding-inline: 8px; } }
`;
