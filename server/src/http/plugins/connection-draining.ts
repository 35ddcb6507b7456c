import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/**
 * Lets go of connections when the server closes. Node waits for every connection that is not idle, and takes
 * one that has never said anything for busy; browsers open such connections in advance. Requests on their
 * way get `graceMs`, then the rest is cut.
 */
export function addConnectionDraining(app: FastifyInstance, graceMs: number): void {
  const connections = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  let cut: NodeJS.Timeout | undefined;
  app.addHook('preClose', (done) => {
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
    cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
    cut.unref();
    done();
  });
  app.addHook('onClose', (_instance, done) => {
    clearTimeout(cut);
    done();
  });
}
