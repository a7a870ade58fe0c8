export default {
  yesterday: 'Gestern',
  today: 'Heute',
  blockers: 'Blocker',
  sent: (time: string) => `Gesendet ${time}`,
  updated: (time: string) => `Geändert ${time}`,
};
