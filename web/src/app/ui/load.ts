import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import { type Problem, asProblem, isAbort } from '../data/problem.ts';
import { failure, skeleton, stateWords } from './states.ts';

interface Options {
  /** Rows of the skeleton: the height that the content will most likely have. */
  rows?: number;
  /** What failed, in words: "Could not load your standups." */
  sentence?: () => string;
  /** Puts `coming` on the element while there is nothing to show yet, for what stands after it `in-order`. */
  marksHost?: boolean;
}

const QUIET = 200;
const LATE = 6_000;

/**
 * One thing that an element loads and shows: nothing for 200 ms, then a skeleton, words after 6 s; an error with retry;
 * and on a reload the old content stays until the new one is there. Each load ends the one before.
 */
export class Load<T> implements ReactiveController {
  value: T | undefined;
  problem: Problem | null = null;
  /** A request is under way, first or not. */
  isLoading = false;
  #phase: 'quiet' | 'skeleton' | 'late' = 'quiet';
  #abort: AbortController | null = null;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #secondsLeft: number | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetch: (signal: AbortSignal) => Promise<T>,
    private readonly options: Options = {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    void this.reload();
  }

  hostUpdate(): void {
    if (this.options.marksHost) (this.host as unknown as Element).toggleAttribute('coming', this.value === undefined && this.problem === null);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
    this.#clear();
  }

  /** Asks again. What is shown stays until the answer is there. */
  async reload(): Promise<void> {
    this.#abort?.abort();
    this.#clear();
    const abort = (this.#abort = new AbortController());
    this.isLoading = true;
    this.#secondsLeft = null;
    this.#phase = 'quiet';
    this.#timers = [setTimeout(() => { this.#enter('skeleton'); }, QUIET), setTimeout(() => { this.#enter('late'); }, LATE)];
    this.host.requestUpdate();
    try {
      const value = await this.fetch(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.problem = null;
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) return;
      this.problem = asProblem(error);
    }
    this.#clear();
    this.isLoading = false;
    if (this.problem?.code === 'RATE_LIMITED') this.#countDown(Math.ceil(this.problem.retryAfter ?? 5));
    this.host.requestUpdate();
  }

  /** Forgets what is there and asks again: for another subject, whose content is not the old one's. */
  restart(): void {
    this.value = undefined;
    this.problem = null;
    void this.reload();
  }

  /** Puts a value in place of the loaded one, such as a mutation's answer. */
  set(value: T): void {
    this.value = value;
    this.host.requestUpdate();
  }

  render(ready: (value: T) => unknown): unknown {
    const retry = () => { void this.reload(); };
    const sentence = this.options.sentence?.() ?? stateWords.couldNotLoad;
    const error: TemplateResult | typeof nothing = this.problem && !this.isLoading ? failure(this.problem, sentence, retry, { seconds: this.#secondsLeft }) : nothing;
    if (this.value !== undefined) return [error, ready(this.value)];
    if (error !== nothing) return error;
    return this.#phase === 'quiet' ? html`<span class="coming" hidden></span>` : skeleton(this.options.rows ?? 3, this.#phase === 'late');
  }

  #enter(phase: 'skeleton' | 'late'): void {
    this.#phase = phase;
    this.host.requestUpdate();
  }

  #countDown(seconds: number): void {
    this.#secondsLeft = seconds;
    if (seconds <= 0) {
      void this.reload();
      return;
    }
    this.#timers = [setTimeout(() => { this.#countDown(seconds - 1); this.host.requestUpdate(); }, 1000)];
  }

  #clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
