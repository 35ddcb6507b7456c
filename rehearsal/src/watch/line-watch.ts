import { createHash } from 'node:crypto';
import { numberIn } from '../people/person.ts';
import type { Records } from '../records/records.ts';
import type { Answer } from '../wire/messages.ts';
import type { Wire } from '../wire/wire.ts';

export interface LineSample {
  readonly at: number;
  readonly state: string;
  readonly serving: number;
  readonly waiting: number;
  readonly active: number;
  readonly seatsLeft: number;
}

/** What the shuffle can be checked by. */
export interface Shuffle {
  readonly preQueued: number;
  readonly seed: string;
}

const EVERY_MS = 500;
/** Two clocks that are compared. */
const CLOCKS_MS = 50;

/** Asks how the line stands, as everybody may, and holds it to what was promised. */
export class LineWatch {
  readonly samples: LineSample[] = [];
  /** How often there was no answer. */
  unanswered = 0;
  private seedHash: string | undefined;
  private seed: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly path: string;

  /** @param activeMax how many may be inside; undefined where there is no waiting room */
  constructor(
    private readonly wire: Wire,
    eventId: string,
    private readonly activeMax: number | undefined,
    private readonly records: Records,
  ) {
    this.path = `/fcfs/status?event=${eventId}`;
  }

  start(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The line as it is now, with what the shuffle can be checked by; undefined where nobody is shuffled. */
  async shuffle(): Promise<Shuffle | undefined> {
    if (this.activeMax === undefined) return undefined;
    const answer = await this.wire.ask({ method: 'GET', path: this.path });
    const { seed } = answer.body;
    return typeof seed === 'string' ? { preQueued: numberIn(answer, 'pre_queued'), seed } : undefined;
  }

  private async look(): Promise<void> {
    const at = Date.now();
    const answer = await this.wire.ask({ method: 'GET', path: this.path });
    if (answer.status !== 200) {
      this.unanswered++;
      return;
    }
    const sample = {
      at,
      state: String(answer.body['state']),
      serving: numberIn(answer, 'serving_number'),
      waiting: numberIn(answer, 'waiting'),
      active: numberIn(answer, 'active'),
      seatsLeft: numberIn(answer, 'seats_left'),
    };
    this.samples.push(sample);
    if (this.activeMax !== undefined && sample.active > this.activeMax) {
      const what = `${String(sample.active)} of ${String(this.activeMax)} were inside`;
      this.records.violated('first-come', 'no more inside than may be', what);
    }
    this.checkSeed(answer);
  }

  private checkSeed({ body }: Answer): void {
    const { seed_hash: seedHash, seed, opens_at: opensAt, server_time: serverTime } = body;
    if (typeof seedHash !== 'string') return;
    this.seedHash ??= seedHash;
    const rule = 'the shuffle is committed to';
    if (seedHash !== this.seedHash) this.records.violated('first-come', rule, 'the hash changed');
    if (typeof seed !== 'string') return;
    if (Date.parse(String(serverTime)) < Date.parse(String(opensAt)) - CLOCKS_MS)
      this.records.violated('first-come', rule, 'the seed was told before the opening');
    if (this.seed === seed) return;
    this.seed = seed;
    if (createHash('sha256').update(seed).digest('hex') !== this.seedHash)
      this.records.violated('first-come', rule, 'the seed is another than was committed to');
  }
}
