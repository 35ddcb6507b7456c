import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../rig/free-port.ts';
import { requireProgram } from '../../rig/programs.ts';
import { Program } from '../../stack/program.ts';
import { answers } from '../../stack/server.ts';
import { StackFolder } from '../../stack/stack-folder.ts';
import { startStack } from '../../stack/stack.ts';
import { load } from '../load/load.ts';
import { fromAnywhere } from '../load/request.ts';

/**
 * How many ask how a line stands through the gateway, beside a plain nginx that gives out a file of the same size.
 * Needs nginx with Lua, PostgreSQL, Redis, wrk, and a build.
 *
 *     node --conditions=jari-source --import tsx tools/bench/gateway/line-status-main.ts
 */
const ROUNDS = 7;
const OPTIONS = { seconds: 4, connections: 64, requestsMax: 10_000_000, cookiesFile: '-' };
const EVENT = 'rush';

const folder = new StackFolder();
const stack = await startStack({ instances: 1 });
try {
  await putEvent();
  const url = stack.gatewayUrl;
  const path = `/fcfs/status?event=${EVENT}`;
  const text = await (await fetch(`${url}${path}`)).text();
  const plain = await startPlain(text);
  const rate = async (base: string, at: string): Promise<number> => {
    const result = await load(folder, base, { method: 'GET', path: at, headers: fromAnywhere }, OPTIONS);
    if (result === 'all sent' || result.refused + result.unanswered > 0)
      throw new Error('not all were answered');
    return result.requests / result.seconds;
  };
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await rate(url, path);
    const file = await rate(plain.url, '/status.json');
    ratios.push(ours / file);
    console.log(
      `${Math.round(ours)}/s of the line, ${Math.round(file)}/s of the file: ${(ours / file).toFixed(2)}`,
    );
  }
  ratios.sort((a, b) => a - b);
  const [lowest, median, highest] = [ratios[0], ratios[ROUNDS >> 1], ratios.at(-1)].map((r) => r?.toFixed(2));
  console.log(`${text.length} bytes; gateway ÷ file: ${median} (${lowest}–${highest})`);
  await plain.program.stop();
} finally {
  await stack.stop();
  await folder.remove();
}

async function putEvent(): Promise<void> {
  const answer = await fetch(`${stack.gatewayUrl}/api/v1/events/${EVENT}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${stack.secrets.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{
        title: 'Rush',
        venue: 'Hall',
        starts_at: '2099-01-01T19:00:00Z',
        hall: { rows: 3, seats_per_row: 3 },
      },
      waiting_room: {
        ...{ admitted_per_minute: 600, active_max: 100, turn_ttl_seconds: 600 },
        ...{ pre_queue_minutes: 0, order: 'shuffle' },
      },
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** As many workers as the gateway, and an access log like its. */
async function startPlain(text: string): Promise<{ readonly url: string; readonly program: Program }> {
  const port = await freePort();
  const home = folder.folder('plain');
  mkdirSync(join(home, 'files'));
  writeFileSync(join(home, 'files', 'status.json'), text);
  writeFileSync(
    join(home, 'nginx.conf'),
    `daemon off; pid nginx.pid; worker_processes 2; error_log stderr warn;
events { worker_connections 1024; }
http { access_log access.log; sendfile on; tcp_nopush on; types { application/json json; }
  server { listen 127.0.0.1:${port}; root files; } }\n`,
  );
  const url = `http://127.0.0.1:${port}`;
  const program = new Program(folder, {
    name: 'plain nginx',
    file: requireProgram('nginx'),
    args: ['-p', home, '-c', 'nginx.conf'],
    cwd: home,
    endsBy: 'TERM',
    isReady: () => answers(`${url}/status.json`),
  });
  await program.start();
  return { url, program };
}
