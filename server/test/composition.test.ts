import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { compose } from '../src/composition.ts';
import { readConfig } from '../src/config.ts';
import type { Around } from '../src/sharing.ts';

/** A ledger that begins to append only when it is told to. */
function holdAppends() {
  let isAsked = false;
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const around: Around = (what, store) => {
    if (what !== 'ledger') return store;
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]): Promise<unknown> => {
          if (name === 'append') {
            isAsked = true;
            await gate;
          }
          return Reflect.apply(value, target, args);
        };
      },
    });
  };
  return { around, letGo, isAsked: () => isAsked };
}

it('a server that closes still has its ledger for what it has accepted', { timeout: 60_000 }, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'jari-closing-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const held = holdAppends();
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', FAILURE_RATE: '0', LOG_LEVEL: 'silent' });
  const server = await compose(config, () => undefined, { around: held.around });
  const url = await server.listen();
  const accepted = fetch(`${url}/api/v1/events/default/hold`, {
    method: 'PUT',
    headers: { 'x-user-id': 'ann', 'content-type': 'application/json' },
    body: JSON.stringify({ seat_ids: [1] }),
  });
  await expect.poll(held.isAsked, { timeout: 10_000 }).toBe(true);
  const closing = server.close();
  const isTaking = () =>
    fetch(`${url}/health`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    );
  await expect.poll(isTaking, { timeout: 10_000 }).toBe(false);
  held.letGo();
  expect((await accepted).status).toBe(200);
  await closing;
});
