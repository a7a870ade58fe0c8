export default {
  low: 'Niedrig',
  medium: 'Mittel',
  high: 'Hoch',
  critical: 'Kritisch',
  open: 'Offen',
  escalated: 'Eskaliert',
  resolved: 'Gelöst',
  inferred: 'Abgeleitet',
  inferredTip: 'Zusammengestellt aus Commits, Reviews und Pull Requests. Niemand hat das geschrieben.',
};
