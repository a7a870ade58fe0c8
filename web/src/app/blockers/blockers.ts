import { css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { Page } from '../shell/page.ts';
import { setQuery } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { onChange } from '../data/live.ts';
import { severityWord } from '../ui/badges.ts';
import { dayIn } from '../ui/days.ts';
import '../ui/elements/dialog.ts';
import { selectField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { BlockerChangesDocument, BlockerNoticesDocument, BlockerPolicyDocument } from './blockers.generated.ts';
import { LANES, filterOf, laneOf } from './board.ts';
import type { CardContext } from './card.ts';
import './form.ts';
import './lane.ts';
import type { DayBlockerLane } from './lane.ts';
import './panel.ts';
import type { DayBlockerPanel } from './panel.ts';
import type { Rules } from './trail.ts';
import { CATEGORIES, SEVERITIES, categoryWord, words } from './words.ts';

/** The board: columns by state, a panel for one blocker. Every move is a button. */
export class DayBlockers extends Page {
  static override styles = [
    ...pageStyles,
    css`
      .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr)); gap: 12px; max-inline-size: 760px; align-items: end; }
      .lanes { display: grid; gap: 16px; align-items: start; }
      day-blocker-lane { min-inline-size: 0; padding: 12px; background: var(--daybook-sunken); border-radius: var(--daybook-radius-card); }
      @media (min-width: 600px) {
        .narrow { display: none; }
        .lanes { grid-auto-flow: column; grid-auto-columns: minmax(232px, 1fr); overflow-x: auto; }
      }
      @media (max-width: 599.98px) { day-blocker-lane:not(.current) { display: none; } }
    `,
  ];
  #stops: (() => void)[] = [];
  #onNew = () => { setQuery({ report: '1' }); };

  /** When the next level is told is the admins' to know. */
  readonly #policy = new Load<Rules | null>(this, async (signal) =>
    this.place.isAdmin ? ((await request(BlockerPolicyDocument, { workspaceId: this.place.workspaceId }, { signal })).data.workspace?.escalationPolicy?.rules ?? null) : null);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('daybook-new', this.#onNew);
    const { workspaceId } = this.place;
    const reload = () => { this.#reload(); };
    this.#stops = [onChange(BlockerChangesDocument, { workspaceId }, reload), onChange(BlockerNoticesDocument, { workspaceId }, reload)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('daybook-new', this.#onNew);
    for (const stop of this.#stops) stop();
  }

  #reload(): void {
    for (const lane of this.renderRoot.querySelectorAll<DayBlockerLane>('day-blocker-lane')) lane.reload();
    this.renderRoot.querySelector<DayBlockerPanel>('day-blocker-panel')?.reload();
  }

  override render() {
    const { memberId, memberZone, timeZone } = this.place;
    const context: CardContext = { memberId, zone: memberZone, rules: this.#policy.value ?? null, open: (id) => { setQuery({ open: id }); } };
    const who = { memberId, zone: memberZone, today: dayIn(timeZone) };
    const current = laneOf(this.query);
    return html`<div class="stack">
      <div class="spread"><h1>${shellWords.blockers}</h1><button class="button primary" type="button" @click=${() => { setQuery({ report: '1' }); }}>${icon('plus')}${words.report}</button></div>
      ${this.#filters()}
      <div class="lanes">${LANES.map((lane) => html`<day-blocker-lane class=${lane === current ? 'current' : ''} lane=${lane} .filter=${filterOf(lane, this.query, who)} .context=${context}></day-blocker-lane>`)}</div>
      ${this.#dialogs()}
    </div>`;
  }

  #filters() {
    const one = (name: string) => this.query.get(name) ?? '';
    const isFiltered = ['severity', 'category', 'whose'].some((name) => this.query.has(name));
    return html`<div class="filters" role="group" aria-label=${words.filters}>
      <div class="narrow">${selectField({ id: 'lane', label: words.shown, value: laneOf(this.query), choices: LANES.map((lane) => [lane, words.lane[lane]] as const), onChange: (lane) => { setQuery({ lane }); } })}</div>
      ${selectField({ id: 'severity', label: words.severity, value: one('severity'), choices: [['', words.any], ...SEVERITIES.map((severity) => [severity, severityWord(severity)] as const)], onChange: (severity) => { setQuery({ severity }); } })}
      ${selectField({ id: 'category', label: words.category, value: one('category'), choices: [['', words.any], ...CATEGORIES.map((category) => [category, categoryWord(category)] as const)], onChange: (category) => { setQuery({ category }); } })}
      ${this.place.isAdmin ? selectField({ id: 'whose', label: words.whose, value: one('whose'), choices: [['', words.everyone], ['mine', words.mine]], onChange: (whose) => { setQuery({ whose }); } }) : nothing}
      ${isFiltered ? html`<button class="button" type="button" @click=${() => { setQuery({ severity: null, category: null, whose: null }); }}>${words.clear}</button>` : nothing}
    </div>`;
  }

  #dialogs() {
    const id = this.query.get('open');
    if (id !== null) {
      return html`<day-dialog side open heading=${words.details} @close=${() => { setQuery({ open: null }); }}>
        <day-blocker-panel .blockerId=${id} .rules=${this.#policy.value ?? null} @day-changed=${() => { this.#reload(); }}></day-blocker-panel></day-dialog>`;
    }
    if (!this.query.has('report')) return nothing;
    return html`<day-dialog open heading=${words.report} @close=${() => { setQuery({ report: null }); }}>
      <day-blocker-form @day-saved=${() => { setQuery({ report: null }, { replace: true }); this.#reload(); }}></day-blocker-form></day-dialog>`;
  }
}

customElements.define('day-blockers', DayBlockers);
