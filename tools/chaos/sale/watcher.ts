import { createApi } from '../../../client/src/api.ts';
import { LiveHall } from '../../../client/src/live-hall.ts';
import { createStreamOpener } from '../../../client/src/open-stream.ts';
import { parseProblem } from '../../../client/src/problem.ts';
import { apiBaseOf, createRequester } from '../../../client/src/request.ts';

const LETTERS = 'ahrb';

/** Somebody who watches the hall live, by the very code of the page. */
export class Watcher {
  private readonly hall: LiveHall;

  constructor(url: string, event: string) {
    const request = createRequester({ serverBase: url, credentials: 'omit', readProblem: parseProblem });
    const api = createApi({ request, inSession: (command) => command(), passOf: () => undefined });
    const openStream = createStreamOpener(apiBaseOf(url), 'omit');
    this.hall = new LiveHall({ api, event, openStream, isLarge: true });
  }

  /** What they see: a letter a seat. */
  get states(): string {
    return Array.from(this.hall.states.codes, (code) => LETTERS.charAt(code)).join('');
  }

  start(): void {
    this.hall.start();
  }

  stop(): void {
    this.hall.stop();
  }
}
