import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** One value that parts of the page look at. */
export class Store<T> {
  readonly #listeners = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  /** Calls the listener at each change from now on; returns how to stop. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

/** Renders its element again whenever one of the stores changes. */
export class Watch implements ReactiveController {
  #stop: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly stores: Store<never>[] | Store<unknown>[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = (this.stores as Store<unknown>[]).map((store) =>
      store.subscribe(() => {
        this.host.requestUpdate();
      }),
    );
    // A store may have changed while the element was away.
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const stop of this.#stop) stop();
  }
}
