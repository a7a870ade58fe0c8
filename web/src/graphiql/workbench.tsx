import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { type ReactNode, useMemo, useState } from 'react';
import { signInLink } from '../shared/next-path.ts';
import { openWithAppTheme } from './app-theme.ts';
import { EditorFocus } from './editor-focus.ts';
import { createFetcher } from './fetcher.ts';
import type { Viewer } from './start.ts';
import { openingState, viewerStorage } from './storage.ts';
import { openingTabs } from './tabs.ts';
import { Theme } from './theme.ts';

const explorer = explorerPlugin({ showAttribution: false });
const PLUGINS = [explorer];

/** Width of the explorer in parts of the rest; GraphiQL's third leaves the editor too little beside it. */
const EXPLORER_SHARE = '0.27';

const TOKEN_HEADERS = '{\n  "Authorization": "Bearer "\n}';

/**
 * GraphiQL for one viewer, or, with null, for whoever owns the token that is pasted into the headers editor.
 * Keeps tabs of its own for each viewer; adds none when the page is loaded again.
 */
export function Workbench({ viewer }: { viewer: Viewer | null }): ReactNode {
  const [isSignedOut, setSignedOut] = useState(false);
  const [schemaProblem, setSchemaProblem] = useState<string | null>(null);
  const [isReconnecting, setReconnecting] = useState(false);

  // Everything GraphiQL is given has to stay the same object, or it starts over.
  const [fetcher] = useState(() =>
    createFetcher({
      onSession: (state) => {
        setSignedOut(state === 'ended');
      },
      onSchema: setSchemaProblem,
      onStream: (state) => {
        setReconnecting(state === 'reconnecting');
      },
    }),
  );
  const [storage] = useState(() => viewerStorage(sessionStorage, viewer?.id ?? 'token'));
  const [opening] = useState(() => {
    const state = openingState(storage);
    openWithAppTheme(storage);
    if (state.isFirstVisit) storage.setItem('graphiql:docExplorerFlex', EXPLORER_SHARE);
    return state;
  });
  const defaultTabs = useMemo(() => openingTabs(viewer ?? { isAdmin: false, placeholders: {} }).map((query) => ({ query })), [viewer]);

  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      shouldPersistHeaders={false}
      plugins={PLUGINS}
      {...(opening.isFirstVisit && { visiblePlugin: explorer })}
      defaultTabs={defaultTabs}
      defaultQuery=""
      {...(opening.initialQuery !== undefined && { initialQuery: opening.initialQuery })}
      {...(opening.initialVariables !== undefined && { initialVariables: opening.initialVariables })}
      {...(viewer === null && { initialHeaders: TOKEN_HEADERS, defaultHeaders: TOKEN_HEADERS })}
      defaultEditorToolsVisibility={viewer === null ? 'headers' : false}
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <a className="daybook-back" href="/">
          Daybook
        </a>
      </GraphiQL.Logo>
      <h1 className="visually-hidden">GraphiQL</h1>
      <Theme />
      <EditorFocus />
      <Notices>
        {isSignedOut && viewer !== null && (
          <Notice kind="warning">
            Your session has ended. Your tabs are kept here. <a href={signInLink('/graphiql')}>Sign in again</a>
          </Notice>
        )}
        {schemaProblem !== null && viewer === null && (
          <Notice kind="warning">
            Paste a token after <code>Bearer</code> in the headers below, then <ReadSchema>read the schema</ReadSchema>. The token is not stored.{' '}
            <a href={signInLink('/graphiql')}>Sign in instead</a>
          </Notice>
        )}
        {schemaProblem !== null && viewer !== null && !isSignedOut && (
          <Notice kind="danger">
            The schema could not be read: {schemaProblem} <ReadSchema>Try again</ReadSchema> or <a href={signInLink('/graphiql')}>sign in again</a>
          </Notice>
        )}
        {isReconnecting && <Notice kind="warning">The stream lost its connection. Reconnecting; what happens meanwhile is not shown.</Notice>}
      </Notices>
    </GraphiQL>
  );
}

/** One region that is there from the start, so that what appears in it is read out. */
function Notices({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="daybook-notices" role="status">
      {children}
    </div>
  );
}

function Notice({ kind, children }: { kind: 'warning' | 'danger'; children: ReactNode }): ReactNode {
  return <p className={`notice ${kind}`}>{children}</p>;
}

function ReadSchema({ children }: { children: ReactNode }): ReactNode {
  const actions = useGraphiQLActions();
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        void actions.introspect();
      }}
    >
      {children}
    </button>
  );
}
