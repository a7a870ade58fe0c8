import { applyTheme } from '../shared/preferences.ts';
import { startKeys } from './shell/keys.ts';
import { startRouter } from './shell/router.ts';
import { watchSessionEnd } from './shell/session-end.ts';
import './shell/title.ts';
import { language, wordsReady } from './ui/words.ts';
import './shell/app.ts';

applyTheme();
document.documentElement.lang = language;
startRouter();
startKeys();
watchSessionEnd();
// Not awaited: chunks of words may wait for this module.
void wordsReady().then(() => { document.body.append(document.createElement('day-app')); });
