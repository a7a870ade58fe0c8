import { html, type TemplateResult } from 'lit';
import { type IconName, icon } from './icons.ts';
import { catalogue } from './words.ts';

const words = catalogue(
  {
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    critical: 'Critical',
    open: 'Open',
    escalated: 'Escalated',
    resolved: 'Resolved',
    inferred: 'Inferred',
    inferredTip: 'Put together from commits, reviews and pull requests. Nobody wrote this.',
  },
  { de: () => import('../german.ts').then(({ badges }) => ({ default: badges })) },
);

type Tone = '' | 'accent' | 'good' | 'warning' | 'danger' | 'filled' | 'inferred';

/** A status: an icon and a word, in a colour that adds to them. */
export function badge(text: string, tone: Tone = '', symbol?: IconName): TemplateResult {
  return html`<span class="badge ${tone}">${symbol ? icon(symbol) : ''}${text}</span>`;
}

const SEVERITIES: Readonly<Record<string, [keyof typeof words, Tone, IconName]>> = {
  LOW: ['low', '', 'chevron-down'],
  MEDIUM: ['medium', 'accent', 'circle'],
  HIGH: ['high', 'warning', 'escalate'],
  CRITICAL: ['critical', 'filled', 'alert'],
};

export function severityWord(severity: string): string {
  const [word] = SEVERITIES[severity] ?? [];
  return word ? words[word] : severity;
}

export function severityBadge(severity: string): TemplateResult {
  const [, tone, symbol] = SEVERITIES[severity] ?? [];
  return badge(severityWord(severity), tone, symbol ?? 'circle');
}

const STATES: Readonly<Record<string, [keyof typeof words, Tone, IconName]>> = {
  OPEN: ['open', 'accent', 'circle'],
  ESCALATED: ['escalated', 'warning', 'escalate'],
  RESOLVED: ['resolved', 'good', 'check'],
};

export function stateWord(state: string): string {
  const [word] = STATES[state] ?? [];
  return word ? words[word] : state;
}

export function stateBadge(state: string): TemplateResult {
  const [, tone, symbol] = STATES[state] ?? [];
  return badge(stateWord(state), tone, symbol ?? 'circle');
}

/** The mark of everything that no person wrote; the tip opens by hover, focus and touch. */
export function inferredBadge(): TemplateResult {
  return html`<day-tip text=${words.inferredTip}>${badge(words.inferred, 'inferred', 'sparkles')}</day-tip>`;
}
