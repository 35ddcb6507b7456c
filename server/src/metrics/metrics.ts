import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { Doors, MeasuredLine } from '../box-office/doors.ts';
import type { BoxOfficeObserver } from '../box-office/observer.ts';
import { RecentAnswers } from './recent-answers.ts';
import { CountedHistogram, type Measurements } from './histogram.ts';

export interface MetricsOptions {
  readonly registry?: Registry;
  /** Node's own metrics: event loop lag, heap, garbage collection. */
  readonly hasNodeMetrics?: boolean;
}

/** What the realtime layer tells whoever measures it. */
export interface StreamCounts {
  readonly clientCount: number;
  readonly cutCount: number;
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * What is measured, in Prometheus' terms. Made before the box offices, which report to `boxOfficeObserver`;
 * `watch` adds what is looked at only when somebody asks for the numbers.
 */
export class Metrics {
  readonly registry: Registry;
  readonly boxOfficeObserver: BoxOfficeObserver;
  /** What was answered of late, event by event, for those who watch a sale. */
  readonly recent: RecentAnswers;
  private readonly httpSeconds: CountedHistogram<'method' | 'route' | 'status'>;
  /** By route, method and status. Three small steps are quicker than one key put together for each request. */
  private readonly httpMeasurements = new Map<string, Map<string, Map<number, Measurements>>>();
  private readonly clockSteps: Counter;
  private readonly changeLag: Readonly<Record<'here' | 'elsewhere', Measurements>>;

  constructor({ registry = new Registry(), hasNodeMetrics = true }: MetricsOptions = {}) {
    this.registry = registry;
    if (hasNodeMetrics) collectDefaultMetrics({ register: registry });
    const registers = [registry];
    this.httpSeconds = new CountedHistogram({
      name: 'jari_http_request_seconds',
      help: 'Time from request to answer',
      buckets: SECONDS,
      registers,
    });
    this.clockSteps = new Counter({
      name: 'jari_ledger_clock_steps_total',
      help: 'Times the ledger’s clock was found to have been set',
      registers,
    });
    const changeLag = new CountedHistogram<'origin'>({
      name: 'jari_change_lag_seconds',
      help: 'Time from a change being decided to this instance knowing that it is true',
      buckets: SECONDS,
      registers,
    });
    this.changeLag = {
      here: changeLag.measurements({ origin: 'here' }),
      elsewhere: changeLag.measurements({ origin: 'elsewhere' }),
    };
    const observer = observeBoxOffices(registers);
    const recent = (this.recent = new RecentAnswers(() => performance.now()));
    this.boxOfficeObserver = {
      ...observer,
      answered: (kind, reason, eventId) => {
        observer.answered(kind, reason, eventId);
        recent.note(eventId, kind, reason);
      },
    };
  }

  clockStepped(): void {
    this.clockSteps.inc();
  }

  /** Notes one answered request. */
  answered(method: string, route: string, status: number, seconds: number): void {
    const byMethod = provide(
      this.httpMeasurements,
      route,
      () => new Map<string, Map<number, Measurements>>(),
    );
    const byStatus = provide(byMethod, method, () => new Map<number, Measurements>());
    provide(byStatus, status, () =>
      this.httpSeconds.measurements({ method, route, status: String(status) }),
    ).observe(seconds);
  }

  /** Looks at box offices, streams and waiting rooms from now on. */
  watch(offices: BoxOffices, streams: readonly StreamCounts[], doors: Pick<Doors, 'lines'>): void {
    const registers = [this.registry];
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    const sum = (read: (office: BoxOffice) => number) => {
      let total = 0;
      for (const office of offices.all()) total += read(office);
      return total;
    };
    gauge('jari_box_office_queue_length', 'Commands that wait', () => sum((office) => office.queueLength));
    gauge('jari_holds', 'Holds that stand', () => sum((office) => office.seatMap.holdCount));
    gauge('jari_seats_available', 'Seats that are free', () =>
      sum((office) => office.seatMap.availableCount),
    );
    gauge('jari_places_in_line', 'Places of people who wait for seats', () =>
      sum((office) => office.seatMap.line.size),
    );
    const ofAll = (read: (counts: StreamCounts) => number) =>
      streams.reduce((total, counts) => total + read(counts), 0);
    gauge('jari_stream_clients', 'Open event streams', () => ofAll(({ clientCount }) => clientCount));
    gauge('jari_stream_cut_total', 'Streams cut because their client read too slowly', () =>
      ofAll(({ cutCount }) => cutCount),
    );
    watchLines(registers, doors);
    offices.onChanges((office, changes, origin) => {
      const last = changes.at(-1);
      if (last === undefined) return;
      const { now, correctionMs } = office.time();
      this.changeLag[origin].observe(Math.max(0, now - correctionMs - last.at) / 1000);
    });
  }
}

/** Every server tells the same of a line, so the greatest is meant and not the sum. */
function watchLines(registers: Registry[], doors: Pick<Doors, 'lines'>): void {
  const perLine = (name: string, help: string, read: (line: MeasuredLine) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['event'],
      registers,
      collect() {
        this.reset();
        for (const line of doors.lines()) this.set({ event: line.eventId }, read(line));
      },
    });
  perLine('jari_line_waiting', 'People who stand in the line of a waiting room', ({ state }) =>
    Math.max(0, state.joined - state.serving),
  );
  perLine('jari_line_inside', 'People whose turn it is to choose seats', ({ state }) => state.active);
  perLine(
    'jari_line_serving_number',
    'How far the doors of a waiting room are',
    ({ state }) => state.serving,
  );
  perLine('jari_line_stopped', '1 while the doors stand still because Redis cannot be asked', (line) =>
    line.isStopped ? 1 : 0,
  );
}

function observeBoxOffices(registers: Registry[]): BoxOfficeObserver {
  const counts = new Map<string, Map<string, { count: number }>>();
  new Counter({
    name: 'jari_outcomes_total',
    help: 'Answered commands; reason is ok, or why not',
    labelNames: ['kind', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const [kind, byReason] of counts) {
        for (const [reason, { count }] of byReason) this.inc({ kind, reason }, count);
      }
    },
  });
  const appends = new CountedHistogram({
    name: 'jari_append_seconds',
    help: 'Time the ledger took to record a batch',
    buckets: SECONDS,
    registers,
  }).measurements({});
  const batches = new CountedHistogram({
    name: 'jari_batch_commands',
    help: 'Commands recorded together',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  }).measurements({});
  const changes = new Counter({ name: 'jari_changes_total', help: 'Changes recorded here', registers });
  const again = new Counter({
    name: 'jari_append_refused_total',
    help: 'Appends that the ledger refused and that were decided again',
    labelNames: ['why'],
    registers,
  });
  const failures = new Counter({
    name: 'jari_ledger_failures_total',
    help: 'Times the ledger could not be reached or broke',
    registers,
  });
  const reloads = new Counter({
    name: 'jari_ledger_reloads_total',
    help: 'Events loaded anew because the ledger had another history than was known: look at once',
    labelNames: ['why'],
    registers,
  });
  return {
    answered: (kind, reason) => {
      const byReason = provide(counts, kind, () => new Map<string, { count: number }>());
      provide(byReason, reason ?? 'ok', () => ({ count: 0 })).count++;
    },
    recorded: (commandCount, changeCount, appendMs) => {
      batches.observe(commandCount);
      changes.inc(changeCount);
      appends.observe(appendMs / 1000);
    },
    refused: (why) => again.inc({ why }),
    failed: () => failures.inc(),
    reloaded: (_eventId, why) => reloads.inc({ why }),
  };
}

function provide<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
