import { catalogue } from '../ui/words.ts';

export const words = catalogue(
  {
    report: 'Report a blocker',
    reporting: 'Reporting…',
    filters: 'Filters',
    severity: 'Severity',
    category: 'Category',
    any: 'Any',
    whose: 'Whose',
    everyone: 'Everyone',
    mine: 'Mine',
    shown: 'Shown',
    clear: 'Clear filters',
    lane: { YOU: 'Escalated to you', OPEN: 'Open', ESCALATED: 'Escalated', RESOLVED: 'Resolved' },
    resolvedHint: 'Opened in the last 60 days.',
    none: { YOU: 'Nothing to acknowledge.', OPEN: 'Nothing is open.', ESCALATED: 'Nothing is escalated.', RESOLVED: 'Nothing was resolved lately.' },
    couldNotLoad: 'Could not load these blockers.',
    you: 'You',
    opened: 'Opened',
    resolvedAt: 'Resolved',
    details: 'Details',
    detailsOf: (text: string) => `Details of: ${text}`,
    notShared: 'Description not shared with you',
    taskDone: 'Its task is done. Can it be resolved?',
    what: 'What is in the way',
    whatHint: 'You, workspace admins, and those you share it with can read this.',
    acknowledge: 'Acknowledge',
    acknowledged: 'Acknowledged',
    ackFailed: 'Could not acknowledge. It counts as not acknowledged. Try again.',
    resolve: 'Resolve',
    resolving: 'Resolving…',
    resolveNote: 'What took it out of the way',
    optional: 'Optional.',
    resolution: 'How it was resolved',
    reopen: 'Reopen',
    escalate: 'Escalate',
    escalateText: 'Tells the next level of the management chain now.',
    share: 'Share the description with them',
    shareHint: 'Without this they see the severity, category, task and age only.',
    edit: 'Edit',
    save: 'Save',
    saving: 'Saving…',
    trail: 'Escalation',
    noTrail: 'Not escalated.',
    told: (level: string, name: string, time: string) => `${level}: ${name}, ${time}`,
    ackAt: (time: string) => `acknowledged ${time}`,
    notAck: 'not acknowledged',
    due: (level: string, time: string) => `Next: ${level}, due ${time}`,
    dueBusiness: (level: string) => `Next: ${level}, by working hours`,
    level: { MANAGER: 'Manager', DIRECTOR: 'Director', VP: 'VP' },
    history: 'History',
    note: 'Add a note',
    addNote: 'Add note',
    adding: 'Adding…',
    categories: { TECHNICAL: 'Technical', DEPENDENCY: 'Dependency', RESOURCE: 'Resource', EXTERNAL: 'External', PROCESS: 'Process' },
    couldNotChange: 'Could not change it.',
    reported: 'Reported.',
    done: { resolve: 'Resolved.', reopen: 'Open again.', escalate: 'Escalated.', edit: 'Saved.', note: 'Note added.' },
  },
  { de: () => import('./words.de.ts') },
);

export type Lane = keyof typeof words.lane;

export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export const CATEGORIES = ['TECHNICAL', 'DEPENDENCY', 'RESOURCE', 'EXTERNAL', 'PROCESS'] as const;

/** A category in words; one that is not known yet stands as the server wrote it. */
export function categoryWord(category: string): string {
  return (words.categories as Readonly<Record<string, string>>)[category] ?? category;
}

export function levelWord(level: string): string {
  return (words.level as Readonly<Record<string, string>>)[level] ?? level;
}
