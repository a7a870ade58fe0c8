import { make } from '../shared/dom.ts';
import { language, words } from './founding-words.ts';

const FIELDS = ['workspace', 'timeZone', 'name', 'email', 'password'] as const;
type Field = (typeof FIELDS)[number];

/** The name of the page. */
export const heading = words.heading;

/** The code in an address that the server printed: `#found=…`. */
export function codeIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('found');
}

/**
 * The form for the first workspace; without a code, where to get one.
 *
 * @param enter called with mail and password when the workspace is made
 */
export function foundingForm(code: string | null, enter: (mail: string, password: string) => Promise<void>): HTMLElement {
  const title = make('h1', '', heading);
  title.id = 'founding-title';
  const card = make('section', 'card', title);
  card.lang = language;
  card.setAttribute('aria-labelledby', title.id);
  if (!code) {
    card.append(make('p', '', `${words.closed} `, make('code', '', 'daybook workspace create')));
    return card;
  }
  const inputs = {
    workspace: input('organization', words.workspace, words.workspaceHint),
    timeZone: input('off', words.zone, words.zoneHint),
    name: input('name', words.name),
    email: input('username', words.mail),
    password: input('new-password', words.password, words.passwordHint),
  } satisfies Record<Field, Input>;
  inputs.email.control.type = 'email';
  inputs.password.control.type = 'password';
  inputs.timeZone.control.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = make('datalist', '', ...Intl.supportedValuesOf('timeZone').map((zone) => Object.assign(document.createElement('option'), { value: zone })));
  zones.id = 'zones';
  inputs.timeZone.control.setAttribute('list', zones.id);
  const problem = make('p', 'notice danger');
  problem.setAttribute('role', 'alert');
  const button = make('button', 'button primary', words.create);
  const form = make('form', '', problem, ...FIELDS.map((field) => inputs[field].frame), zones, button);
  form.noValidate = true;

  const show = (errors: Partial<Record<Field, string>>) => {
    for (const field of FIELDS) inputs[field].complain(errors[field] ?? '');
    const first = FIELDS.find((field) => errors[field]);
    if (first) inputs[first].control.focus();
    return !first;
  };
  const send = async () => {
    const values = Object.fromEntries(FIELDS.map((field) => [field, inputs[field].control.value])) as Record<Field, string>;
    problem.textContent = '';
    if (!show(wrong(values))) return;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = words.creating;
    try {
      const errors = await found({ code, ...values });
      if (show(errors)) await enter(values.email, values.password);
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : words.failed;
    } finally {
      button.removeAttribute('aria-disabled');
      button.textContent = words.create;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.hasAttribute('aria-disabled')) void send();
  });
  card.append(make('p', 'muted', words.intro), form);
  return card;
}

/** What can be told before anything is sent. */
function wrong(values: Record<Field, string>): Partial<Record<Field, string>> {
  const errors: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) if (values[field].trim() === '') errors[field] = words.missing;
  if (!errors.email && !/^[^@\s]+@[^@\s]+$/.test(values.email.trim())) errors.email = words.mailWrong;
  if (!errors.timeZone && !isZone(values.timeZone)) errors.timeZone = words.zoneUnknown;
  if (Array.from(values.password).length < 10) errors.password = words.passwordHint;
  return errors;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * Makes the workspace.
 *
 * @returns what the server says is wrong, by field
 * @throws Error with one sentence to show
 */
async function found(body: Record<Field | 'code', string>): Promise<Partial<Record<Field, string>>> {
  const response = await fetch('/auth/founding', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    redirect: 'error',
  }).catch(() => null);
  if (response?.ok) return {};
  if (response?.status === 422) {
    const { userErrors } = (await response.json()) as { userErrors: { field: string[]; message: string }[] };
    return Object.fromEntries(userErrors.map(({ field: [field = ''], message }) => [field, message] as const));
  }
  throw new Error(response?.status === 403 ? words.oldCode : response?.status === 404 ? words.over : words.failed);
}

interface Input {
  frame: HTMLElement;
  control: HTMLInputElement;
  complain: (sentence: string) => void;
}

let count = 0;

function input(autocomplete: AutoFill, label: string, hint = ''): Input {
  const id = `founding-${++count}`;
  const control = Object.assign(document.createElement('input'), { id, required: true });
  control.autocomplete = autocomplete;
  control.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
  const name = make('label', '', label);
  name.htmlFor = id;
  const under = Object.assign(make('p', 'muted', hint), { id: `${id}-hint`, hidden: hint === '' });
  const error = Object.assign(make('p', 'error'), { id: `${id}-error` });
  return {
    frame: make('div', 'field', name, control, under, error),
    control,
    complain: (sentence) => {
      error.textContent = sentence;
      control.setAttribute('aria-invalid', String(sentence !== ''));
    },
  };
}
