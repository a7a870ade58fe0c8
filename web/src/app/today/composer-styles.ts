import { css } from 'lit';

export const composerStyles = css`
  .done { color: var(--daybook-good); font-weight: 600; outline-offset: 4px; }
  .other { padding: 12px; border: 1px solid var(--daybook-warning); border-radius: var(--daybook-radius-card); }
  .other.inferred { border: 1px dashed var(--daybook-inferred); }
  .other dl { max-block-size: 240px; overflow: auto; }
  day-since { padding: 12px; background: var(--daybook-sunken); border-radius: var(--daybook-radius-card); }
`;
