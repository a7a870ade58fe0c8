import activityStatistics from './tabs/activity-statistics.graphql?raw';
import auditLog from './tabs/audit-log.graphql?raw';
import exportMyTime from './tabs/export-my-time.graphql?raw';
import liveActivity from './tabs/live-activity.graphql?raw';
import myTimeline from './tabs/my-timeline.graphql?raw';
import myWorkspaces from './tabs/my-workspaces.graphql?raw';
import notifications from './tabs/notifications.graphql?raw';
import openBlocker from './tabs/open-blocker.graphql?raw';
import rateLimit from './tabs/rate-limit.graphql?raw';
import seeTheRefusal from './tabs/see-the-refusal.graphql?raw';
import startAndStopTimer from './tabs/start-and-stop-timer.graphql?raw';
import submitStandup from './tabs/submit-standup.graphql?raw';
import teamMetrics from './tabs/team-metrics.graphql?raw';
import teamStandups from './tabs/team-standups.graphql?raw';
import whoAmI from './tabs/who-am-i.graphql?raw';
import whoIsMissing from './tabs/who-is-missing.graphql?raw';

/**
 * Who gets a tab to begin with: everyone in a workspace, those without admin rights, those with them, or those
 * for whom no workspace is known (no membership yet, or a token pasted into the headers).
 */
export type Audience = 'everyone' | 'members' | 'admins' | 'newcomers';

export interface Tab {
  /** What it shows, in words; the tab itself is named by its operation. */
  title: string;
  audience: Audience;
  /** A document whose values stand in the text, ids as placeholders. */
  query: string;
}

/**
 * The ids a document can ask for as `"{{name}}"`, since an id has no default in a static text:
 * - `workspace`: the viewer's first workspace (`wsp_`)
 * - `me`: the viewer as a member of it (`mem_`)
 * - `teammate`: another member of it (`mem_`)
 * - `today`: the date where the browser is, such as `2026-11-20`
 */
export interface Placeholders {
  workspace?: string;
  me?: string;
  teammate?: string;
  today?: string;
}

export const TABS: readonly Tab[] = [
  { title: 'Who am I and today', audience: 'everyone', query: whoAmI },
  { title: 'My workspaces', audience: 'newcomers', query: myWorkspaces },
  { title: 'Submit standup', audience: 'everyone', query: submitStandup },
  { title: 'Start and stop a timer', audience: 'everyone', query: startAndStopTimer },
  { title: 'Open a blocker', audience: 'everyone', query: openBlocker },
  { title: 'Team metrics', audience: 'everyone', query: teamMetrics },
  { title: 'My timeline', audience: 'everyone', query: myTimeline },
  { title: 'Live activity', audience: 'everyone', query: liveActivity },
  { title: 'Notifications', audience: 'everyone', query: notifications },
  { title: 'Activity statistics', audience: 'everyone', query: activityStatistics },
  { title: 'Export my time', audience: 'everyone', query: exportMyTime },
  { title: 'See the refusal', audience: 'members', query: seeTheRefusal },
  { title: 'Raw standups of the team', audience: 'admins', query: teamStandups },
  { title: 'Who is missing', audience: 'admins', query: whoIsMissing },
  { title: 'Audit log', audience: 'admins', query: auditLog },
  { title: 'Rate limit', audience: 'everyone', query: rateLimit },
];

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** The document with its ids filled in, or null when one of them is not known. */
export function fill(query: string, known: Placeholders): string | null {
  const values = new Map(Object.entries(known) as [string, string][]);
  const missing = [...query.matchAll(PLACEHOLDER)].some(([, name]) => !values.has(name ?? ''));
  return missing ? null : query.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
}

/** The documents a viewer begins with, in order: those of their audience whose ids are known. */
export function openingTabs(viewer: { isAdmin: boolean; placeholders: Placeholders }): string[] {
  const isNewcomer = viewer.placeholders.workspace === undefined;
  return TABS.filter(({ audience }) => {
    switch (audience) {
      case 'everyone':
        return true;
      case 'newcomers':
        return isNewcomer;
      case 'members':
        return !viewer.isAdmin;
      case 'admins':
        return viewer.isAdmin;
    }
  }).flatMap(({ query }) => fill(query, viewer.placeholders) ?? []);
}
