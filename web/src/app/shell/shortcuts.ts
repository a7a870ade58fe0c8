import { LitElement, css, html } from 'lit';
import { preferences } from '../../shared/preferences.ts';
import '../ui/elements/dialog.ts';
import { base } from '../ui/styles.ts';
import { catalogue } from '../ui/words.ts';
import { PAGE_KEYS } from './keys.ts';
import { pageAt } from './router.ts';
import { words } from './words.ts';

const own = catalogue(
  {
    timer: 'Start or stop the timer',
    create: 'New: what the page is for',
    search: 'Search',
    list: 'This list',
    submit: 'Send the form',
    close: 'Close, or take back what was typed in a duration',
    off: 'Single letters are turned off in Settings.',
    then: 'then',
  },
  { de: () => import('./shortcuts.de.ts') },
);

/** The list of keys behind "?". */
export class DayShortcuts extends LitElement {
  static override styles = [
    base,
    css`
      dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; align-items: center; }
      dt { white-space: nowrap; }
      kbd { display: inline-block; min-inline-size: 24px; padding: 2px 6px; background: var(--daybook-sunken); border: 1px solid var(--daybook-control-border); border-radius: var(--daybook-radius-control); font: 400 12px/16px var(--daybook-font-mono); text-align: center; }
    `,
  ];

  override render() {
    const pages = Object.entries(PAGE_KEYS).map(([key, path]): [string[], string] => {
      const page = pageAt(path);
      return [['g', key], page ? words[page] : path];
    });
    const rows: [string[], string][] = [[['t'], own.timer], [['n'], own.create], [['/'], own.search], ...pages, [['?'], own.list]];
    return html`<day-dialog open heading=${words.shortcuts} @close=${() => { this.remove(); }}>
      ${preferences.get('shortcuts') === 'off' ? html`<p class="muted">${own.off}</p>` : ''}
      <dl>
        ${rows.map(([keys, text]) => html`<dt>${keys.map((key, at) => html`${at > 0 ? html` ${own.then} ` : ''}<kbd>${key}</kbd>`)}</dt><dd>${text}</dd>`)}
        <dt><kbd>Ctrl</kbd> + <kbd>Enter</kbd></dt><dd>${own.submit}</dd>
        <dt><kbd>Esc</kbd></dt><dd>${own.close}</dd>
      </dl>
    </day-dialog>`;
  }
}

customElements.define('day-shortcuts', DayShortcuts);
