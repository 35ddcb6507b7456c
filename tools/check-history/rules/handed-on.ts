import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { Hall } from '../model/hall.ts';
import type { History, Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { People } from '../model/people.ts';
import { sameSeats } from '../model/sets.ts';
import { targetOf } from './effects.ts';

interface Evidence {
  readonly history: History;
  readonly hall: Hall;
  readonly moments: Moments;
  readonly people: People;
  readonly findings: Findings;
}

/** A ticket goes whole and at once, from who offered it to who took it, and by nothing else. */
export function checkHandedOn({ history, hall, moments, people, findings }: Evidence): void {
  const { afterSequence } = history.header;
  const given: Told[] = [];
  const taken: (Told & { readonly mark: string | undefined })[] = [];
  const markOf = (user: string) => people.placeOf(user)?.mark;
  for (const user of history.users) {
    for (const operation of history.of(user)) {
      if (operation.op === 'give') given.push(operation);
      if (operation.op === 'take') taken.push({ ...operation, mark: markOf(user) });
    }
  }
  const used = new Set<string | number>();
  const isBefore = ({ outcome, startUs }: Told, { sequence }: Change) =>
    outcome !== 'refused' && startUs <= moments.latestUs(sequence);
  for (const change of hall.log.changes) {
    const { sequence, actor, cause, mark, seats } = change;
    if (actor !== 'recipient' || sequence <= afterSequence) continue;
    findings.check('handedOn');
    const next = hall.change(sequence + 1);
    if (cause === 'cancelled') {
      if (next?.actor !== 'recipient' || next.cause !== 'reserved' || !sameSeats(next.seats, seats))
        findings.broken('handedOn', 'a ticket was taken from somebody and given to nobody', [change, next]);
      continue;
    }
    const before = hall.change(sequence - 1);
    if (before?.actor !== 'recipient' || before.cause !== 'cancelled' || !sameSeats(before.seats, seats)) {
      findings.broken('handedOn', 'a ticket was taken from nobody', [before, change]);
      continue;
    }
    const taker = taken.find(
      (each) =>
        each.mark === mark &&
        targetOf(each.asked.reservation) === before.ends &&
        isBefore(each, change) &&
        each.endUs >= moments.earliestUs(sequence) &&
        !used.has(each.key ?? each.n),
    );
    if (taker === undefined) findings.broken('handedOn', 'nobody asked for this ticket', [before, change]);
    else used.add(taker.key ?? taker.n);
    const giver = given.find(
      (each) =>
        targetOf(each.asked.reservation) === before.ends &&
        isBefore(each, change) &&
        [undefined, before.mark].includes(markOf(each.user)),
    );
    if (giver === undefined)
      findings.broken('handedOn', 'its owner did not give it away', [before, change, taker]);
  }
}
