import type { AddressInfo } from 'node:net';
import { createTestApp, type TestApp, type TestAppOptions } from './app.ts';

/** The test application on a real port of this machine. */
export async function startTestApp(
  options: TestAppOptions = {},
): Promise<TestApp & { readonly url: string }> {
  const server = await createTestApp(options);
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  // A server that listens on a port has an address of this kind.
  const { port } = server.app.server.address() as AddressInfo;
  return { ...server, url: `http://127.0.0.1:${port}` };
}
