import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import icon from '../shared/icon.svg';
import { SignedOutError } from '../shared/api.ts';
import { signInLink } from '../shared/next-path.ts';
import { type Viewer, fetchViewer } from './start.ts';

// The editor is most of the page's weight: it is fetched while the question who is signed in is on its way.
const loading = import('./workbench.tsx');
const Workbench = lazy(async () => ({ default: (await loading).Workbench }));

type State = { is: 'asking' } | { is: 'signed-out' } | { is: 'failed'; why: string } | { is: 'open'; viewer: Viewer | null };

/** Shows GraphiQL to whoever is signed in, and to everyone else what to do. */
export function Gate(): ReactNode {
  const [state, setState] = useState<State>({ is: 'asking' });

  useEffect(() => {
    fetchViewer().then(
      (viewer) => {
        setState({ is: 'open', viewer });
      },
      (error: unknown) => {
        setState(error instanceof SignedOutError ? { is: 'signed-out' } : { is: 'failed', why: error instanceof Error ? error.message : 'Unknown error.' });
      },
    );
  }, []);

  switch (state.is) {
    case 'asking':
      return <Waiting />;
    case 'open':
      return (
        <Suspense fallback={<Waiting />}>
          <Workbench viewer={state.viewer} />
        </Suspense>
      );
    case 'signed-out':
      return (
        <Card title="Sign in to use GraphiQL">
          <p>The schema and the data are open to people who are signed in.</p>
          <Actions>
            <a className="button primary" href={signInLink('/graphiql')}>
              Sign in
            </a>
            <button
              type="button"
              className="button"
              onClick={() => {
                setState({ is: 'open', viewer: null });
              }}
            >
              Use a token instead
            </button>
          </Actions>
        </Card>
      );
    case 'failed':
      return (
        <Card title="GraphiQL could not start">
          <p>{state.why} What you had open in this tab is kept.</p>
          <Actions>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                location.reload();
              }}
            >
              Try again
            </button>
            <a className="button" href={signInLink('/graphiql')}>
              Sign in again
            </a>
          </Actions>
        </Card>
      );
  }
}

function Card({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="gate">
      <a className="wordmark" href="/">
        <img src={icon} alt="" />
        Daybook
      </a>
      <section className="card" role="alert">
        <h1>{title}</h1>
        {children}
      </section>
    </div>
  );
}

function Actions({ children }: { children: ReactNode }): ReactNode {
  return <div className="actions">{children}</div>;
}

// Words, and only when there is something to wait for (ux.md: nothing for 200 ms).
function Waiting(): ReactNode {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true);
    }, 200);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <p className="waiting" role="status">
      {isSlow ? 'Opening GraphiQL…' : ''}
    </p>
  );
}
