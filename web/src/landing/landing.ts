import { SignedOutError, UnreachableError, ask, signOut } from '../shared/api.ts';
import { byId } from '../shared/dom.ts';
import { signInLink } from '../shared/next-path.ts';
import { LANDING_QUERY, type LandingAnswer } from './query.ts';

const account = byId('account', HTMLElement);
const actions = byId('actions', HTMLElement);
const primary = byId('primary', HTMLAnchorElement);
const problem = byId('problem', HTMLElement);

function showSignedIn({ viewer }: LandingAnswer): void {
  byId('name', HTMLElement).textContent = viewer.displayName;
  byId('mail', HTMLElement).textContent = viewer.email ?? '';
  account.hidden = false;
  primary.textContent = 'Open GraphiQL';
  primary.href = '/graphiql';
  actions.hidden = false;
}

function showSignedOut(): void {
  account.hidden = true;
  primary.textContent = 'Sign in';
  primary.href = signInLink('/');
  actions.hidden = false;
}

async function showAccount(): Promise<void> {
  problem.textContent = '';
  try {
    showSignedIn(await ask<LandingAnswer>(LANDING_QUERY));
  } catch (error) {
    if (error instanceof SignedOutError) {
      showSignedOut();
      return;
    }
    actions.hidden = false;
    problem.textContent = error instanceof UnreachableError ? `${error.message} Reload to try again.` : 'Could not tell who is signed in. Reload to try again.';
  }
}

byId('sign-out', HTMLButtonElement).addEventListener('click', () => {
  signOut().then(
    () => {
      showSignedOut();
      primary.focus();
    },
    () => {
      problem.textContent = 'Signing out did not work. You are still signed in. Try again.';
    },
  );
});

byId('http-address', HTMLElement).textContent = `${location.origin}/graphql`;
byId('socket-address', HTMLElement).textContent = `${location.origin.replace(/^http/, 'ws')}/graphql`;
await showAccount();
