import { stateNames, type StateBytes } from '../../../client/src/state-bytes.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';
import type { Watcher } from '../people/watcher.ts';
import type { Instance } from '../server/instance.ts';
import type { Books } from './books.ts';

/**
 * Whether everybody's picture of the hall is what the ledger's log leads to, at the place at which they say they are.
 * Nobody is ahead of the ledger.
 */
export class Replicas {
  private readonly seenHeads = new Map<Instance, string>();
  private readonly seenPlaces = new Map<Watcher, string>();

  constructor(
    private readonly books: Books,
    private readonly findings: Findings,
  ) {}

  /** Looks at those that have moved. */
  look(instances: readonly Instance[], watchers: readonly Watcher[]): void {
    for (const instance of instances) {
      const map = instance.office?.seatMap;
      if (map === undefined || this.seenHeads.get(instance) === map.head) continue;
      this.seenHeads.set(instance, map.head);
      const states = this.books.statesAt(map.head);
      const name = `instance ${instance.index + 1} at ${map.sequence}`;
      if (states === undefined) this.findings.add('ahead', `${name} has a history that the ledger never had`);
      else if (states !== map.stateText())
        this.findings.add('replica', `${name} has ${map.stateText()} instead of ${states}`);
      else {
        const free = states.split('a').length - 1;
        if (map.availableCount !== free)
          this.findings.add('replica', `${name} counts ${map.availableCount} free seats of ${free}`);
      }
    }
    for (const watcher of watchers) {
      const { log } = watcher.sync;
      const place = log.position ?? `${log.sequence}`;
      if (log.sequence === undefined || this.seenPlaces.get(watcher) === place) continue;
      this.seenPlaces.set(watcher, place);
      // Of a change in the middle of a list only the number is known.
      if (log.position === undefined) continue;
      const states = this.books.statesAtPosition(log.position);
      const shown = lettersOf(watcher.states);
      if (states !== shown)
        this.findings.add('watcher', `${watcher.name} at ${place} shows ${shown} instead of ${states}`);
    }
  }
}

/** One letter a seat, as the ledger writes them. */
export function lettersOf({ codes }: StateBytes): string {
  let text = '';
  for (const code of codes) text += stateNames[code]?.charAt(0) ?? '?';
  return text;
}
