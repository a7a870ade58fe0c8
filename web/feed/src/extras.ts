import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { DaybookFeed } from './daybook-feed.ts';
import { adopt } from './styles.ts';
import { type Strings, fill, nameOf } from './text.ts';
import type { Activity, FieldChange } from './types.ts';
import { verbOf, when } from './view.ts';

// What is loaded when it is first asked for: the panel of filters, and what an open row tells.

const ENTITIES = 'TASK PROJECT SPRINT STANDUP WORK_LOG TIME_ENTRY TIMER BLOCKER USER WORKSPACE INTEGRATION EXPORT'.split(' ');
const ACTIONS =
  'CREATED UPDATED DELETED COMMENTED STATUS_CHANGED ASSIGNED PROGRESS_UPDATED STARTED STOPPED COMPLETED ARCHIVED ESCALATED RESOLVED INFERRED LOGIN COMPENSATED'.split(' ');

/** Kinds and actions to choose from: Daybook's own, and whatever else came by. */
export function panel(el: DaybookFeed): TemplateResult {
  const group = (kind: 'entities' | 'actions', own: string[], seen: (a: Activity) => string) => {
    const chosen = el.choice[kind];
    const all = new Set([...own, ...chosen, ...el.items.map(seen)]);
    return html`<fieldset>
      <legend>${el.text[kind]}</legend>
      ${[...all].map((value) => html`<label><input type="checkbox" .checked=${chosen.includes(value)} @change=${() => {
        el.choose({ ...el.choice, [kind]: chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value] });
      }} />${nameOf(el.text, value)}</label>`)}
    </fieldset>`;
  };
  return html`${group('entities', ENTITIES, (a) => a.entityType)}${group('actions', ACTIONS, (a) => a.action)}`;
}

// Marked for the build, which takes the indentation out.
const css = String.raw;

const STYLES = css`
  .panel {
    position: fixed;
    inline-size: min(26rem, 100vw - 16px);
    max-block-size: 70vh;
    overflow: auto;
    padding: 8px 12px;
    border: 1px solid var(--_hair);
    border-radius: 8px;
    background: var(--_card);
    color: var(--_text);
    box-shadow: 0 8px 24px #0003;
  }
  fieldset {
    border: 0;
    padding: 4px 0;
    columns: 10rem;
  }
  legend {
    font-weight: 600;
  }
  label {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: 28px;
    break-inside: avoid;
  }
  input {
    inline-size: 16px;
    block-size: 16px;
    accent-color: var(--_accent);
  }
`;

/** Puts the panel, which stands in the top layer, below its button. */
export function place(panel: HTMLElement, button: Element): void {
  const root = panel.getRootNode() as ShadowRoot;
  if (root.adoptedStyleSheets.length < 2) adopt(root, STYLES);
  const { bottom, right } = button.getBoundingClientRect();
  const width = Math.min(416, innerWidth - 16);
  panel.style.setProperty('top', `${Math.max(8, Math.min(bottom + 4, innerHeight * 0.3))}px`);
  panel.style.setProperty('left', `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`);
}

/** What an open row tells besides. */
export function details(el: DaybookFeed, a: Activity, older: readonly Activity[]): TemplateResult {
  return html`<ul>
    ${a.action === 'INFERRED' ? html`<li>${el.text.inferredTip}</li>` : nothing} ${a.changes?.map((change) => html`<li>${changed(el.text, change)}</li>`)}
    ${older.map((other) => html`<li><bdi>${verbOf(el.text, other)}</bdi> <bdi>${other.content}</bdi> · ${when(el, other)}</li>`)}
  </ul>`;
}

/** Values are isolated by characters, since they stand inside a sentence of the catalogue. */
function changed(text: Strings, change: FieldChange): string {
  const apart = (value: string | null) => `\u2068${value ?? '–'}\u2069`;
  const field = apart(change.field);
  return change.redacted ? `${field}: ${text.guarded}` : fill(text.change, { field, old: apart(change.old), new: apart(change.new) });
}
