import { readFileSync } from 'node:fs';
import { startOneServer } from '../../stack/one-server.ts';
import { startStack } from '../../stack/stack.ts';

export const modes = ['embedded', 'server', 'full'] as const;
export type Mode = (typeof modes)[number];

export interface House {
  readonly url: string;
  readonly adminToken: string;
  readonly serverPids: readonly number[];
  stop(): Promise<void>;
}

/** One machine pretends to be a city, so limits by address would measure nothing but themselves. */
const gatewayEnv = { TRUST_USER_HEADER: 'true', RATE_LIMIT_IP: '1000000r/s', RATE_BURST_IP: '900000' };

/** A server, or two behind the gateway, as `npm start` and the stack start them. */
export async function openHouse(mode: Mode): Promise<House> {
  const serverEnv = { FAILURE_RATE: '0', TRUST_USER_HEADER: 'true', LOG_LEVEL: 'warn' };
  if (mode === 'full') {
    const stack = await startStack({ instances: 2, serverEnv, gatewayEnv });
    const { adminToken } = stack.secrets;
    const serverPids = stack.servers.map(({ pid }) => pid);
    return { url: stack.gatewayUrl, adminToken, serverPids, stop: () => stack.stop() };
  }
  const server = await startOneServer({ hasPostgres: mode === 'server', env: serverEnv });
  const { url, adminToken, program, stop } = server;
  return { url, adminToken, serverPids: [program.pid], stop };
}

export async function putEvent({ url, adminToken }: House, event: string, rows: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/events/${event}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({
      ...{ title: event, venue: 'Bench', starts_at: '2035-01-01T19:00:00Z' },
      hall: { rows, seats_per_row: 500 },
    }),
  });
  if (answer.status !== 201) throw new Error(`no event: ${answer.status} ${await answer.text()}`);
}

/** The most memory that any of the servers has had since it started. */
export function residentPeakMb({ serverPids }: House): number {
  const peaks = serverPids.map((pid) =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  );
  return Math.max(...peaks) / 1024;
}
