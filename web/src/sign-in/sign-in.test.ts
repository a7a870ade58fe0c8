// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { byId } from '../shared/dom.ts';
import html from './index.html?raw';
import { parseDemo, roleWords } from './demo.ts';
import { waitSentence } from './session.ts';

const body = /<body>(.*)<\/body>/s.exec(html)?.[1] ?? '';
const people = [
  { role: 'OWNER', name: '<img src=x onerror=alert(1)>', email: 'olga@demo.example' },
  { role: 'MEMBER', name: 'Ben', email: 'ben@demo.example' },
];

const replies = new Map<string, () => Response>();
const fetch = vi.fn<(path: string, init?: RequestInit) => Promise<Response>>((path) => Promise.resolve(replies.get(path)?.() ?? new Response(null, { status: 404 })));
const assign = vi.fn<(path: string) => void>();

const one = (selector: string) => document.querySelector<HTMLElement>(selector) ?? expect.fail(`no ${selector}`);
const fill = (id: string, value: string) => {
  byId(id, HTMLInputElement).value = value;
};
const send = () => one('#form').dispatchEvent(new Event('submit', { cancelable: true }));
const problem = () => one('#problem').textContent;

async function load(search = ''): Promise<void> {
  vi.resetModules();
  vi.stubGlobal('location', { search, origin: 'http://localhost', assign });
  document.body.innerHTML = body; // eslint-disable-line no-restricted-syntax -- our own page
  await import('./sign-in.ts');
}

async function submit(email: string, password: string): Promise<void> {
  fill('email', email);
  fill('password', password);
  send();
  await vi.waitFor(() => {
    expect(one('#submit').textContent).toBe('Sign in');
  });
}

beforeEach(() => {
  vi.stubGlobal('fetch', fetch);
  replies.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

it('is friendly to password managers and labels its fields', () => {
  document.body.innerHTML = body; // eslint-disable-line no-restricted-syntax -- our own page
  expect(one('#email').getAttribute('autocomplete')).toBe('username');
  expect(one('#password').getAttribute('autocomplete')).toBe('current-password');
  expect(one('#form').getAttribute('method')).toBe('post');
  for (const id of ['email', 'password']) one(`label[for=${id}]`);
});

it('goes to the next path after signing in', async () => {
  replies.set('/auth/sign-in', () => new Response('{}', { status: 200 }));
  await load('?next=%2Fgraphiql%3Fa%3D1');
  fill('email', ' ada@example.com ');
  fill('password', ' with spaces ');
  send();
  await vi.waitFor(() => {
    expect(assign).toHaveBeenCalledExactlyOnceWith('/graphiql?a=1');
  });
  const [, init] = fetch.mock.calls.find(([path]) => path === '/auth/sign-in') ?? [];
  expect(init?.body).toBe(JSON.stringify({ email: 'ada@example.com', password: ' with spaces ' }));
});

it('does not leave for another site', async () => {
  replies.set('/auth/sign-in', () => new Response('{}', { status: 200 }));
  await load('?next=%2F%2Fevil.example');
  fill('email', 'a@b');
  fill('password', 'c');
  send();
  await vi.waitFor(() => {
    expect(assign).toHaveBeenCalledExactlyOnceWith('/today');
  });
});

it('says one neutral sentence for a wrong pair, and nothing of what the server said', async () => {
  replies.set('/auth/sign-in', () => new Response('{"errors":[{"message":"no such user"}]}', { status: 401 }));
  await load();
  await submit('ada@example.com', 'wrong');
  expect(problem()).toBe('This mail and password do not match. Check both and try again.');
  expect(byId('email', HTMLInputElement).value).toBe('ada@example.com');
  expect(assign).not.toHaveBeenCalled();
});

it.each([
  [429, 'Too many attempts. Try again in 12 seconds.'],
  [403, 'The server could not sign you in. What you typed is still here. Try again.'],
  [503, 'The server could not sign you in. What you typed is still here. Try again.'],
])('says what to do after %i', async (status, sentence) => {
  replies.set('/auth/sign-in', () => new Response('{}', { status, headers: { 'retry-after': '12' } }));
  await load();
  await submit('ada@example.com', 'x');
  expect(problem()).toBe(sentence);
});

it('asks for what is missing and sends nothing', async () => {
  await load();
  await submit('', '');
  expect(problem()).toBe('Enter your mail address.');
  await submit('ada@example.com', '');
  expect(problem()).toBe('Enter your password.');
  expect(fetch.mock.calls.map(([path]) => path)).toEqual(['/auth/demo', '/auth/founding']);
});

it('offers the demo people, names as text, and signs in as one of them', async () => {
  replies.set('/auth/demo', () => new Response(JSON.stringify({ people, password: 'demo' })));
  replies.set('/auth/sign-in', () => new Response('{}', { status: 200 }));
  await load();
  expect(one('#demo').hidden).toBe(false);
  expect(document.querySelectorAll('#people img')).toHaveLength(0);
  expect(one('#people li').textContent).toContain('<img src=x');
  const buttons = document.querySelectorAll<HTMLButtonElement>('#people button');
  expect(buttons[1]?.getAttribute('aria-label')).toBe('Sign in as Ben, Member');
  buttons[1]?.click();
  await vi.waitFor(() => {
    expect(assign).toHaveBeenCalledOnce();
  });
});

it('hides the demo people where there are none', async () => {
  await load();
  expect(one('#demo').hidden).toBe(true);
});

it.each([[null], [{}], [{ people, password: 1 }], [{ people: [], password: 'x' }], [{ people: [{ name: 'x' }], password: 'x' }]])('is not a demo: %j', (value) => {
  expect(parseDemo(value)).toBeNull();
});

it('says roles as words and waiting times in the fitting unit', () => {
  expect(roleWords('WORKSPACE_ADMIN')).toBe('Workspace admin');
  expect([null, 'soon', '0', '1', '90', '600'].map(waitSentence)).toEqual([
    'Too many attempts. Wait a moment and try again.',
    'Too many attempts. Wait a moment and try again.',
    'Too many attempts. Wait a moment and try again.',
    'Too many attempts. Try again in 1 second.',
    'Too many attempts. Try again in 90 seconds.',
    'Too many attempts. Try again in 10 minutes.',
  ]);
});
