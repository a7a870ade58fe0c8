import { LitElement, html } from 'lit';
import { Page } from '../shell/page.ts';
import { failure, skeleton } from '../ui/states.ts';
import { asProblem } from '../data/problem.ts';
import { pageStyles } from '../ui/styles.ts';
import { tabStyles, tabs } from '../ui/tabs.ts';
import { wordsReady } from '../ui/words.ts';
import { words } from './words.ts';

interface Part {
  name: 'you' | 'security' | 'tokens' | 'members' | 'teams' | 'escalation' | 'workspace';
  isForAdmins: boolean;
  load: () => Promise<{ create: () => LitElement }>;
}

// Each part comes when it is opened: most people never see those of admins.
const PARTS: readonly Part[] = [
  { name: 'you', isForAdmins: false, load: () => import('./you.ts') },
  { name: 'security', isForAdmins: false, load: () => import('./security.ts') },
  { name: 'tokens', isForAdmins: false, load: () => import('./tokens.ts') },
  { name: 'members', isForAdmins: true, load: () => import('./members.ts') },
  { name: 'teams', isForAdmins: true, load: () => import('./teams.ts') },
  { name: 'escalation', isForAdmins: true, load: () => import('./escalation.ts') },
  { name: 'workspace', isForAdmins: true, load: () => import('./workspace.ts') },
];

const address = (name: string) => (name === 'you' ? '/settings' : `/settings?part=${name}`);

export class DaySettings extends Page {
  static override properties = { shown: { state: true }, failed: { state: true } };
  static override styles = [...pageStyles, tabStyles];
  declare shown: { name: string; element: LitElement } | null;
  declare failed: unknown;
  #opening = '';

  constructor() {
    super();
    this.shown = null;
    this.failed = null;
  }

  get #part(): Part {
    const [you] = PARTS as [Part];
    const wanted = PARTS.find(({ name }) => name === this.query.get('part')) ?? you;
    return wanted.isForAdmins && !this.place.isAdmin ? you : wanted;
  }

  override willUpdate(): void {
    const { name } = this.#part;
    if (name !== this.#opening) void this.#open();
  }

  async #open(): Promise<void> {
    const { name, load } = this.#part;
    this.#opening = name;
    this.failed = null;
    try {
      const { create } = await load();
      await wordsReady();
      if (this.#opening === name) this.shown = { name, element: create() };
    } catch (error) {
      this.failed = error;
    }
  }

  override render() {
    const parts = PARTS.filter(({ isForAdmins }) => this.place.isAdmin || !isForAdmins);
    const current = this.#part.name;
    return html`<div class="stack">
      <h1>${words.title}</h1>
      ${tabs(words.parts, parts.map(({ name }) => [address(name), words[name]] as const), address(current))}
      ${this.failed ? failure(asProblem(this.failed), words.couldNotLoad, () => { void this.#open(); }) : this.shown?.name === current ? this.shown.element : skeleton(4, false)}
    </div>`;
  }
}

customElements.define('day-settings', DaySettings);
