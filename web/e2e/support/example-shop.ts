import { setUp } from '../../../examples/shop/set-up.ts';
import { createShop } from '../../../examples/shop/shop.ts';
import { freePort } from '../../../tools/rig/free-port.ts';
import { ADMIN_TOKEN, type Theatre } from './theatre.ts';

/** The example's shop at an address of its own: to a browser another site than the house. */
export async function openShop(openTheatre: (env: Readonly<Record<string, string>>) => Promise<Theatre>) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const theatre = await openTheatre({ CORS_ORIGINS: url, WEBHOOKS_TO_PRIVATE: 'true' });
  const given = await setUp({ jari: theatre.url, adminToken: ADMIN_TOKEN, shop: url });
  const { server, orders } = createShop({ jari: theatre.url, ...given });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, theatre, orders, apiKey: given.apiKey, close };
}
