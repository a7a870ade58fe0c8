import { applyTheme } from '../shared/preferences.ts';
import tokens from '../shared/tokens.css?inline';
import page from './app.css?inline';
import { startKeys } from './shell/keys.ts';
import { startRouter } from './shell/router.ts';
import { watchSessionEnd } from './shell/session-end.ts';
import './shell/title.ts';
import { language, wordsReady } from './ui/words.ts';
import './shell/app.ts';

// Styles come with the script: without it there is nothing to style, and each file is a request more.
document.adoptedStyleSheets = [tokens, page].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
applyTheme();
document.documentElement.lang = language;
startRouter();
startKeys();
watchSessionEnd();
// Not awaited: chunks of words may wait for this module.
void wordsReady().then(() => { document.body.append(document.createElement('day-app')); });
