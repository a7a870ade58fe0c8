import { byId, make } from '../shared/dom.ts';
import { nextPath } from '../shared/next-path.ts';
import { applyTheme } from '../shared/preferences.ts';
import { type Demo, fetchDemo, roleWords } from './demo.ts';
import { SignInError, isUnfounded, signIn } from './session.ts';

applyTheme();

const form = byId('form', HTMLFormElement);
const email = byId('email', HTMLInputElement);
const password = byId('password', HTMLInputElement);
const submit = byId('submit', HTMLButtonElement);
const problem = byId('problem', HTMLElement);

let pending = false;

async function enter(mail: string, secret: string): Promise<void> {
  if (pending) return;
  setPending(true);
  try {
    await signIn(mail, secret);
    location.assign(nextPath(new URLSearchParams(location.search).get('next'), location.origin));
  } catch (error) {
    setPending(false);
    problem.textContent = error instanceof SignInError ? error.message : 'Signing in did not work. Try again.';
    password.focus();
    password.select();
  }
}

// The button stays focusable while it waits, so that the place of a keyboard is not lost.
function setPending(value: boolean): void {
  pending = value;
  submit.setAttribute('aria-disabled', String(value));
  submit.textContent = value ? 'Signing in…' : 'Sign in';
  if (value) problem.textContent = '';
}

/** Marks the first empty field and says so; true when both are filled. */
function checkFilled(): boolean {
  const empty = [email, password].filter((input) => input.value === '');
  for (const input of [email, password]) input.setAttribute('aria-invalid', String(input.value === ''));
  const first = empty[0];
  if (!first) return true;
  problem.textContent = first === email ? 'Enter your mail address.' : 'Enter your password.';
  first.focus();
  return false;
}

function showDemo(demo: Demo): void {
  byId('demo-password', HTMLElement).textContent = demo.password;
  byId('people', HTMLElement).replaceChildren(...demo.people.map((person) => {
    const button = make('button', 'button', 'Sign in as');
    button.type = 'button';
    button.setAttribute('aria-label', `Sign in as ${person.name}, ${roleWords(person.role)}`);
    button.addEventListener('click', () => {
      email.value = person.email;
      password.value = demo.password;
      void enter(person.email, demo.password);
    });
    const name = make('span', 'name', make('bdi', '', person.name), make('span', 'badge', roleWords(person.role)));
    return make('li', '', make('div', 'person', name, make('span', 'mail muted', person.email)), button);
  }));
  byId('demo', HTMLElement).hidden = false;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (checkFilled()) void enter(email.value.trim(), password.value);
});

/** Nobody can sign in where there is no workspace: the form for the first one takes the place. */
async function showFounding(): Promise<void> {
  const { codeIn, foundingForm, heading } = await import('./founding.ts');
  const code = codeIn(location.hash);
  // The code stays out of the history.
  if (code) history.replaceState(null, '', location.pathname + location.search);
  document.title = `${heading} - Daybook`;
  byId('sign-in', HTMLElement).replaceWith(foundingForm(code, async (mail, secret) => {
    await signIn(mail, secret);
    location.assign('/today');
  }));
}

const demo = await fetchDemo();
if (demo) showDemo(demo);
else if (await isUnfounded()) await showFounding();
else byId('first', HTMLElement).hidden = false;
