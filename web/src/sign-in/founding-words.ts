import { preferences } from '../shared/preferences.ts';

const en = {
  heading: 'Create the first owner',
  intro: 'There is no workspace on this server yet. You make the first one, and own it. Everybody else is added later, by their mail addresses.',
  closed: 'There is no workspace on this server yet. To make the first one, open the address that the server printed when it started, or run',
  workspace: 'Workspace',
  workspaceHint: 'What your team calls itself.',
  zone: 'Time zone',
  zoneHint: 'Of the workspace, and yours. Both can be changed later.',
  name: 'Your name',
  mail: 'Mail',
  password: 'Password',
  passwordHint: 'At least 10 characters.',
  create: 'Create and sign in',
  creating: 'Creating…',
  missing: 'Fill this in.',
  zoneUnknown: 'Choose a zone of the list, such as Europe/Berlin.',
  mailWrong: 'This is not a mail address.',
  oldCode: 'The server has been started again since this address was printed. Open the one that it printed last. What you typed is still here.',
  over: 'Somebody has made the first workspace in the meantime. Ask them to add you.',
  failed: 'The server could not make the workspace. What you typed is still here. Try again.',
};

const de: typeof en = {
  heading: 'Ersten Inhaber anlegen',
  intro: 'Auf diesem Server gibt es noch keinen Arbeitsbereich. Sie legen den ersten an, und er gehört Ihnen. Alle anderen kommen später hinzu, mit ihren Mailadressen.',
  closed: 'Auf diesem Server gibt es noch keinen Arbeitsbereich. Um den ersten anzulegen, öffnen Sie die Adresse, die der Server beim Start ausgegeben hat, oder führen Sie dies aus:',
  workspace: 'Arbeitsbereich',
  workspaceHint: 'Wie Ihr Team sich nennt.',
  zone: 'Zeitzone',
  zoneHint: 'Die des Arbeitsbereichs und Ihre. Beide lassen sich später ändern.',
  name: 'Ihr Name',
  mail: 'Mail',
  password: 'Passwort',
  passwordHint: 'Mindestens 10 Zeichen.',
  create: 'Anlegen und anmelden',
  creating: 'Wird angelegt…',
  missing: 'Bitte ausfüllen.',
  zoneUnknown: 'Wählen Sie eine Zone aus der Liste, etwa Europe/Berlin.',
  mailWrong: 'Das ist keine Mailadresse.',
  oldCode: 'Der Server ist neu gestartet worden, seit diese Adresse ausgegeben wurde. Öffnen Sie die zuletzt ausgegebene. Ihre Eingaben stehen noch hier.',
  over: 'Inzwischen hat jemand den ersten Arbeitsbereich angelegt. Bitten Sie darum, hinzugefügt zu werden.',
  failed: 'Der Server konnte den Arbeitsbereich nicht anlegen. Ihre Eingaben stehen noch hier. Versuchen Sie es noch einmal.',
};

const isGerman = /^de\b/i.test(preferences.get('language') ?? navigator.language);

export const language = isGerman ? 'de' : 'en';
export const words = isGerman ? de : en;
