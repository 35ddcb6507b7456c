import type { FastifyInstance } from 'fastify';

const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** Where this server can be reached from its own machine; undefined while it does not listen. */
export function ownAddress(app: Pick<FastifyInstance, 'addresses'>): string | undefined {
  const [first] = app.addresses();
  // A socket that is a file has no address.
  if (first === undefined || typeof first === 'string') return undefined;
  const { address, family, port } = first;
  if (EVERYWHERE.has(address)) return `http://127.0.0.1:${String(port)}`;
  return family === 'IPv6' ? `http://[${address}]:${String(port)}` : `http://${address}:${String(port)}`;
}
