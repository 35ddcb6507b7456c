import { startOneServer } from '../stack/one-server.ts';
import { startStack } from '../stack/stack.ts';
import type { Options } from './options.ts';

/** Where the rehearsal is played. */
export interface SetUp {
  readonly url: string;
  readonly token: string;
  readonly name: string;
  /** Ends what was started for it, and removes what it kept. */
  stop(): Promise<void>;
}

/** The set-up that runs already, or one that is started for the rehearsal. */
export function openSetUp({ url, token, isStack }: Options, log: (line: string) => void): Promise<SetUp> {
  if (url !== undefined && token !== undefined) {
    return Promise.resolve({ url, token, name: url, stop: () => Promise.resolve() });
  }
  return isStack ? openStack(log) : openEmbedded(log);
}

async function openStack(log: (line: string) => void): Promise<SetUp> {
  const stack = await startStack({
    log,
    // One machine pretends to be a city: the gateway believes the names that the crowd goes by.
    gatewayEnv: { TRUST_USER_HEADER: 'true' },
  });
  const name = 'two servers behind the gateway';
  return { url: stack.gatewayUrl, token: stack.secrets.adminToken, name, stop: () => stack.stop() };
}

async function openEmbedded(log: (line: string) => void): Promise<SetUp> {
  log('Starting an embedded server …');
  const { url, adminToken, stop } = await startOneServer();
  return { url, token: adminToken, name: 'an embedded server', stop };
}
