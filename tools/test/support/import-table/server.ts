import {
  contract,
  domain,
  ports,
  boxOffice,
  http,
  realtime,
  views,
  plans,
  rig,
  rehearsal,
  config,
  app,
} from './places.ts';
import type { Row } from './row.ts';

const metrics = 'server/src/metrics';
const audit = 'server/src/audit';
const webhooks = 'server/src/webhooks';
const print = 'server/src/print';
/** What the domain's things are called, without what is decided about them. */
const words = [
  'event',
  'hall',
  'hall-layout',
  'prices',
  'seat',
  'change',
  'command',
  'refusal',
  'log-chain',
  'person-name',
].map((name) => `${domain}/${name}.ts`);
/** What composition.ts is made of beside the rooms. */
const ofTheStart = ['secrets', 'default-event', 'greeting'].map((name) => `server/src/${name}.ts`);
const adapters = ['memory', 'postgres', 'redis', 'system', 'https'].map(
  (name) => `server/src/adapters/${name}`,
);

/** The server: a pure core, what waits around it, then the outside; and its tests. */
export const serverRows: readonly Row[] = [
  // The core: pure, then waiting, then the outside. Nothing points back.
  { of: domain, from: [contract], packages: [] },
  // Hashing is arithmetic: pure and synchronous.
  { of: 'server/src/domain/log-chain.ts', from: [domain], packages: ['node:'] },
  { of: ports, from: [domain, contract], packages: [] },
  { of: boxOffice, from: [domain, ports], packages: ['tinyqueue'] },
  { of: 'server/src/adapters/memory', from: [domain, ports], packages: ['node:'] },
  {
    of: 'server/src/adapters/postgres',
    from: [domain, ports],
    packages: ['node:', 'pg', '@electric-sql/pglite'],
  },
  { of: 'server/src/adapters/redis', from: [domain, ports], packages: ['node:', 'ioredis'] },
  { of: 'server/src/adapters/system', from: [domain, ports], packages: ['node:'] },
  { of: 'server/src/adapters/https', from: [ports], packages: ['node:'] },
  // Proves that everything agrees with the log. It keeps its own books, so it may know what the domain's things are
  // called, and nothing of how a change is applied.
  {
    of: audit,
    from: [
      ports,
      ...words,
      ...['user-place', 'seat-line', 'waiting-line'].map((name) => `${domain}/${name}.ts`),
    ],
    packages: [],
  },
  // Reads off the ledger who has to be told what, and has it sent.
  { of: webhooks, from: [ports], packages: [] },
  {
    of: 'server/src/adapters/postgres/integrations.ts',
    from: ['server/src/adapters/postgres', ports, contract],
    packages: ['pg'],
  },
  {
    of: http,
    from: [boxOffice, views, plans, metrics, audit, ports, contract, ...words],
    packages: ['node:', 'fastify', '@fastify/', 'typebox', 'libphonenumber-js'],
  },
  // Lists that somebody opens in a spreadsheet.
  {
    of: 'server/src/http/people/csv.ts',
    from: [http, contract],
    packages: ['csv-stringify'],
  },
  // The drawings of halls and the files they come in: pure, and run in a thread of their own.
  {
    of: plans,
    from: [contract, print],
    packages: ['node:', 'typebox', 'csv-parse', 'csv-stringify', 'color-string'],
  },
  // Paper: drawn in the same kind of process.
  { of: print, from: [], packages: ['node:', 'pdfkit', 'uqr'] },
  // Where nothing is compiled, the thread fetches the compiler itself.
  { of: 'server/src/plans/plan-process.mjs', from: [plans], packages: ['node:', 'tsx'] },
  // The hall as it is shown to everybody, written once however many ask.
  { of: views, from: [boxOffice, ports, domain, contract], packages: ['node:'] },
  // What is measured, in Prometheus' terms.
  { of: metrics, from: [boxOffice, ports], packages: ['prom-client'] },
  // The stream starts with the hall as the box office sees it, and goes on with what it announces.
  { of: realtime, from: [boxOffice, ports, domain, contract], packages: ['node:'] },
  {
    of: app,
    from: [http, realtime, views, plans, metrics, boxOffice, ports, contract],
    packages: ['node:', 'fastify', '@fastify/'],
  },

  // The only places that know which adapters there are.
  { of: config, from: [contract], packages: ['node:', 'typebox'] },
  { of: 'server/src/secrets.ts', from: [config], packages: ['node:'] },
  { of: 'server/src/greeting.ts', from: [config], packages: [] },
  { of: 'server/src/default-event.ts', from: [domain, ports], packages: [] },
  {
    of: 'server/src/composition.ts',
    from: [
      ...[
        config,
        ...ofTheStart,
        'server/src/sharing.ts',
        app,
        metrics,
        realtime,
        webhooks,
        boxOffice,
        domain,
      ],
      ...[ports, ...adapters],
    ],
    packages: ['node:', 'pino'],
  },
  {
    of: 'server/src/sharing.ts',
    from: [metrics, boxOffice, ports, ...adapters],
    packages: ['node:', 'pino'],
  },
  { of: 'server/src/ending.ts', from: [], packages: ['pino'] },
  {
    of: 'server/src/main.ts',
    from: [config, 'server/src/composition.ts', 'server/src/ending.ts'],
    packages: ['node:'],
  },
  { of: 'server/src/migrate.ts', from: [config, 'server/src/adapters/postgres'], packages: ['node:'] },
  {
    of: 'server/test',
    from: ['server/src', contract, rig, rehearsal, 'tools/audit', 'tools/archive', 'tools/check-history'],
    packages: 'any',
  },
];
