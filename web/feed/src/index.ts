/** The class and its types; importing it defines nothing. `daybook-feed/define` registers the element. */
export { DaybookFeed } from './daybook-feed.ts';
export { type FeedDefaults, configureDaybook } from './registry.ts';
export type { Plural, Strings } from './text.ts';
export type { Activity, ActivityFilter, FeedEventMap, FeedStatus, FieldChange, GetToken, Transport } from './types.ts';
