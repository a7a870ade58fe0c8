/* The German words of the first page and of what every page has: each file of them would be a request of its own. */
export { default as timer } from './shell/timer-words.de.ts';
export { default as shell } from './shell/words.de.ts';
export { default as today } from './today/words.de.ts';
export { default as badges } from './ui/badges.de.ts';
export { default as chart } from './ui/elements/chart.de.ts';
export { default as duration } from './ui/elements/duration-field.de.ts';
export { default as longText } from './ui/elements/long-text.de.ts';
export { default as form } from './ui/form.de.ts';
export { default as standupText } from './ui/standup-text.de.ts';
export { default as states } from './ui/states.de.ts';
