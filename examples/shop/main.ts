import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setUp } from './set-up.ts';
import { createShop } from './shop.ts';

// `npm run shop`: a Jari of its own, and a shop at another address that sells its seats. Ctrl-C ends both and leaves
// nothing behind.

const JARI_PORT = 5_810;
const SHOP_PORT = 5_910;
const START_TRIES = 300;
// Another name than Jari's, so that to the browser it is another site, whose cookies it keeps back.
const jari = `http://127.0.0.1:${JARI_PORT}`;
const shop = `http://localhost:${SHOP_PORT}`;
const adminToken = randomBytes(18).toString('base64url');
const dataDir = mkdtempSync(join(tmpdir(), 'jari-shop-'));

const house = spawn(
  process.execPath,
  [fileURLToPath(new URL('../../server/dist/main.js', import.meta.url))],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(JARI_PORT),
      DATA_DIR: dataDir,
      ADMIN_TOKEN: adminToken,
      CORS_ORIGINS: shop,
      WEBHOOKS_TO_PRIVATE: 'true',
      LOG_LEVEL: 'warn',
    },
  },
);
process.once('SIGINT', () => house.kill()).once('SIGTERM', () => house.kill());

for (let tries = 0; tries < START_TRIES && house.exitCode === null; tries++) {
  const isThere = await fetch(`${jari}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) break;
  await delay(100);
}
const { server } = createShop({ jari, ...(await setUp({ jari, adminToken, shop })) });
server.listen(SHOP_PORT, 'localhost', () => console.log(`The shop: ${shop}\nThe house: ${jari}`));

await once(house, 'exit');
server.close();
server.closeAllConnections();
rmSync(dataDir, { recursive: true, force: true });
