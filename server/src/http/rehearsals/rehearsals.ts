import type { RehearsalInput, RehearsalProgress } from '@jari/contract';
import type { FastifyBaseLogger } from 'fastify';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RehearsalRecord, RehearsalStore } from '../../ports/rehearsal-store.ts';
import { REHEARSAL_ID_PREFIX } from '../events/read-event.ts';
import { Player, type PlayedRehearsal } from './player.ts';
import { RehearsalKeys } from './rehearsal-keys.ts';

const compress = promisify(gzip);

const USUAL = { lastsMs: 600_000, seed: 1, pace: 1, language: 'ko' } as const;
/** One of so many people watches the hall live, within bounds. */
const PEOPLE_PER_STREAM = 20;
const STREAMS_MAX = 200;

export interface RehearsalWish {
  readonly eventId: string;
  readonly startedBy: string;
  readonly input: RehearsalInput;
  /** Where this server can be reached from its own machine. */
  readonly url: string;
}

interface Parts {
  readonly store: RehearsalStore;
  /** Where the player's program lies. */
  readonly program: string;
  readonly wallNow: () => number;
  readonly logger: FastifyBaseLogger;
}

/** The rehearsals that this server plays: one at a time, each in a process of its own. */
export class Rehearsals {
  readonly keys = new RehearsalKeys();
  private running: { readonly id: string; readonly player: Player } | undefined;
  /** Resolves when what came of the last one is written down. */
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  get store(): RehearsalStore {
    return this.parts.store;
  }

  /** Whether there is something to play with: a server that runs from its sources may not have been built. */
  get isInstalled(): boolean {
    return existsSync(this.parts.program);
  }

  /** The rehearsal, or `busy` when one runs, here or elsewhere. */
  async start({ eventId, startedBy, input, url }: RehearsalWish): Promise<RehearsalRecord | 'busy'> {
    const at = this.now();
    const stamp = new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');
    const id = `${REHEARSAL_ID_PREFIX}${stamp}-${randomBytes(3).toString('hex')}`;
    const begun = await this.store.begin({
      rehearsalId: id,
      ofEvent: eventId,
      startedBy,
      at,
      options: input,
    });
    if (begun === 'busy') return 'busy';
    const { token, takeBack } = this.keys.give({ eventId: id, name: startedBy });
    const streams = Math.min(STREAMS_MAX, Math.max(1, Math.ceil(input.people / PEOPLE_PER_STREAM)));
    const player = new Player(
      this.parts.program,
      {
        ...{ url, token, streams, eventId: id, stage: { copyOf: eventId } },
        ...{ people: input.people, openInMs: input.open_in_ms, lastsMs: input.lasts_ms ?? USUAL.lastsMs },
        ...{ seed: input.seed ?? USUAL.seed, pace: input.pace ?? USUAL.pace },
        language: input.language ?? USUAL.language,
      },
      (progress) => void this.note(id, progress),
    );
    this.running = { id, player };
    this.ended = player.played.then((played) => {
      takeBack();
      this.running = undefined;
      return this.end(id, played);
    });
    return {
      ...{ rehearsalId: id, ofEvent: eventId, startedBy, options: input, startedAt: at, endedAt: null },
      ...{ isStopAsked: false, progress: null, outcome: null, failure: null },
    };
  }

  /** Asks a rehearsal to end early, wherever it is played. False when there is no such one that runs. */
  async stop(id: string, eventId: string): Promise<boolean> {
    const isAsked = await this.store.askToStop(id, eventId);
    if (isAsked && this.running?.id === id) this.running.player.stop();
    return isAsked;
  }

  /** The server closes: nobody would be left to play before. */
  close(): Promise<void> {
    this.running?.player.kill();
    return this.ended;
  }

  private async note(id: string, progress: RehearsalProgress): Promise<void> {
    try {
      const wanted = await this.store.note(id, this.now(), progress);
      if (this.running?.id !== id) return;
      if (wanted === 'stop') this.running.player.stop();
      if (wanted === 'given up') this.running.player.kill();
    } catch (err) {
      this.parts.logger.warn({ err, rehearsal: id }, 'how a rehearsal stands could not be written down');
    }
  }

  private async end(id: string, played: PlayedRehearsal): Promise<void> {
    try {
      const how =
        'failure' in played
          ? played
          : { outcome: played.outcome, report: await compress(Buffer.from(played.report)) };
      await this.store.end(id, this.now(), how);
    } catch (err) {
      this.parts.logger.warn({ err, rehearsal: id }, 'what came of a rehearsal could not be written down');
    }
  }

  private now(): number {
    return Math.floor(this.parts.wallNow());
  }
}
