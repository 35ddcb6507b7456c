import type { FastifyInstance } from 'fastify';
import { DEFAULT_EVENT } from '../event-office.ts';
import { askedFor } from './importance.ts';
import type { OverloadGate } from './overload-gate.ts';

/** Connects the gate with the app's life, and asks it once more for pages of other origins; see `admits`. */
export function addOverloadGate(app: FastifyInstance, gate: OverloadGate): void {
  app.addHook('preClose', (done) => {
    gate.close();
    done();
  });
  if (!gate.leavesOtherOrigins) return;
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.origin !== undefined) {
      const { importance, event } = askedFor(request.method, request.url, DEFAULT_EVENT);
      gate.refuseLate(importance, event);
    }
    done();
  });
}
