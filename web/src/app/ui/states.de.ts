import { formatNumber } from './formats.ts';
import { plural } from './words.ts';

export default {
  noMatch: 'Nichts passt zu diesen Filtern.',
  clear: 'Filter löschen',
  loading: 'Lädt',
  stillLoading: 'Lädt noch',
  again: 'Erneut versuchen',
  request: 'Anfrage',
  couldNotLoad: 'Das konnte nicht geladen werden.',
  keepsText: 'Ihr Text ist noch da.',
  tooMany: (seconds: number) => `Zu viele Anfragen. Neuer Versuch in ${formatNumber(seconds)} s.`,
  noAccess: 'Sie haben keinen Zugang mehr zu diesem Arbeitsbereich.',
  guarded: 'Sichtbar für die Person und die Admins des Arbeitsbereichs.',
  notFound: 'Das gibt es nicht, oder Sie dürfen es nicht sehen.',
  few: (least: number) => `Zu wenige Personen. Zahlen bleiben verborgen, wo sie auf Einzelne schließen ließen (kleinste Gruppe hier: ${formatNumber(least)} außer Ihnen).`,
  fewUnknown: 'Zu wenige Personen. Zahlen bleiben verborgen, wo sie auf Einzelne schließen ließen.',
  openWeek: 'Diese Woche läuft noch. Zahlen erscheinen, wenn sie zu Ende ist.',
  openBucket: 'Dieser Zeitraum läuft noch. Zahlen erscheinen, wenn er zu Ende ist.',
  notAnalysed: 'Nicht ausgewertet',
  more: 'Mehr laden',
  loadingMore: 'Lädt…',
  loaded: (count: number) => plural(count, { one: '1 weitere Zeile', other: `${formatNumber(count)} weitere Zeilen` }),
};
