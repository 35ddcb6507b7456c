import { SaleClock } from './clock.ts';
import { Person, type Crowd, type Nature } from './person.ts';
import { Records } from './records.ts';
import { Wire } from './wire.ts';

export interface CrowdOptions {
  readonly url: string;
  readonly event: string;
  readonly people: number;
  readonly gathersAt: number;
  readonly opensAt: number;
  /** 0…1, seeded. */
  readonly random: () => number;
}

/** People who share an address: a family, an office, a hall of residence. */
const PEOPLE_PER_ADDRESS = 40;
/** Of those who come, how many come before the sale opens. */
const EARLY_SHARE = 0.85;
const LATE_FOR_MS = 60_000;

export interface RunningCrowd extends Pick<Crowd, 'records' | 'clock'> {
  /** Resolves when everybody is through or has gone home. */
  readonly gone: Promise<void>;
}

/** Sends everybody on their way. What each is like follows from the seed. */
export function sendCrowd({ url, event, people, gathersAt, opensAt, random }: CrowdOptions): RunningCrowd {
  const records = new Records();
  const clock = new SaleClock(opensAt);
  const crowd: Crowd = { event, records, clock, random, seenPasses: [] };
  const wires = Array.from({ length: Math.ceil(people / PEOPLE_PER_ADDRESS) }, (_, i) => {
    return new Wire(url, `127.1.${Math.floor(i / 250)}.${(i % 250) + 1}`);
  });
  const lives = Array.from({ length: people }, (_, i) => {
    const wire = wires[i % wires.length];
    if (wire === undefined) throw new Error('nobody has an address');
    return new Person(`p${String(i + 1)}`, drawNature(random, gathersAt, opensAt), wire, crowd).live();
  });
  const gone = Promise.all(lives).then(() => {
    for (const wire of wires) wire.close();
  });
  return { records, clock, gone };
}

function drawNature(random: () => number, gathersAt: number, opensAt: number): Nature {
  const isEarly = random() < EARLY_SHARE;
  const from = isEarly ? gathersAt : opensAt;
  const until = isEarly ? opensAt : opensAt + LATE_FOR_MS;
  const roll = random();
  return {
    comesAt: from + (until - from) * random(),
    wantsSeats: 1 + Math.floor(4 * random()),
    isEasy: random() < 0.6,
    habit: roll < 0.01 ? 'cheats' : roll < 0.06 ? 'leaves the line' : roll < 0.12 ? 'walks away' : 'buys',
    opensSecondTab: random() < 0.1,
  };
}
