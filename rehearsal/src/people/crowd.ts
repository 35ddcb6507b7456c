import type { History } from '../history/history.ts';
import type { PersonScript } from '../script.ts';
import { wiresFor } from '../wire/addresses.ts';
import { Person, type Crowd } from './person.ts';

export interface SentCrowd {
  /** Resolves when all who came to buy are through: those who snoop go on until the sale is over. */
  readonly through: Promise<unknown>;
  /** Resolves when everybody is through or has gone home. */
  readonly gone: Promise<unknown>;
}

/** Sends everybody on their way. */
export function sendCrowd(
  url: string,
  people: readonly PersonScript[],
  crowd: Crowd,
  history: History | undefined,
): SentCrowd {
  const wires = wiresFor(url, people.length, history);
  const lives = people.map((script, i) => {
    const wire = wires[i % wires.length];
    if (wire === undefined) throw new Error('nobody has an address');
    return new Person(i, script, wire, crowd).live();
  });
  const gone = Promise.all(lives).then(() => {
    for (const wire of wires) wire.close();
  });
  const buyers = lives.filter((_, i) => people[i]?.habit.quirk !== 'snoops');
  return { through: Promise.all(buyers), gone };
}
