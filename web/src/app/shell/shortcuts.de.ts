export default {
  timer: 'Timer starten oder stoppen',
  create: 'Neu: wofür die Seite da ist',
  search: 'Suchen',
  list: 'Diese Liste',
  submit: 'Formular abschicken',
  close: 'Schließen, oder das Getippte einer Dauer zurücknehmen',
  off: 'Einzelne Buchstaben sind in den Einstellungen ausgeschaltet.',
  then: 'dann',
};
