/**
 * Icons by the action they stand for, as one path each, 24 by 24: Lucide's, some in the plainer form of its earlier
 * releases; see NOTICE. Words stand beside all of them.
 */
export const ICONS: Record<string, string> = {
  CREATED: 'M5 12h14M12 5v14',
  UPDATED: 'M17 3a2.8 2.8 0 1 1 4 4L7.5 20.5 2 22l1.5-5.5zM15 5l4 4',
  DELETED: 'M18 6 6 18M6 6l12 12',
  COMMENTED: 'M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z',
  STATUS_CHANGED: 'M8 3 4 7l4 4M4 7h16M16 21l4-4-4-4M20 17H4',
  PROGRESS_UPDATED: 'M16 7h6v6M22 7l-8.5 8.5-5-5L2 17',
  ASSIGNED: 'M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M8 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0',
  STARTED: 'M6 3l14 9-14 9z',
  STOPPED: 'M4 4h16v16H4z',
  COMPLETED: 'M20 6 9 17l-5-5',
  RESOLVED: 'M18 6 7 17l-5-5M22 10l-7.5 7.5L13 16',
  ARCHIVED: 'M2 3h20v5H2zM4 8v13h16V8M10 12h4',
  ESCALATED: 'M5 12l7-7 7 7M12 19V5',
  INFERRED: 'M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z',
  ERROR: 'M12 3 2 21h20zM12 9v5M12 17h.01',
  // A neutral one, also for actions that this version doesn't know.
  OTHER: 'M12 12h.01M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0',
  live: 'M12 20h.01M2 8.8a15 15 0 0 1 20 0M5 12.9a10 10 0 0 1 14 0M8.5 16.4a5 5 0 0 1 7 0',
  polling: 'M20 11A8 8 0 0 0 6 6L3 9M3 4v5h5M4 13a8 8 0 0 0 14 5l3-3M21 20v-5h-5',
  paused: 'M8 4v16M16 4v16',
  filter: 'M2 5h20M6 12h12M9 19h6',
};
