/**
 * Which folder may import which: the layout of the project as data.
 *
 * A row names a folder (or one file); `*` in it stands for one name. The row with the longest match decides.
 * Everything may import its own row's folder; `from` lists what else of this repository, `packages` which
 * npm packages ('node:' stands for all of node's own modules, a trailing '/' for all of a scope).
 */
export interface Row {
  readonly of: string;
  readonly from: readonly string[];
  readonly packages: readonly string[] | 'any';
}

const contract = 'contract/src';
const client = 'client/src';
const domain = 'server/src/domain';
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
const ports = 'server/src/ports';
const boxOffice = 'server/src/box-office';
const http = 'server/src/http';
const realtime = 'server/src/realtime';
const metrics = 'server/src/metrics';
const views = 'server/src/views';
const audit = 'server/src/audit';
const plans = 'server/src/plans';
const webhooks = 'server/src/webhooks';
const print = 'server/src/print';
const rig = 'tools/rig';
const rehearsal = 'rehearsal/src';
const config = 'server/src/config.ts';
const app = 'server/src/app.ts';
/** What composition.ts is made of beside the rooms. */
const ofTheStart = ['secrets', 'default-event', 'greeting'].map((name) => `server/src/${name}.ts`);
const adapters = ['memory', 'postgres', 'redis', 'system', 'https'].map(
  (name) => `server/src/adapters/${name}`,
);

export const importTable: readonly Row[] = [
  { of: contract, from: [], packages: ['typebox'] },
  { of: 'contract/test', from: [contract], packages: 'any' },

  // What speaks to a server from outside: integrators' programs, the embedded hall, and the web app itself.
  { of: client, from: [contract], packages: [] },
  { of: 'client/test', from: [client, contract], packages: 'any' },

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
  { of: 'server/src/main.ts', from: [config, 'server/src/composition.ts'], packages: ['node:'] },
  { of: 'server/src/migrate.ts', from: [config, 'server/src/adapters/postgres'], packages: ['node:'] },
  {
    of: 'server/test',
    from: ['server/src', contract, rig, rehearsal, 'tools/audit', 'tools/archive', 'tools/check-history'],
    packages: 'any',
  },

  // An own reading of what happened: it may know nothing that the server knows.
  { of: 'tools/check-history', from: [], packages: ['node:'] },

  {
    of: 'tools/check-history/test',
    from: ['tools/check-history'],
    packages: ['node:', 'vitest'],
  },
  // Sale after sale against real servers, each recorded and judged.
  {
    of: 'tools/histories',
    from: [contract, rig, 'tools/stack', 'tools/check-history', rehearsal],
    packages: 'any',
  },

  // Scripted people and the check of what came of them: a program beside the server, known to it by its file alone.
  { of: rehearsal, from: [contract], packages: ['node:'] },
  { of: 'rehearsal/test', from: [rehearsal, contract], packages: 'any' },
  { of: 'tools/verify-log', from: ['rehearsal/src/verify-log'], packages: 'any' },

  // Asks a running server to audit itself, and looks at it from outside.
  { of: 'tools/audit', from: [contract, rig, 'rehearsal/src/verify-log'], packages: ['node:'] },

  // Moves the old end of a log to a file, which it proves before anything is removed.
  {
    of: 'tools/archive',
    from: [contract, 'tools/audit/options.ts', 'rehearsal/src/verify-log'],
    packages: ['node:'],
  },
  // Hours of a sale, measured; the server is the built one, with a day of minutes.
  {
    of: 'tools/soak',
    from: [
      ...[contract, domain, rig, 'tools/stack', 'tools/archive', 'tools/bench/rig/cpu.ts'],
      ...['server/dist/composition.js', 'server/dist/config.js'],
    ],
    packages: 'any',
  },

  // The web app knows the server by its contract and over HTTP, never by its code.
  {
    of: 'web/src',
    from: [contract, client],
    packages: ['svelte', '$app', '$env', '$service-worker', 'ics', 'uqr', 'libphonenumber-js'],
  },
  // The large map, which only pages with a large hall load.
  {
    of: 'web/src/lib/map',
    from: ['web/src', contract, client],
    packages: ['svelte', '$app', 'd3-selection', 'd3-zoom', 'flatbush'],
  },
  // The door: a decoder for cameras without one, and signatures for phones that do not know them.
  {
    of: 'web/src/lib/door',
    from: ['web/src', contract, client],
    packages: ['svelte', '$app', 'qr', '@noble/ed25519'],
  },
  // The organiser's charts, which only the live hall loads.
  {
    of: 'web/src/lib/admin/charts',
    from: ['web/src', contract, client],
    packages: ['svelte', '$app', 'uplot'],
  },
  // Runs while the page is built, not in the browser.
  { of: 'web/src/hooks.server.ts', from: ['web/src'], packages: ['@sveltejs/kit'] },
  { of: 'web/static', from: [], packages: [] },
  { of: 'web/test', from: ['web/src', contract, client], packages: 'any' },
  // What the hall editor calls faultless is compared with what the server takes.
  { of: 'web/test/editor', from: ['web/src', contract, client, plans], packages: 'any' },
  // It starts the real server as a process, by the same helper as the acceptance tests.
  {
    of: 'web/e2e',
    from: ['web/src', 'server/test/support', 'examples', client, contract, rig],
    packages: 'any',
  },
  { of: 'web/*.config.ts', from: [], packages: 'any' },

  // Programs of their own: they speak to a running server, and simulate with the domain.
  { of: 'tools', from: [contract, domain, plans], packages: 'any' },
  // What starting real programs takes, for the tests of every workspace and for the stack.
  {
    of: rig,
    from: ['scripts/lib/requirements.mjs', 'rehearsal/src/seeded-draw.ts'],
    packages: ['node:', 'eventsource-parser'],
  },
  { of: 'tools/rig/hall-watcher.ts', from: [client], packages: [] },
  { of: 'tools/test', from: ['scripts/lib'], packages: 'any' },
  // A crowd before the very stores that serve it.
  {
    of: 'tools/crowd',
    from: [contract, domain, ports, 'server/src/adapters/memory', 'server/src/adapters/redis', rig],
    packages: 'any',
  },
  // A sale of a whole stack, and the check of what came of it.
  {
    of: 'tools/rush',
    from: [contract, plans, rig, 'tools/stack', 'tools/rehearsal', rehearsal, 'scripts/lib/requirements.mjs'],
    packages: 'any',
  },
  // Attacks on the very app, and on a whole stack; what is declared is read off its own description.
  {
    of: 'tools/attacks',
    from: [
      ...[contract, rig, rehearsal, 'tools/stack', 'tools/docs/open-api.ts', 'server/test/support'],
      ...['server/src/ports', 'server/src/adapters/postgres'],
    ],
    packages: 'any',
  },
  // Leaders that are lost during sales.
  {
    of: 'tools/failover',
    from: [contract, rig, 'tools/stack', 'tools/check-history', rehearsal],
    packages: 'any',
  },
  // The server as it is, made mortal.
  {
    of: 'tools/chaos',
    from: [
      ...[contract, ports, rig, rehearsal, 'tools/stack', 'tools/check-history'],
      ...['server/src/domain/change.ts', 'server/src/composition.ts', 'server/src/sharing.ts', config],
      'server/test/support/tcp-proxy.ts',
    ],
    packages: 'any',
  },
  // The same people from the command line, before a set-up that runs or one that is started for it.
  { of: 'tools/rehearsal', from: [contract, plans, rig, 'tools/stack', rehearsal], packages: 'any' },
  // Crowds on paper, who ask as pages and servers really have them ask.
  {
    of: 'tools/scale',
    from: [contract, rig, 'server/src/http/admission/line-status.ts', 'web/src/lib/waiting/poll-plan.ts'],
    packages: 'any',
  },
  // Runs the suites of a copy of this repository as programs, and knows nothing else of it.
  { of: 'tools/planted-bugs', from: [], packages: ['node:', 'vitest'] },
  // A formal model beside the code: the programs that search it know nothing of the server.
  { of: 'tools/model', from: [], packages: ['node:'] },
  // Runs Stryker on the sources as a program, and knows nothing of what is in them.
  { of: 'tools/mutation', from: [], packages: ['node:', 'vitest', 'fast-check'] },
  // What pages cost in a browser.
  {
    of: 'tools/bench/web',
    from: [contract, domain, plans, 'scripts/lib/requirements.mjs', 'web/e2e/support'],
    packages: 'any',
  },
  // All of the server but its routes and its outside, and the client, in simulated time.
  {
    of: 'tools/simulate',
    from: [
      contract,
      client,
      domain,
      ports,
      boxOffice,
      realtime,
      views,
      plans,
      'server/src/adapters/memory',
      'server/test/support',
    ],
    packages: 'any',
  },
  // What integrators write themselves: they have the client, and nothing else of ours.
  { of: 'examples', from: [client, contract], packages: ['node:'] },
  { of: 'tools/demo', from: [contract, 'web/e2e/support'], packages: 'any' },
  // The generated pages describe the app and the reasons as they are.
  { of: 'tools/docs', from: [contract, app, http], packages: 'any' },

  { of: 'gateway/t', from: ['tools/stack', contract, rig], packages: 'any' },
  // What gateway and servers sign alike is compared with the servers' own.
  {
    of: 'gateway/t/proof-of-work.test.ts',
    from: ['gateway/t', 'server/src/http/admission', contract],
    packages: 'any',
  },
  { of: 'gateway/vitest.config.ts', from: [], packages: ['vitest'] },

  // The frame around the workspaces.
  { of: 'scripts', from: [], packages: ['node:'] },
  { of: 'playwright.config.ts', from: ['scripts/lib'], packages: ['node:', '@playwright/test'] },
  { of: 'vitest*.config.ts', from: [], packages: ['node:', 'vitest'] },
  { of: 'eslint.config.js', from: [], packages: 'any' },
];
