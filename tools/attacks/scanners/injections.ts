import { join } from 'node:path';
import { scan } from './scan.ts';

interface Spot {
  readonly name: string;
  readonly path: string;
  readonly body?: object;
  readonly isOwners?: true;
}

/** Where texts and numbers of others come before the database. `*` is where sqlmap puts its own. */
const SPOTS: readonly Spot[] = [
  { name: 'an event', path: '/api/v1/events/default*/seats' },
  { name: 'changes', path: '/api/v1/events/default/changes?after=0*' },
  { name: 'a reservation', path: '/api/v1/reservations/default.1*' },
  {
    name: 'a search by code',
    path: '/api/v1/reservations/find',
    body: { code: 'AAAAA-AAAAA*', phone: '010-1234-5678' },
  },
  {
    name: 'a hold',
    path: '/api/v1/events/default/reservations',
    body: { user_name: 'Ann*', phone: '010-1234-5678*', seat_ids: [1] },
  },
  { name: 'a line', path: '/fcfs/join?event=default*&ttl=900*' },
  {
    name: 'a search for people',
    path: '/api/v1/admin/events/default/reservations?q=Ann*&limit=10',
    isOwners: true,
  },
  { name: 'the trail', path: '/api/v1/admin/trail?event=default*&limit=5*', isOwners: true },
  { name: 'a webhook', path: '/api/v1/admin/webhooks/wh_x*/deliveries', isOwners: true },
  { name: 'a person', path: '/api/v1/admin/persons/export', body: { user: 'user:x*' }, isOwners: true },
];

/** Says which spots sqlmap could inject into. */
export async function tryInjections(
  url: string,
  token: string,
  home: string,
  seconds: number,
): Promise<string[]> {
  const findings: string[] = [];
  for (const { name, path, body, isOwners } of SPOTS) {
    const data =
      body === undefined
        ? []
        : ['--data', JSON.stringify(body), '--headers', 'Content-Type: application/json'];
    const { output, code } = await scan(
      'sqlmap',
      [
        ...[
          '-u',
          url + path,
          '--batch',
          '--level=2',
          '--risk=2',
          '--dbms=PostgreSQL',
          '--time-sec=2',
          '--timeout=10',
        ],
        ...[
          '--threads=4',
          '--flush-session',
          '--disable-coloring',
          '--ignore-code=*',
          '--output-dir',
          join(home, 'sqlmap'),
        ],
        // Without asking for a session at every turn.
        ...[
          '--drop-set-cookie',
          ...data,
          ...(isOwners ? ['--auth-type=Bearer', `--auth-cred=${token}`] : []),
        ],
      ],
      { home, timeoutMs: Math.max(20, seconds / SPOTS.length) * 1_000 },
    );
    const isInjected =
      /is vulnerable|identified the following injection point|appears to be .* injectable/i.test(output);
    const [tail] = output
      .trim()
      .split('\n')
      .slice(-4)
      .filter((line) => /CRITICAL|WARNING|INFO|ERROR/.test(line));
    console.log(
      `sqlmap, ${name}: ${isInjected ? 'INJECTED' : 'nothing'}${code === undefined ? ' (its time was over)' : ''}; ${tail ?? ''}`,
    );
    if (isInjected) findings.push(`sqlmap, ${name}: ${output.slice(-600)}`);
  }
  return findings;
}
