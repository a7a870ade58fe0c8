import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { severityWord } from '../ui/badges.ts';
import { checkField, inputField, selectField } from '../ui/form.ts';
import { icon } from '../ui/icons.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { type BlockerSeverity, type EscalationLevel, type PolicyRowFragment, PolicySaveDocument, type PolicySaveMutation, WorkspaceSettingsDocument } from './workspace.generated.ts';
import { words } from './words.ts';

const SEVERITIES: readonly BlockerSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
const LEVELS: readonly EscalationLevel[] = ['MANAGER', 'DIRECTOR', 'VP'];

/** A rule as its form holds it: hours as typed. */
export interface Draft {
  severity: BlockerSeverity;
  hours: string;
  levels: readonly EscalationLevel[];
  businessHoursOnly: boolean;
}

export function toDraft(rule: PolicyRowFragment['rules'][number]): Draft {
  return { severity: rule.severity, hours: String(Math.round((rule.afterMinutes / 60) * 100) / 100), levels: rule.levels, businessHoursOnly: rule.businessHoursOnly };
}

/** Whole minutes of hours as typed, with a point or a comma; null for anything that is not 1 minute to 30 days. */
export function readHours(text: string): number | null {
  if (!/^\d+(?:[.,]\d+)?$/.test(text.trim())) return null;
  const minutes = Math.round(Number(text.trim().replace(',', '.')) * 60);
  return minutes >= 1 && minutes <= 43_200 ? minutes : null;
}

/** To whom unresolved blockers are escalated, and when. */
class DaySettingsEscalation extends LitElement {
  static override properties = { drafts: { state: true } };
  static override styles = [
    ...pageStyles,
    css`
      .rule { display: grid; gap: 12px; align-items: end; padding-block: 12px; border-block-end: 1px solid var(--daybook-hairline); }
      @media (min-width: 800px) { .rule { grid-template-columns: 140px 110px 1fr auto; } }
      .levels { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
    `,
  ];
  declare drafts: Draft[];
  readonly #policy = new Load<PolicyRowFragment>(
    this,
    async (signal) => {
      const { data } = await request(WorkspaceSettingsDocument, { workspaceId: here().workspaceId }, { signal });
      const policy = data.workspace?.escalationPolicy;
      if (!policy) throw new Error('The answer holds no policy.');
      this.drafts = policy.rules.map(toDraft);
      return policy;
    },
    { rows: 5, sentence: () => words.couldNotLoad },
  );
  readonly #form = new Submit<NonNullable<PolicySaveMutation['escalationPolicySet']>>(this, []);

  constructor() {
    super();
    this.drafts = [];
  }

  #change(at: number, change: Partial<Draft>): void {
    this.drafts = this.drafts.map((draft, index) => (index === at ? { ...draft, ...change } : draft));
  }

  async #save(policy: PolicyRowFragment, event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const minutes = this.drafts.map(({ hours }) => readHours(hours));
    if (!this.#form.check(minutes.map((value, at) => [`hours-${at}`, value === null] as const))) return;
    const input = {
      workspaceId: here().workspaceId,
      expectedVersion: policy.version,
      rules: this.drafts.map(({ severity, levels, businessHoursOnly }, at) => ({ severity, levels, businessHoursOnly, afterMinutes: minutes[at] ?? 0 })),
    };
    const done = await this.#form.send(input, async (idempotencyKey) => (await request(PolicySaveDocument, { input: { ...input, idempotencyKey } })).data.escalationPolicySet);
    if (!done?.escalationPolicy) return;
    this.drafts = done.escalationPolicy.rules.map(toDraft);
    this.#policy.set(done.escalationPolicy);
    announce(words.saved);
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="escalation">
      <h2 id="escalation">${words.escalation}</h2>
      <p class="muted text">${words.policyHint}</p>
      ${this.#policy.render((policy) => html`<form novalidate @submit=${(event: SubmitEvent) => { void this.#save(policy, event); }}>
        ${policy.version === 0 ? html`<p class="muted">${words.defaults}</p>` : nothing}
        ${this.drafts.length === 0 ? html`<p>${words.noRules}</p>` : this.drafts.map((draft, at) => this.#rule(draft, at))}
        <div class="stack">
          <div class="row"><button class="button" type="button" ?disabled=${this.drafts.length >= 20} @click=${() => { this.drafts = [...this.drafts, { severity: 'HIGH', hours: '24', levels: ['MANAGER'], businessHoursOnly: false }]; }}>${icon('plus')}${words.addRule}</button></div>
          ${this.#form.render(() => { void this.#save(policy); })}
          <div class="row"><button class="button primary" type="submit" aria-disabled=${this.#form.isPending ? 'true' : nothing}>${this.#form.isPending ? words.saving : words.save}</button></div>
        </div>
      </form>`)}
    </section>`;
  }

  #rule(draft: Draft, at: number) {
    const toggle = (level: EscalationLevel, on: boolean) => { this.#change(at, { levels: LEVELS.filter((one) => (one === level ? on : draft.levels.includes(one))) }); };
    return html`<div class="rule" role="group" aria-label="${severityWord(draft.severity)}, ${draft.hours} h">
      ${selectField({ id: `severity-${at}`, label: words.severity, value: draft.severity, choices: SEVERITIES.map((severity) => [severity, severityWord(severity)] as const), onChange: (value) => { this.#change(at, { severity: value as BlockerSeverity }); } })}
      ${inputField({ id: `hours-${at}`, label: words.after, value: draft.hours, error: this.#form.errors.at(`hours-${at}`), onInput: (hours) => { this.#change(at, { hours }); } })}
      <div class="levels">
        ${LEVELS.map((level) => checkField({ id: `${level}-${at}`, label: words[level], checked: draft.levels.includes(level), onChange: (on) => { toggle(level, on); } }))}
        ${checkField({ id: `business-${at}`, label: words.businessHours, checked: draft.businessHoursOnly, onChange: (businessHoursOnly) => { this.#change(at, { businessHoursOnly }); } })}
      </div>
      <button class="icon-button" type="button" aria-label=${words.removeRule} @click=${() => { this.drafts = this.drafts.filter((_, index) => index !== at); }}>${icon('trash')}</button>
    </div>`;
  }
}

customElements.define('day-settings-escalation', DaySettingsEscalation);

export const create = () => new DaySettingsEscalation();
