export default {
  find: 'Aufgabe suchen',
  task: 'Aufgabe',
  noTask: 'Keine Aufgabe',
  noneFound: 'Keine passende Aufgabe.',
};
