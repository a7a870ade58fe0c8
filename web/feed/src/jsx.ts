// Types only: import 'daybook-feed/jsx' in a project that writes JSX.
import type { DaybookFeed } from './daybook-feed.ts';

/** Attributes of the element in JSX; properties such as `getToken` are set on the element itself. */
export interface DaybookFeedAttributes {
  endpoint?: string;
  workspace?: string;
  'entity-type'?: string;
  'entity-id'?: string;
  actor?: string;
  entities?: string;
  actions?: string;
  'page-size'?: number | string;
  theme?: 'auto' | 'light' | 'dark';
  'time-zone'?: string;
  'heading-level'?: number | string;
  transport?: 'auto' | 'ws' | 'sse' | 'poll';
  paused?: boolean;
  compact?: boolean;
  'without-filters'?: boolean;
  'without-heading'?: boolean;
  id?: string;
  class?: string;
  className?: string;
  lang?: string;
  dir?: string;
  slot?: string;
  children?: unknown;
  key?: string | number | null;
  ref?: ((element: DaybookFeed | null) => void) | { current: DaybookFeed | null } | null;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- it is where compilers look
  namespace JSX {
    interface IntrinsicElements {
      'daybook-feed': DaybookFeedAttributes;
    }
  }
}
