import { contract, client, plans, rig, rehearsal } from './places.ts';
import type { Row } from './row.ts';

/** What knows a server by its contract: clients, the web app, integrators’ programs, scripted people. */
export const outsideRows: readonly Row[] = [
  { of: contract, from: [], packages: ['typebox'] },
  { of: 'contract/test', from: [contract], packages: 'any' },

  // What speaks to a server from outside: integrators' programs, the embedded hall, and the web app itself.
  { of: client, from: [contract], packages: [] },
  { of: 'client/test', from: [client, contract], packages: 'any' },
  // What integrators write themselves: they have the client, and nothing else of ours.
  { of: 'examples', from: [client, contract], packages: ['node:'] },

  // Scripted people and the check of what came of them: a program beside the server, known to it by its file alone.
  { of: rehearsal, from: [contract], packages: ['node:'] },
  { of: 'rehearsal/test', from: [rehearsal, contract], packages: 'any' },

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
  { of: 'web/test/editor', from: ['web/src', 'web/test/support', contract, client, plans], packages: 'any' },
  // It starts the real server as a process, by the same helper as the acceptance tests.
  {
    of: 'web/e2e',
    from: ['web/src', 'server/test/support', 'examples', client, contract, rig],
    packages: 'any',
  },
  { of: 'web/*.config.ts', from: [], packages: 'any' },
];
