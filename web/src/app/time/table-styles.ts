import { css } from 'lit';

/** A table where there is room, cards where there is not. */
export const tableStyles = css`
  table { background: var(--daybook-card); border: 1px solid var(--daybook-hairline); border-radius: var(--daybook-radius-card); border-spacing: 0; border-collapse: separate; }
  tbody tr:last-child td { border-block-end: 0; }
  th, td { padding-inline: 8px; }
  th:first-child, td:first-child { padding-inline-start: 12px; }
  .task { min-inline-size: 140px; max-inline-size: 280px; overflow-wrap: anywhere; }
  .day, .times { white-space: nowrap; }
  .note { max-inline-size: 240px; overflow-wrap: anywhere; }
  .who { max-inline-size: 160px; overflow-wrap: anywhere; }
  .buttons { display: flex; justify-content: flex-end; }
  .failed { display: flex; gap: 4px; max-inline-size: 240px; margin-inline-start: auto; color: var(--daybook-danger); }
  .billable .button { white-space: nowrap; font-weight: 400; }
  .billable .on { background: var(--daybook-accent-tint); border-color: var(--daybook-accent); color: var(--daybook-accent); }
  .editing td { padding: 16px 12px; background: var(--daybook-sunken); }
  .marked td { background: var(--daybook-warning-tint); }
  .marked td:first-child { box-shadow: inset 3px 0 var(--daybook-warning); }
  /* Clear of the header above and the totals below. */
  tr, day-time-form { scroll-margin-block: 72px; }
  tr:focus-visible { outline-offset: -2px; }
  @media (max-width: 899px) {
    table, tbody { display: block; }
    thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
    tbody tr { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 12px; border-block-end: 1px solid var(--daybook-hairline); }
    tbody tr:last-child { border-block-end: 0; }
    td, td:first-child { block-size: auto; max-inline-size: none; padding: 0; border: 0; }
    .task { flex: 1 1 60%; min-inline-size: 0; order: 1; }
    .length { order: 2; font-weight: 600; }
    .who, .note { flex: 1 1 100%; order: 4; }
    .note:has(bdi:empty) { display: none; }
    .day { order: 3; }
    .times { order: 3; }
    .billable { order: 5; flex: 1; }
    .acts { order: 6; }
    .editing td { flex: 1 1 100%; padding: 0; background: none; }
    tr.editing { background: var(--daybook-sunken); }
    .marked { background: var(--daybook-warning-tint); }
  }
`;
