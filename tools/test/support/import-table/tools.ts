import {
  contract,
  client,
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

/** Programs of their own, which try, measure and prove what there is. */
export const toolRows: readonly Row[] = [
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
  { of: 'tools/demo', from: [contract, 'web/e2e/support'], packages: 'any' },
  // The generated pages describe the app and the reasons as they are.
  { of: 'tools/docs', from: [contract, app, http], packages: 'any' },

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
];
