export default {
  asTable: 'Als Tabelle',
  asChart: 'Als Diagramm',
  day: 'Tag',
  gap: 'Keine Zahl',
  none: 'Keine Einträge',
  keys: 'Pfeiltasten gehen die Tage entlang.',
  other: 'Übrige',
};
