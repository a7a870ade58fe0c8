export default {
  empty: 'Geben Sie eine Dauer ein.',
  unreadable: 'Zum Beispiel 1:30, 1h 30m, 90m oder 1,5.',
  negative: 'Eine Dauer kann nicht negativ sein.',
  minutes: 'Minuten und Sekunden gehen bis 59.',
  tooLong: 'Das sind mehr als 24 Stunden.',
};
