/** The public surface of the widget: what the manifest, the editor data and the tables of the README are made from. */

export interface Named {
  name: string;
  description: string;
}

export interface Attribute extends Named {
  type: string;
  default?: string;
  /** Property of the same meaning; the name in camel case when not given, and null for none. */
  property?: string | null;
  values?: readonly string[];
}

export const summary = 'Live activity feed of a Daybook workspace, or of one entity in it.';

export const attributes: readonly Attribute[] = [
  { name: 'endpoint', type: 'string', default: '/graphql of the origin of the script', description: 'Address of the API.' },
  { name: 'workspace', type: 'string', default: 'the first of the viewer', description: 'Id (`wsp_...`) or slug of the workspace.' },
  { name: 'entity-type', type: 'string', description: 'Only this kind of entity, such as `TASK`. Not shown as a filter.' },
  { name: 'entity-id', type: 'string', description: 'Only this entity, by its id with any prefix. Not shown as a filter.' },
  { name: 'actor', type: 'string', description: 'Only what these people did: `mem_...` ids, separated by spaces. Naming others needs a workspace admin.' },
  { name: 'entities', type: 'string', description: 'Kinds of entity that are chosen at first, separated by spaces: `TASK SPRINT`. The reader can change them.' },
  { name: 'actions', type: 'string', description: 'Actions that are chosen at first, separated by spaces: `CREATED COMPLETED`. The reader can change them.' },
  { name: 'page-size', type: 'number', default: '10', description: 'Rows of a page, 1 to 50.' },
  { name: 'theme', type: "'auto' | 'light' | 'dark'", default: 'auto', values: ['auto', 'light', 'dark'], description: 'Colours; `auto` follows the system.' },
  { name: 'time-zone', type: 'string', default: 'the browser\'s', description: 'IANA name of the zone for exact times and days.' },
  { name: 'heading-level', type: 'number', default: '2', description: 'Level of the heading, 1 to 6.' },
  { name: 'transport', type: "'auto' | 'ws' | 'sse' | 'poll'", default: 'auto', property: null, values: ['auto', 'ws', 'sse', 'poll'], description: 'How activities come: `auto` falls back from the socket to server-sent events, then to asking every 30 s.' },
  { name: 'paused', type: 'boolean', default: 'false', description: 'What arrives waits until the reader resumes.' },
  { name: 'compact', type: 'boolean', default: 'false', description: 'One line a row.' },
  { name: 'without-filters', type: 'boolean', default: 'false', description: 'No filter button.' },
  { name: 'without-heading', type: 'boolean', default: 'false', description: 'The heading is there for screen readers only.' },
];

export interface Member extends Named {
  type: string;
  readonly?: boolean;
}

/** Properties that are no attributes. */
export const properties: readonly Member[] = [
  { name: 'getToken', type: '(() => Promise<string>) | undefined', description: 'Fetches a short-lived token from the page\'s own backend. Asked again, once, when the server refuses the token.' },
  { name: 'filter', type: 'ActivityFilter | undefined', description: 'The API\'s filter; attributes are added to it.' },
  { name: 'strings', type: 'Partial<Strings> | undefined', description: 'Words in the place of the language\'s.' },
  { name: 'items', type: 'readonly Activity[]', readonly: true, description: 'The activities shown, newest first.' },
  { name: 'status', type: "'idle' | 'loading' | 'live' | 'catching-up' | 'polling' | 'paused' | 'offline' | 'error'", readonly: true, description: 'How it is connected.' },
  { name: 'transport', type: "'ws' | 'sse' | 'poll' | ''", readonly: true, description: 'What is in use now.' },
  { name: 'unseen', type: 'number', readonly: true, description: 'How many arrived and wait.' },
];

export const methods: readonly Member[] = [
  { name: 'refresh', type: '() => Promise<void>', description: 'Loads the first page again.' },
  { name: 'loadMore', type: '() => Promise<void>', description: 'Loads the page below and puts the focus on its first row.' },
  { name: 'pause', type: '() => void', description: 'Holds what arrives.' },
  { name: 'resume', type: '() => void', description: 'Shows what was held, and what comes.' },
  { name: 'showNew', type: '() => Promise<void>', description: 'Shows what waits and goes to the top.' },
];

export const events: readonly Member[] = [
  { name: 'daybook-load', type: '{ count: number; more: boolean }', description: 'A page was loaded.' },
  { name: 'daybook-activity', type: '{ ids: string[] }', description: 'Activities arrived, shown or waiting.' },
  { name: 'daybook-open', type: '{ id: string; entityId: string; entityType: string; url: string }', description: 'A link was followed. Cancel it to route yourself.' },
  { name: 'daybook-filter-change', type: '{ entities: string[]; actions: string[] }', description: 'The reader chose other filters.' },
  { name: 'daybook-status', type: '{ status: FeedStatus; transport: string }', description: 'The connection changed.' },
  { name: 'daybook-error', type: '{ code: string; requestId: string }', description: 'Something failed: a code of the API, or `NETWORK`.' },
];

export const slots: readonly Named[] = [
  { name: '', description: 'Shown until the element is defined, such as a link to the activity page.' },
  { name: 'heading', description: 'In the place of the heading\'s text.' },
  { name: 'empty', description: 'Stands where there is no activity yet.' },
  { name: 'footer', description: 'Below the list.' },
];

export const parts: readonly Named[] = [
  { name: 'base', description: 'The whole.' },
  { name: 'header', description: 'Heading and filter button.' },
  { name: 'heading', description: 'The heading.' },
  { name: 'status', description: 'Icon and word of the connection.' },
  { name: 'filters', description: 'Row of the chip.' },
  { name: 'filter-button', description: 'Opens the filters.' },
  { name: 'filter-chip', description: 'What is filtered, and how many match; clears it.' },
  { name: 'pill', description: 'How many wait.' },
  { name: 'list', description: 'The rows.' },
  { name: 'item', description: 'A row.' },
  { name: 'icon', description: 'Icon of a row\'s action.' },
  { name: 'actor', description: 'Who did it.' },
  { name: 'verb', description: 'What was done.' },
  { name: 'subject', description: 'To what, as a link where there is a page.' },
  { name: 'time', description: 'When; switches all rows between relative and exact.' },
  { name: 'changes', description: 'Opens a row.' },
  { name: 'more', description: 'Loads the page below.' },
  { name: 'retry', description: 'Tries again.' },
  { name: 'skeleton', description: 'Stands for a row while the first page is under way.' },
  { name: 'empty', description: 'What stands where there are no rows.' },
  { name: 'error', description: 'What went wrong, where there are no rows.' },
];

export const states: readonly Named[] = [
  { name: 'live', description: 'Activities are pushed.' },
  { name: 'offline', description: 'There is no connection.' },
  { name: 'filtered', description: 'The reader\'s filters leave something out.' },
];

export const cssProperties: readonly Named[] = [
  { name: '--daybook-card', description: 'Background.' },
  { name: '--daybook-sunken', description: 'Background of skeletons, and of buttons below the pointer.' },
  { name: '--daybook-text', description: 'Text.' },
  { name: '--daybook-muted', description: 'Text of less weight.' },
  { name: '--daybook-accent', description: 'Links, focus, pill.' },
  { name: '--daybook-accent-tint', description: 'Background of the chip.' },
  { name: '--daybook-on-accent', description: 'Text of the pill.' },
  { name: '--daybook-inferred', description: 'Text of the "Inferred" badge.' },
  { name: '--daybook-inferred-tint', description: 'Background of the "Inferred" badge.' },
  { name: '--daybook-control-border', description: 'Border of buttons.' },
  { name: '--daybook-hairline', description: 'Lines between rows.' },
  { name: '--daybook-font', description: 'Font family.' },
  { name: '--daybook-radius-control', description: 'Corners of buttons.' },
  { name: '--daybook-radius-card', description: 'Corners of the whole.' },
  { name: '--daybook-space', description: 'Space at both sides of rows. Default: 12px.' },
  { name: '--daybook-line-clamp', description: 'Lines of a text until its row is opened. Default: 2.' },
  { name: '--daybook-max-block-size', description: 'The list is as high as a page of rows, but no higher than this.' },
];

export const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
