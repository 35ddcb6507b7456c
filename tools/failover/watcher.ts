import {
  createRequester,
  createApi,
  createStreamOpener,
  HallSync,
  parseProblem,
  type SeatStore,
} from '@jari/client';
import { apiBaseOf, StateBytes, streamPath, type SeatSnapshot } from '@jari/client';

const LETTERS = 'ahrb';

/** One who watches the hall, with the very code of the web app. */
export class Watcher {
  private readonly states = new StateBytes();
  private readonly sync: HallSync<SeatStore>;
  /** What was known when, by `performance.now()`. */
  private readonly seen: { readonly at: number; readonly sequence: number }[] = [];
  /** How often the hall began anew because its history was another one. */
  restarts = 0;

  constructor(gatewayUrl: string, eventId: string) {
    const request = createRequester({
      serverBase: gatewayUrl,
      credentials: 'omit',
      readProblem: parseProblem,
    });
    const api = createApi({ request, inSession: (command) => command(), passOf: () => undefined });
    this.sync = new HallSync<SeatStore>(
      {
        streamPath: streamPath(eventId),
        fetchSeats: () => api.states(eventId),
        fetchChanges: (after) => api.changes(eventId, after),
        openStream: createStreamOpener(apiBaseOf(gatewayUrl), 'omit'),
        random: Math.random,
        isOnline: () => true,
        onConnection: () => undefined,
        onChanges: () => this.note(),
        onLoaded: ({ anew }) => {
          if (anew && this.seen.length > 0) this.restarts += 1;
          this.note();
        },
        onLoadFailure: () => undefined,
      },
      {
        replace: (list: SeatSnapshot) =>
          'states' in list ? this.states.takeLetters(list.states) : this.states.takeSeats(list.seats),
        change: (seatIds, state) => this.states.change(seatIds, state),
      },
    );
  }

  start(): void {
    void this.sync.run();
  }

  stop(): void {
    this.sync.stop();
  }

  get sequence(): number {
    return this.sync.log.sequence ?? -1;
  }

  /** A letter a seat, as in `states`. */
  get letters(): string {
    return [...this.states.codes].map((code) => LETTERS.charAt(code)).join('');
  }

  /** When it first knew a change after a moment; undefined: it never did. */
  knewAt(sequence: number, after: number): number | undefined {
    return this.seen.find((each) => each.at >= after && each.sequence >= sequence)?.at;
  }

  private note(): void {
    // The log is moved forward before or after we are told; the next turn knows.
    queueMicrotask(() => this.seen.push({ at: performance.now(), sequence: this.sequence }));
  }
}
