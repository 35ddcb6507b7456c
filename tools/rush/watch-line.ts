import { createHash } from 'node:crypto';
import { numberIn } from './person.ts';
import type { Records } from './records.ts';
import type { Answer, Wire } from './wire.ts';

export interface Sample {
  readonly at: number;
  readonly state: string;
  readonly serving: number;
  readonly waiting: number;
  readonly active: number;
}

const EVERY_MS = 500;

/** Asks how the line stands, as everybody may, and holds it to what was promised. */
export class LineWatch {
  readonly samples: Sample[] = [];
  /** How often there was no answer, or one that says that the doors stand still. */
  unanswered = 0;
  private seedHash: string | undefined;
  private seed: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly wire: Wire,
    private readonly event: string,
    private readonly activeMax: number,
    private readonly records: Records,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The line as it is now, with what the shuffle can be checked by. */
  async lastAnswer(): Promise<{ readonly preQueued: number; readonly seed: string }> {
    const answer = await this.wire.ask({ method: 'GET', path: `/fcfs/status?event=${this.event}` });
    return { preQueued: numberIn(answer, 'pre_queued'), seed: String(answer.body['seed']) };
  }

  private async look(): Promise<void> {
    const at = Date.now();
    const answer = await this.wire.ask({ method: 'GET', path: `/fcfs/status?event=${this.event}` });
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
    };
    this.samples.push(sample);
    if (sample.active > this.activeMax) {
      this.records.violated('no more inside than may be', `${sample.active} of ${this.activeMax} were`);
    }
    this.checkSeed(answer);
  }

  private checkSeed({ body }: Answer): void {
    const { seed_hash: seedHash, seed, opens_at: opensAt } = body;
    if (typeof seedHash !== 'string') return;
    this.seedHash ??= seedHash;
    if (seedHash !== this.seedHash) this.records.violated('the shuffle is committed to', 'the hash changed');
    if (typeof seed !== 'string') return;
    if (Date.now() < Date.parse(String(opensAt)) - 50)
      this.records.violated('the shuffle is committed to', 'the seed was told before the opening');
    if (this.seed === seed) return;
    this.seed = seed;
    if (createHash('sha256').update(seed).digest('hex') !== this.seedHash)
      this.records.violated('the shuffle is committed to', 'the seed is another than was committed to');
  }
}
