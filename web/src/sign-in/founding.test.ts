// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { codeIn, foundingForm } from './founding.ts';

const post = vi.fn<(path: string, init?: RequestInit) => Promise<Response>>();
const enter = vi.fn<(mail: string, password: string) => Promise<void>>(() => Promise.resolve());
const values = ['Paper & Co.', 'Europe/Berlin', 'Ada', 'ada@example.com', 'long enough'];

const show = (code: string | null) => {
  vi.stubGlobal('fetch', post);
  document.body.replaceChildren(foundingForm(code, enter));
};
const inputs = () => [...document.querySelectorAll('input')];
const send = async (typed: readonly string[]) => {
  inputs().forEach((input, at) => {
    input.value = typed[at] ?? '';
  });
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await vi.waitFor(() => {
    expect(document.querySelector('button')?.hasAttribute('aria-disabled')).toBe(false);
  });
};
const errors = () => [...document.querySelectorAll('.error')].map(({ textContent }) => textContent);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

it('reads the code of the printed address', () => {
  expect([codeIn('#found=ABC'), codeIn('#'), codeIn('')]).toEqual(['ABC', null, null]);
});

it('says where to get a code, and has no form without one', () => {
  show(null);
  expect(document.body.textContent).toContain('daybook workspace create');
  expect(inputs()).toHaveLength(0);
});

it('makes the workspace, then signs in', async () => {
  post.mockResolvedValue(new Response(null, { status: 204 }));
  show('ABC');
  await send(values);
  expect(post.mock.calls[0]?.[1]?.body).toBe(JSON.stringify({ code: 'ABC', workspace: 'Paper & Co.', timeZone: 'Europe/Berlin', name: 'Ada', email: 'ada@example.com', password: 'long enough' }));
  expect(enter).toHaveBeenCalledExactlyOnceWith('ada@example.com', 'long enough');
});

it('tells what is wrong beside each field and sends nothing', async () => {
  show('ABC');
  await send(['', 'Mars/Olympus', 'Ada', 'ada', 'short']);
  expect(errors()).toEqual(['Fill this in.', 'Choose a zone of the list, such as Europe/Berlin.', '', 'This is not a mail address.', 'At least 10 characters.']);
  expect(document.activeElement).toBe(inputs()[0]);
  expect(post).not.toHaveBeenCalled();
});

it('shows the refusals of the server by field and keeps what was typed', async () => {
  post.mockResolvedValue(new Response(JSON.stringify({ userErrors: [{ code: 'INVALID', field: ['name'], message: 'one line only' }] }), { status: 422 }));
  show('ABC');
  await send(values);
  expect(errors()).toEqual(['', '', 'one line only', '', '']);
  expect(inputs().map(({ value }) => value)).toEqual(values);
  expect(enter).not.toHaveBeenCalled();
});

it.each([
  [403, 'The server has been started again'],
  [404, 'Somebody has made the first workspace'],
  [500, 'The server could not make the workspace.'],
])('says what to do after %i', async (status, sentence) => {
  post.mockResolvedValue(new Response('{"errors":[{"message":"internal error at secret.go"}]}', { status }));
  show('ABC');
  await send(values);
  expect(document.querySelector('[role=alert]')?.textContent).toContain(sentence);
  expect(document.body.textContent).not.toContain('secret.go');
});
