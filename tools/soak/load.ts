import { setTimeout as delay } from 'node:timers/promises';
import { live, type Place } from './life.ts';

const ALL_STEPS = [16, 32, 64, 128];
/** Where the rate is given, only how many requests a life has is looked for. */
const ONE_STEP = [16];
const STEP_MS = 15_000;
const WARM_UP_MS = 4_000;
/** Beyond so many at a time, those who come find no room, and it is told: the load is then no longer what it should be. */
const PEOPLE_MAX = 20_000;

export interface Capacity {
  readonly requestsPerS: number;
  readonly requestsPerLife: number;
}

/** People who do everything at once and without thinking, first some and then more; the most that was answered. */
export async function findCapacity(
  place: Place,
  isRateGiven: boolean,
  say: (line: string) => void,
): Promise<Capacity> {
  place.thinkShare = 0;
  let number = 1_000_000_000;
  let target = 0;
  let lives = 0;
  let requests = 0;
  const person = async (which: number): Promise<void> => {
    while (which < target) {
      await live(place, number++);
      lives++;
    }
  };
  let best = 0;
  const running: Promise<void>[] = [];
  for (const people of isRateGiven ? ONE_STEP : ALL_STEPS) {
    target = people;
    while (running.length < people) running.push(person(running.length));
    await delay(WARM_UP_MS);
    place.tally.take();
    lives = 0;
    const startedAt = performance.now();
    await delay(STEP_MS - WARM_UP_MS);
    const { requests: answered } = place.tally.take();
    const perSecond = answered / ((performance.now() - startedAt) / 1_000);
    say(`${people} people at a time: ${Math.round(perSecond)} requests a second`);
    if (perSecond > best) {
      best = perSecond;
      requests = answered / lives;
    }
  }
  target = 0;
  await Promise.all(running);
  place.thinkShare = 1;
  return { requestsPerS: best, requestsPerLife: requests };
}

/** People who come by chance, so many a second, however long the others take: nobody waits with coming until it is quiet. */
export class Arrivals {
  private number = 0;
  private isOver = false;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly place: Place,
    private readonly livesPerS: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  get people(): number {
    return this.running.size;
  }

  async run(seconds: number): Promise<void> {
    const startedAt = performance.now();
    let at = 0;
    while (!this.isOver && at < seconds) {
      at -= Math.log(1 - this.place.random()) / this.livesPerS;
      const ahead = at * 1_000 - (performance.now() - startedAt);
      if (ahead > 1) await delay(ahead);
      this.arrive();
    }
  }

  /** Nobody else comes; resolves when everybody has left. */
  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  private arrive(): void {
    if (this.running.size >= PEOPLE_MAX) {
      this.place.tally.count('no room');
      return;
    }
    const life = live(this.place, this.number++)
      .catch(this.onError)
      .finally(() => this.running.delete(life));
    this.running.add(life);
  }
}
