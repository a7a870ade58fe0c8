import { css } from 'lit';

export const composerStyles = css`
  .stack { grid-template-columns: minmax(0, 1fr); }
  .done { color: var(--daybook-good); font-weight: 600; outline-offset: 4px; }
  .other { padding: 12px; border: 1px solid var(--daybook-warning); border-radius: var(--daybook-radius-card); }
  .other p.row { flex-wrap: nowrap; align-items: flex-start; }
  .notice > span { flex: 1 1 200px; }
  .other.inferred { border: 1px dashed var(--daybook-inferred); }
  .other dl { max-block-size: 240px; overflow: auto; }
  day-since { padding: 12px; background: var(--daybook-sunken); border-radius: var(--daybook-radius-card); }
`;
