import { type CSSResultGroup, LitElement } from 'lit';
import { type Store, Watch } from '../data/store.ts';
import { pageStyles } from '../ui/styles.ts';
import { route } from './router.ts';
import { type Place, here } from './session.ts';

/** What every page of the application is: it knows the workspace and its address, and is drawn again when that changes. */
export abstract class Page extends LitElement {
  static override styles: CSSResultGroup = pageStyles;

  constructor() {
    super();
    new Watch(this, [route] as Store<unknown>[]);
  }

  /** The workspace shown. Another workspace makes a new element, so it never changes under a page. */
  protected readonly place: Place = here();

  protected get path(): string {
    return route.value.path;
  }

  /** The filters in the address; change them with `setQuery`. */
  protected get query(): URLSearchParams {
    return route.value.query;
  }
}
