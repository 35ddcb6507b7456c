import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { inRanges } from '../network.ts';
import { ProblemError, rawProblem } from '../problem.ts';
import { PlacesByNetwork } from './places-by-network.ts';

export interface ConnectionLimits {
  readonly connectionsMax: number;
  /** Connections beyond the limit that are kept just long enough to be told so. */
  readonly turnedAwayMax: number;
  readonly connectionsPerAddress: number;
  /** Addresses and ranges of gateways: one connection of theirs is many people's. */
  readonly trustedProxies: readonly string[];
}

/** A connection that is one too many and says nothing is not kept longer than this. */
const TURNED_AWAY_PATIENCE_MS = 2_000;

type Verdict = 'full' | 'enough';

/**
 * Keeps one address, and all together, from taking every connection that the process can have. Those beyond
 * the limit are not reset: they are taken, their request is answered in words, and they are closed. Beyond a
 * margin above the limit, where that would take the last files too, the words are sent without listening.
 */
export function addConnectionLimits(app: FastifyInstance, limits: ConnectionLimits): void {
  const isGateway = inRanges(limits.trustedProxies);
  const places = new PlacesByNetwork(limits.connectionsPerAddress);
  const turnedAway = new Map<Socket, Verdict>();
  let admittedCount = 0;

  const turnAway = (socket: Socket, verdict: Verdict): void => {
    if (turnedAway.size >= limits.turnedAwayMax) {
      // Closed in this very moment, since thousands can come in one. What was written mostly still arrives.
      socket.on('error', () => undefined);
      socket.write(rawProblem(verdict === 'full' ? full() : enough(), randomUUID()));
      socket.destroy();
      return;
    }
    turnedAway.set(socket, verdict);
    const patience = setTimeout(() => socket.destroy(), TURNED_AWAY_PATIENCE_MS);
    patience.unref();
    socket.once('close', () => {
      clearTimeout(patience);
      turnedAway.delete(socket);
    });
  };

  app.server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    // Gone before it was looked at.
    if (address === undefined) return;
    if (admittedCount >= limits.connectionsMax) {
      turnAway(socket, 'full');
      return;
    }
    const giveBack = isGateway(address) ? () => undefined : places.take(address);
    if (giveBack === undefined) {
      turnAway(socket, 'enough');
      return;
    }
    admittedCount++;
    socket.once('close', () => {
      admittedCount--;
      giveBack();
    });
  });

  app.addHook('onRequest', (request, reply, done) => {
    const verdict = turnedAway.size === 0 ? undefined : turnedAway.get(request.raw.socket);
    if (verdict === undefined) {
      done();
      return;
    }
    reply.header('connection', 'close');
    done(verdict === 'full' ? full() : enough());
  });
}

function full(): ProblemError {
  return new ProblemError('unavailable', {
    detail: 'This server has as many connections as it can keep. Close streams and poll changes instead.',
    headers: { 'retry-after': '5' },
  });
}

function enough(): ProblemError {
  return new ProblemError('rate_limited', {
    detail:
      'Your address has as many connections here as one may have. Close some; poll changes instead of streams.',
    headers: { 'retry-after': '5' },
  });
}
