import { DaybookFeed } from './daybook-feed.ts';

// A page may load this twice, from two places; the first one stays.
if (typeof customElements !== 'undefined' && !customElements.get('daybook-feed')) customElements.define('daybook-feed', DaybookFeed);

export * from './index.ts';
