/* A standup as text: on Today after it is sent, and in the lists. */
import { type TemplateResult, css, html, nothing } from 'lit';
import type { StandupPartsFragment } from '../data/standup.generated.ts';
import { dayIn } from './days.ts';
import './elements/long-text.ts';
import { formatDay, formatTime } from './formats.ts';
import { guarded } from './states.ts';
import { catalogue } from './words.ts';

const words = catalogue(
  {
    yesterday: 'Yesterday',
    today: 'Today',
    blockers: 'Blockers',
    sent: (time: string) => `Sent ${time}`,
    updated: (time: string) => `Updated ${time}`,
  },
  { de: () => import('../german.ts').then(({ standupText }) => ({ default: standupText })) },
);

export { words as standupWords };

export const standupTextStyles = css`
  dl.standup { display: grid; gap: 12px; }
  dl.standup dt { color: var(--daybook-muted); font: 600 12px/16px var(--daybook-font); }
  dl.standup dd { font-size: 16px; line-height: 24px; }
  dl.standup.small dd { font-size: 14px; line-height: 20px; }
`;

type Shown = Pick<StandupPartsFragment, 'yesterday' | 'today' | 'blockersText'>;

/** The three texts; those that say nothing are left out, but for all three hidden from the viewer. */
export function standupText(standup: Shown, isSmall = false): TemplateResult {
  const { yesterday, today, blockersText } = standup;
  const part = (label: string, text: string | null) => (text ? html`<div><dt>${label}</dt><dd><day-long-text .text=${text}></day-long-text></dd></div>` : nothing);
  if (yesterday === null && today === null && blockersText === null) return html`<p>${guarded()}</p>`;
  return html`<dl class="standup ${isSmall ? 'small' : ''}">${part(words.yesterday, yesterday)}${part(words.today, today)}${part(words.blockers, blockersText)}</dl>`;
}

/** "09:12", with the day when it is another than the standup's. */
export function clockOf(instant: string, date: string, zone: string): string {
  const time = formatTime(instant, zone);
  const day = dayIn(zone, instant);
  return day === date ? time : `${formatDay(day, 'short')}, ${time}`;
}

/** "Sent 09:12", or "Updated 09:30" when it was sent before. */
export function sentLine({ date, createdAt, submittedAt, isInferred }: Pick<StandupPartsFragment, 'date' | 'createdAt' | 'submittedAt' | 'isInferred'>, zone: string): string {
  if (!submittedAt || isInferred) return '';
  const time = clockOf(submittedAt, date, zone);
  return Date.parse(submittedAt) <= Date.parse(createdAt) ? words.sent(time) : words.updated(time);
}
