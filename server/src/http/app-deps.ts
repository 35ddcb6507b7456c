import type { FastifyBaseLogger } from 'fastify';
import type { BoxOffices } from '../box-office/box-offices.ts';
import type { EventRules } from '../domain/event.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { AdmissionStore } from '../ports/admission-store.ts';
import type { AuditLedger } from '../ports/audit-ledger.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { EntryBook } from '../ports/entry-book.ts';
import type { CancelReasons } from '../ports/cancel-reasons.ts';
import type { ChangeBus } from '../ports/change-bus.ts';
import type { Clock } from '../ports/clock.ts';
import { defaultCommandRates, type CommandRates } from './plugins/command-limits.ts';
import type { Integrations } from '../ports/integrations.ts';
import type { LogArchive } from '../ports/log-archive.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Rate } from './plugins/token-buckets.ts';
import type { HoldShield } from '../ports/hold-shield.ts';
import type { EventRecords } from '../ports/event-records.ts';
import type { OrganiserStore } from '../ports/organiser-store.ts';
import type { PersonRecords } from '../ports/person-records.ts';
import type { RehearsalStore } from '../ports/rehearsal-store.ts';
import type { Random } from '../ports/random.ts';

/** Everything the HTTP layer stands on. It closes none of it. */
export interface AppDeps {
  readonly offices: BoxOffices;
  readonly ledger: AppLedger;
  readonly organisers: OrganiserStore;
  readonly trail: AuditTrail;
  readonly persons: PersonRecords;
  /** What is kept for shops and webhooks. */
  readonly integrations: Integrations;
  readonly entries: EntryBook;
  readonly cancelReasons: CancelReasons;
  readonly records: EventRecords;
  readonly rehearsals: RehearsalStore;
  readonly audits: AuditLedger;
  readonly archive: LogArchive;
  /** Undefined where there is no Redis. */
  readonly shield: HoldShield | undefined;
  readonly admission: AdmissionStore;
  readonly bus: Pick<ChangeBus, 'ping'>;
  readonly random: Random;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  /** Who tells webhooks what has happened. */
  readonly webhooks: { wake(): void };
  readonly settings: AppSettings;
}

/**
 * What the HTTP layer asks of the ledger directly: reading, and keeping plans, which never change. Whatever
 * else writes goes through a box office.
 */
export type AppLedger = Pick<
  Ledger,
  | 'putPlan'
  | 'findPlan'
  | 'findPlanSummary'
  | 'listPlans'
  | 'findReservation'
  | 'findReservationByCode'
  | 'reservationsOf'
  | 'reservationsFrom'
  | 'reservationsTouched'
  | 'changesSince'
  | 'logStart'
  | 'headAt'
  | 'recall'
  | 'probe'
>;

export interface AppSettings {
  /** The header that names the user where it is trusted, in lower case. */
  readonly userHeader: string;
  /** `loopback`: only from a socket whose other end is this machine. */
  readonly trustUserHeader: 'always' | 'loopback' | 'never';
  /** The first signs, all verify. So it is with the gateway's. */
  readonly sessionSecrets: readonly string[];
  /** None: there is no gateway, and its headers mean nothing. */
  readonly gatewaySecrets: readonly string[];
  /** The first signs tickets, doors accept all. */
  readonly ticketSecrets: readonly string[];
  /** Each of them is good. */
  readonly adminTokens: readonly string[];
  readonly defaultRules: EventRules;
  /** Whether one address gets one queue number only. */
  readonly admissionIpCheck: boolean;
  /** IANA name of the zone in which the venue's clocks run. */
  readonly timeZone: string;
  /** Origins of web apps that are served from elsewhere. */
  readonly corsOrigins: readonly string[];
  readonly isSecureCookie: boolean;
  /** The built web app; undefined, or a folder that does not exist: the API alone is served. */
  readonly webFolder: string | undefined;
  /** The built program that plays rehearsals; where there is no such file, none can be started. */
  readonly rehearsalProgram: string;
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** How long requests that are on their way may take when the server closes. */
  readonly closeGraceMs: number;
  /** How often the doors of waiting rooms move, and how old what is told of a line is at most. */
  readonly doorsIntervalMs: number;
  readonly streamHeartbeatMs: number;
  /** A client that leaves more than this unread is cut; it resumes where it was. */
  readonly streamBufferBytesMax: number;
  readonly streamClientsMax: number;
  /** Of those, how many one address may have: a university is one address. */
  readonly streamsPerAddress: number;
  /** Streams of one user about themselves: some devices with some tabs each. */
  readonly personalStreamsPerUser: number;
  readonly connectionsMax: number;
  readonly connectionsPerAddress: number;
  /** Connections beyond the limit that are kept just long enough to be told so. */
  readonly turnedAwayMax: number;
  readonly commandRates: CommandRates;
  /** What one API key may ask. */
  readonly integratorRate: Rate;
  /** Whether webhooks may go to private addresses and, without TLS, to this machine. */
  readonly allowsPrivateWebhooks: boolean;
  /** How often this server audits the events that are open at it; 0: only when it is asked to. */
  readonly auditIntervalMs: number;
  /** Requests per minute and address on the routes that are not made for crowds. */
  readonly coldRequestsPerMinute: number;
}

/** The settings that have a sensible value for everybody. */
export const defaultAppSettings = {
  trustedProxies: [],
  bodyLimitBytes: 16 * 1024,
  requestTimeoutMs: 15_000,
  keepAliveTimeoutMs: 72_000,
  // A little more than the box office's patience, a little less than orchestrators'.
  closeGraceMs: 6_000,
  doorsIntervalMs: 1_000,
  streamHeartbeatMs: 15_000,
  streamBufferBytesMax: 256 * 1024,
  streamClientsMax: 20_000,
  streamsPerAddress: 2_000,
  personalStreamsPerUser: 12,
  connectionsMax: Infinity,
  connectionsPerAddress: 5_000,
  turnedAwayMax: 256,
  commandRates: defaultCommandRates,
  integratorRate: { burst: 500, refillMs: 10 },
  allowsPrivateWebhooks: false,
  auditIntervalMs: 0,
  coldRequestsPerMinute: 3_000,
} as const satisfies Partial<AppSettings>;
