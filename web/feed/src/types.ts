/** One entry of the activity log, as the widget asks for it. Unknown enum values are kept as they came. */
export interface Activity {
  id: string;
  occurredAt: string;
  action: string;
  entityType: string;
  entityId: string;
  /** What the entity was called at the time. */
  subjectName: string | null;
  /** One line in English, without the actor's name. */
  title: string | null;
  /** What a comment says; null once it is taken back. */
  content: string | null;
  /** Address of the entity's page; a link only when it is http or https. */
  displayUrl: string | null;
  actor: { id: string; displayName: string };
  changes: readonly FieldChange[] | null;
  /** The earlier activity that this one takes back. */
  compensates: { id: string } | null;
}

export interface FieldChange {
  field: string;
  old: string | null;
  new: string | null;
  /** The field is guarded: that it changed is known, its values are not. */
  redacted: boolean;
}

/** An activity and its place in the list. */
export interface Edge {
  cursor: string;
  node: Activity;
}

/** The API's `ActivityFilter`: what is given must all hold. */
export interface ActivityFilter {
  actorIds?: readonly string[];
  entityType?: { eq?: string; in?: readonly string[]; notIn?: readonly string[] };
  entityId?: string;
  action?: { eq?: string; in?: readonly string[]; notIn?: readonly string[] };
  occurredAt?: { gte?: string; lt?: string };
  visibility?: readonly string[];
  text?: string;
}

export type FeedStatus = 'idle' | 'loading' | 'live' | 'catching-up' | 'polling' | 'paused' | 'offline' | 'error';
export type Transport = 'ws' | 'sse' | 'poll';

/** Fetches a short-lived token from the page's own backend. */
export type GetToken = () => Promise<string>;

export interface FeedEventMap {
  /** A page was loaded. */
  'daybook-load': CustomEvent<{ count: number; more: boolean }>;
  /** Activities arrived, shown or waiting. */
  'daybook-activity': CustomEvent<{ ids: string[] }>;
  /** A link was followed; cancel it to route yourself. */
  'daybook-open': CustomEvent<{ id: string; entityId: string; entityType: string; url: string }>;
  /** The reader chose other filters. */
  'daybook-filter-change': CustomEvent<{ entities: string[]; actions: string[] }>;
  /** The connection changed. */
  'daybook-status': CustomEvent<{ status: FeedStatus; transport: Transport | '' }>;
  /** Something failed; the code is the API's, or NETWORK. */
  'daybook-error': CustomEvent<{ code: string; requestId: string }>;
}
