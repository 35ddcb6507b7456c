import type { Problem } from '@jari/contract';
import { pino } from 'pino';
import { createLonelyChangeBus } from '../../src/adapters/memory/change-bus.ts';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { systemRandom } from '../../src/adapters/system/random.ts';
import { createApp, defaultAppSettings, Metrics, type AppDeps, type AppSettings } from '../../src/app.ts';
import { BoxOffices } from '../../src/box-office/box-offices.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { defaultBoxOfficeOptions } from '../../src/box-office/options.ts';
import type { Event } from '../../src/domain/event.ts';
import type { ChangeBus } from '../../src/ports/change-bus.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Random } from '../../src/ports/random.ts';
import { smallEvent } from './hall.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { TestClock } from './test-clock.ts';

export const ADMIN_TOKEN = 'an-admin-token-for-tests';
export const SESSION_SECRET = 'a-session-secret-for-tests';
export const asAdmin = { authorization: `Bearer ${ADMIN_TOKEN}` };

export const testSettings: AppSettings = {
  ...defaultAppSettings,
  userHeader: 'x-user-id',
  trustUserHeader: 'loopback',
  sessionSecrets: [SESSION_SECRET],
  gatewaySecrets: [],
  ticketSecrets: ['a-ticket-secret-for-tests'],
  adminTokens: [ADMIN_TOKEN],
  defaultRules: smallEvent().rules,
  admissionIpCheck: false,
  timeZone: 'Asia/Seoul',
  corsOrigins: [],
  isSecureCookie: false,
  webFolder: undefined,
  rehearsalProgram: '/nowhere/to/be/found.js',
};

export interface TestAppOptions {
  readonly settings?: Partial<AppSettings>;
  readonly events?: readonly Event[];
  readonly failureRate?: number;
  /** Whether other servers have the same ledger. */
  readonly isShared?: boolean;
  /** What a mere ledger lacks lies in memory. One that keeps no time of its own is made with the app's clock. */
  readonly ledger?: Ledger | Store | ((clock: TestClock) => Store);
  readonly bus?: ChangeBus;
  readonly admission?: AppDeps['admission'];
  readonly persons?: AppDeps['persons'];
  readonly random?: Random;
  readonly webhooks?: AppDeps['webhooks'];
  /** Keeps hold keys for the box offices that it is given. */
  readonly shieldFor?: (offices: BoxOffices) => AppDeps['shield'];
  /** Gets every line of the log, as it would be written. */
  readonly onLog?: (line: string) => void;
  readonly logLevel?: string;
}

/** The whole server but for its sockets, on a ledger in memory. Nothing in it is a stand-in but the ledger. */
export async function createTestApp(options: TestAppOptions = {}) {
  const clock = new TestClock();
  const memory = new MemoryLedger(clock);
  const given = options.ledger ?? memory;
  const ledger = typeof given === 'function' ? given(clock) : given;
  for (const event of options.events ?? [smallEvent()]) await ledger.putEvent(event);
  const ledgerClock = new LedgerClock(clock, ledger);
  await ledgerClock.synchronise();
  const bus = options.bus ?? createLonelyChangeBus();
  const metrics = new Metrics({ hasNodeMetrics: false });
  const { failureRate = 0, isShared = false } = options;
  const boxOfficeOptions = { ...defaultBoxOfficeOptions, failureRate, isShared };
  const offices = new BoxOffices(ledger, ledgerClock, bus, boxOfficeOptions, metrics.boxOfficeObserver);
  const onLog = options.onLog ?? (() => undefined);
  const store = isStore(ledger) ? ledger : memory;
  const { organisers, trail, cancelReasons, records, integrations, entries, rehearsals } = store;
  const { audits, archive } = store;
  const { persons = store.persons } = options;
  const app = await createApp({
    offices,
    ledger,
    organisers,
    trail,
    persons,
    integrations,
    entries,
    cancelReasons,
    records,
    rehearsals,
    audits,
    archive,
    shield: options.shieldFor?.(offices),
    admission: options.admission ?? new MemoryAdmissionStore(clock),
    bus,
    random: options.random ?? systemRandom,
    clock,
    metrics,
    webhooks: options.webhooks ?? { wake: () => undefined },
    logger: pino({ level: options.logLevel ?? 'info' }, { write: onLog }),
    settings: { ...testSettings, ...options.settings },
  });
  const office = await offices.get('default');
  if (office === undefined) throw new Error('no event `default`');
  const close = async () => {
    await app.close();
    await offices.close();
  };
  return {
    app,
    offices,
    office,
    ledger,
    organisers,
    trail,
    persons,
    entries,
    rehearsals,
    ledgerClock,
    clock,
    metrics,
    close,
  };
}

function isStore(ledger: Ledger | Store): ledger is Store {
  return 'organisers' in ledger;
}

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

export const ALICE = { user_name: 'Alice', phone: '010-1234-5678' };

/** The header by which a request from this machine says who it is. */
export function as(user: string): Record<string, string> {
  return { 'x-user-id': user };
}

/** What an answer's body may have: that of a success, or a problem's members. The tests say which. */
export type Body<B> = B & Partial<Omit<Problem, keyof B>>;

/** How many changes the default event has seen, as everybody can ask. */
export async function changeCount({ app }: TestApp): Promise<number> {
  return (await app.inject('/api/v1/events/default/seats')).json<{ sequence: number }>().sequence;
}
