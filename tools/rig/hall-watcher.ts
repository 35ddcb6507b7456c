import {
  apiBaseOf,
  createApi,
  createRequester,
  createStreamOpener,
  LiveHall,
  parseProblem,
  type LiveHallOptions,
} from '@jari/client';

const LETTERS = 'ahrb';

/** Somebody who watches the hall live, by the very code of the page. */
export class HallWatcher {
  private readonly hall: LiveHall;

  /** @param told what is to be done when the hall changes */
  constructor(url: string, event: string, told: Pick<LiveHallOptions, 'onChanges' | 'onLoaded'> = {}) {
    const request = createRequester({ serverBase: url, credentials: 'omit', readProblem: parseProblem });
    const api = createApi({ request, inSession: (command) => command(), passOf: () => undefined });
    const openStream = createStreamOpener(apiBaseOf(url), 'omit');
    this.hall = new LiveHall({ api, event, openStream, isLarge: true, ...told });
  }

  /** What they see: a letter a seat. */
  get states(): string {
    return Array.from(this.hall.states.codes, (code) => LETTERS.charAt(code)).join('');
  }

  /** The last change that they know of; undefined before they see anything. */
  get sequence(): number | undefined {
    return this.hall.sequence;
  }

  start(): void {
    this.hall.start();
  }

  stop(): void {
    this.hall.stop();
  }
}
