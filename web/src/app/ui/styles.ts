import { css } from 'lit';

/** What every element of the application starts from: box model, focus, type, links, and the parts made of classes. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1, h2, h3, p, dl, dd, ul, ol, figure, fieldset {
    margin: 0;
    padding: 0;
  }
  fieldset {
    border: 0;
    min-inline-size: 0;
  }
  ul, ol {
    list-style: none;
  }
  h1 {
    font: 600 24px/32px var(--daybook-font);
  }
  h2 {
    font: 600 20px/28px var(--daybook-font);
  }
  h3 {
    font: 600 16px/24px var(--daybook-font);
  }
  a {
    color: var(--daybook-accent);
  }
  code {
    font-family: var(--daybook-font-mono);
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: 2px solid var(--daybook-accent);
    outline-offset: 2px;
  }
  svg.icon {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [dir='rtl'] svg.icon.flips,
  :host(:dir(rtl)) svg.icon.flips {
    transform: scaleX(-1);
  }
  .muted {
    color: var(--daybook-muted);
  }
  .small {
    font-size: 12px;
    line-height: 16px;
  }
  .figures, time, td.number, th.number {
    font-variant-numeric: tabular-nums;
  }
  .clamp {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .text {
    max-inline-size: 68ch;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .spread {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    min-inline-size: 0;
  }
  .stack.tight {
    gap: 8px;
  }
  .form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    max-inline-size: 640px;
  }
  .card {
    padding: 16px;
    background: var(--daybook-card);
    border: 1px solid var(--daybook-hairline);
    border-radius: var(--daybook-radius-card);
    min-inline-size: 0;
  }
  @media (min-width: 600px) {
    .card {
      padding: 24px;
    }
  }
`;

export const buttons = css`
  .button, .icon-button, .link-button {
    font: 600 14px/20px var(--daybook-font);
    color: var(--daybook-text);
    cursor: pointer;
    text-decoration: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 4px 16px;
    background: var(--daybook-card);
    border: 1px solid var(--daybook-control-border);
    border-radius: var(--daybook-radius-control);
  }
  .button.small {
    min-block-size: 28px;
    padding: 2px 8px;
    font-size: 12px;
    line-height: 16px;
  }
  .button:hover, .icon-button:hover {
    background: var(--daybook-sunken);
  }
  .button.primary {
    background: var(--daybook-accent);
    border-color: var(--daybook-accent);
    color: var(--daybook-on-accent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--daybook-accent), var(--daybook-text) 12%);
  }
  .button.danger {
    border-color: var(--daybook-danger);
    color: var(--daybook-danger);
  }
  .button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.7;
  }
  .button[aria-pressed='true'], .button[aria-expanded='true'] {
    background: var(--daybook-accent-tint);
    border-color: var(--daybook-accent);
    color: var(--daybook-accent);
  }
  .button:disabled {
    cursor: not-allowed;
    opacity: 0.6;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    background: none;
    border: 0;
    border-radius: var(--daybook-radius-control);
  }
  .link-button {
    padding: 2px 0;
    min-block-size: 24px;
    background: none;
    border: 0;
    color: var(--daybook-accent);
    font-weight: 400;
    text-decoration: underline;
    text-align: start;
  }
  @media (pointer: coarse) {
    .button, .button.small {
      min-block-size: 44px;
    }
    .icon-button {
      inline-size: 44px;
      block-size: 44px;
    }
    .link-button {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .button, .icon-button {
      border: 1px solid ButtonText;
    }
  }
`;

export const fields = css`
  .field {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    align-content: start;
  }
  .field > label, .field > .label, legend {
    font-weight: 600;
    padding: 0;
  }
  .field .hint, .field .counter, .field .readback {
    color: var(--daybook-muted);
    font-size: 12px;
    line-height: 16px;
  }
  .field .error {
    display: flex;
    gap: 4px;
    color: var(--daybook-danger);
    overflow-wrap: anywhere;
  }
  .field .error svg.icon {
    margin-block-start: 2px;
  }
  input, select, textarea {
    font: 400 14px/20px var(--daybook-font);
    color: var(--daybook-text);
    background: var(--daybook-card);
  }
  input:not([type='checkbox'], [type='radio']), select, textarea {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 36px;
    padding: 6px 12px;
    border: 1px solid var(--daybook-control-border);
    border-radius: var(--daybook-radius-control);
  }
  textarea {
    min-block-size: 96px;
    font-size: 16px;
    line-height: 24px;
    resize: vertical;
  }
  input[type='checkbox'], input[type='radio'] {
    inline-size: 18px;
    block-size: 18px;
    margin: 3px;
    accent-color: var(--daybook-accent);
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 8px;
  }
  .check label {
    padding-block: 2px;
  }
  [aria-invalid='true'] {
    border-color: var(--daybook-danger) !important;
  }
  ::placeholder {
    color: var(--daybook-muted);
    opacity: 1;
  }
  @media (pointer: coarse) {
    input:not([type='checkbox'], [type='radio']), select, textarea {
      min-block-size: 44px;
      font-size: 16px;
      line-height: 24px;
    }
    input[type='checkbox'], input[type='radio'] {
      inline-size: 24px;
      block-size: 24px;
    }
    .check label {
      padding-block: 6px;
    }
  }
`;

/** Badges, notices and the blocks that stand in the place of content. */
export const states = css`
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    background: var(--daybook-sunken);
    border: 1px solid transparent;
    border-radius: var(--daybook-radius-full);
    color: var(--daybook-text);
    font: 400 12px/16px var(--daybook-font);
    white-space: nowrap;
  }
  .badge svg.icon {
    inline-size: 12px;
    block-size: 12px;
  }
  .badge.accent { background: var(--daybook-accent-tint); color: var(--daybook-accent); }
  .badge.good { background: var(--daybook-good-tint); color: var(--daybook-good); }
  .badge.warning { background: var(--daybook-warning-tint); color: var(--daybook-warning); }
  .badge.danger { background: var(--daybook-danger-tint); color: var(--daybook-danger); }
  .badge.filled { background: var(--daybook-danger); color: var(--daybook-card); font-weight: 600; }
  .badge.inferred { background: var(--daybook-inferred-tint); color: var(--daybook-inferred); border: 1px dashed currentColor; }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 12px;
    background: var(--daybook-sunken);
    border-radius: var(--daybook-radius-control);
    overflow-wrap: anywhere;
  }
  .notice > svg.icon + span {
    flex: 1 1 160px;
  }
  .notice.danger { background: var(--daybook-danger-tint); color: var(--daybook-danger); }
  .notice.warning { background: var(--daybook-warning-tint); color: var(--daybook-warning); }
  .notice.good { background: var(--daybook-good-tint); color: var(--daybook-good); }
  .notice.accent { background: var(--daybook-accent-tint); color: var(--daybook-text); }
  .notice .request-id {
    flex-basis: 100%;
    font-size: 12px;
    line-height: 16px;
  }
  .empty {
    display: grid;
    justify-items: start;
    gap: 12px;
    padding-block: 16px;
    color: var(--daybook-muted);
  }
  /* What stands below something that is still coming waits with it for a second, instead of moving when it is there. */
  .in-order > .coming ~ *,
  .in-order > [coming] ~ * {
    animation: wait 1s step-end;
  }
  @keyframes wait {
    from { visibility: hidden; }
  }
  .skeleton {
    min-block-size: 44px;
    background: var(--daybook-sunken);
    border-radius: var(--daybook-radius-control);
  }
  .few {
    display: flex;
    gap: 12px;
    padding: 16px;
    border: 1px dashed var(--daybook-control-border);
    border-radius: var(--daybook-radius-card);
    color: var(--daybook-muted);
  }
  @media (forced-colors: active) {
    .badge, .notice { border: 1px solid CanvasText; }
  }
`;

export const tables = css`
  .table-scroll {
    /* Keeps what is visually hidden in its cells from widening the page. */
    position: relative;
    overflow-x: auto;
    max-inline-size: 100%;
  }
  /* What can be done with a row stays in view while the row is moved sideways. */
  .table-scroll.acts td:last-child:not(:empty) {
    position: sticky;
    inset-inline-end: 0;
    background: var(--daybook-card);
  }
  .table-scroll.acts tr:hover td:last-child:not(:empty) {
    background: color-mix(in srgb, var(--daybook-sunken), var(--daybook-card) 50%);
  }
  .table-scroll.acts td:focus-within {
    z-index: 1;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  caption {
    text-align: start;
    font-weight: 600;
    padding-block-end: 8px;
  }
  th, td {
    padding: 6px 12px;
    border-block-end: 1px solid var(--daybook-hairline);
    text-align: start;
    vertical-align: middle;
    block-size: 44px;
  }
  th {
    color: var(--daybook-muted);
    font-weight: 600;
    font-size: 12px;
    line-height: 16px;
    white-space: nowrap;
  }
  thead th {
    block-size: 32px;
  }
  td.number, th.number {
    text-align: end;
    white-space: nowrap;
  }
  tbody tr:hover {
    background: color-mix(in srgb, var(--daybook-sunken), transparent 50%);
  }
  @media (pointer: fine) {
    table.compact td { block-size: 32px; padding-block: 2px; }
  }
`;

/** All of the above: what a page wants. */
export const pageStyles = [base, buttons, fields, states, tables];
