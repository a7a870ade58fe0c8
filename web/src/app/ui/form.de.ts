import { formatNumber } from './formats.ts';

export default {
  required: 'Bitte ausfüllen.',
  left: (count: number) => `noch ${formatNumber(count)} Zeichen`,
  over: (count: number) => `${formatNumber(count)} Zeichen zu viel`,
  couldNotSave: 'Das konnte nicht gespeichert werden.',
  conflict: 'Das wurde inzwischen geändert. Sehen Sie es sich noch einmal an und speichern Sie dann.',
};
