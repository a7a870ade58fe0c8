export default {
  heading: 'Worum es im Timer geht',
  note: 'Notiz',
  hint: 'Enter speichert, Escape nimmt es zurück.',
  save: 'Speichern',
  saving: 'Wird gespeichert…',
  saved: 'Der Timer ist geändert.',
  cancel: 'Abbrechen',
  ended: 'Dieser Timer wurde inzwischen gestoppt. Was Sie getippt haben, wurde nicht gespeichert.',
  archived: 'Das Projekt dieser Aufgabe ist archiviert.',
  noSuchTask: 'Diese Aufgabe gibt es nicht mehr.',
};
