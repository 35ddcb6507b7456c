import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { cannotRun, gatewaySecret, sessionSecret } from './support/gateway.ts';

const script = fileURLToPath(new URL('../start.sh', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'jari-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts with settings that are wrong, so that it ends by itself. */
function start(env: Readonly<Record<string, string>>) {
  const { status, stderr } = spawnSync(script, [], {
    encoding: 'utf8',
    timeout: 10_000,
    env: {
      PATH: process.env['PATH'] ?? '',
      SESSION_SECRET: sessionSecret,
      GATEWAY_SECRET: gatewaySecret,
      GATEWAY_RUN_DIR: join(folder, 'run'),
      GATEWAY_PORT: '1',
      ...env,
    },
  });
  return { status, lines: stderr.trimEnd().split('\n') };
}

describe.skipIf(cannotRun)('a wrong setting stops the start with one line that names it', () => {
  test.each([
    ['GATEWAY_PORT', '80a'],
    ['UPSTREAMS', 'server-1:5800;server-2'],
    ['FCFS_USER_HEADER', 'X User'],
    ['TRUST_USER_HEADER', 'yes'],
    ['FCFS_IP_CHECK', 'maybe'],
    ['ADMISSION_FAIL', 'ajar'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['RATE_LIMIT_USER', '10'],
    ['RATE_BURST_IP', '0'],
    ['METRICS_ALLOW', 'all'],
    ['GATEWAY_RUN_DIR', 'relative'],
    ['SESSION_SECRET', 'short'],
    ['GATEWAY_SECRET', ''],
    ['SESSION_SECRET', 'long-enough-to-be-one,short'],
    ['GATEWAY_SECRET', 'long-enough-to-be-one,'],
    ['STREAMS_PER_ADDRESS', '0'],
    ['CONNECTIONS_PER_ADDRESS', 'many'],
    ['TLS_CERTIFICATE', '/nonexistent'],
    ['JOIN_SCRIPT', '/nonexistent'],
  ])('%s=%s', (name, value) => {
    const { status, lines } = start({ [name]: value });
    expect(status).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(name);
  });

  test('and the line of a secret does not show it', () => {
    expect(start({ SESSION_SECRET: 'my-secret' }).lines.join()).not.toContain('my-secret');
  });

  test('a value cannot bring a directive of its own', () => {
    const smuggled = start({ FCFS_USER_HEADER: 'X-User-Id "";\nreturn 200 "owned";#' });
    expect(smuggled.status).toBe(1);
    expect(smuggled.lines[0]).toContain('one line');
  });

  test('what Lua finds wrong stops it too', () => {
    const { status, lines } = start({ REDIS_URL: 'http://example' });
    expect(status).not.toBe(0);
    expect(lines.join('\n')).toContain('REDIS_URL must look like');
  });
});
