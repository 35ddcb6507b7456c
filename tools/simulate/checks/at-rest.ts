import { follows } from '../../../server/src/domain/log-chain.ts';
import { auditLine } from '../../../server/test/support/audit/line-auditor.ts';
import type { Buyers } from '../people/buyers.ts';
import { EVENT_ID } from '../server/database.ts';
import type { World } from '../world.ts';
import { lettersOf } from './replicas.ts';

/** Everything that must be so when all is at rest. */
export async function checkAtRest(world: World, buyers: Buyers): Promise<void> {
  const { books, database, findings, auditRules, instances } = world;
  auditLine(books.log, auditRules, findings);
  const { logKey } = database.memory.store;
  books.log.slice(1).forEach(({ change }, i) => {
    const before = books.log[i]?.change.hash ?? '';
    if (!follows(before, change, logKey)) findings.add('chain', `change ${change.sequence} does not follow`);
  });
  const snapshot = await database.memory.load(EVENT_ID);
  if (snapshot === undefined) throw new Error('the event is gone');
  const line = JSON.stringify(snapshot.line);
  for (const { index, office } of instances) {
    if (office === undefined) continue;
    const { seatMap } = office;
    const name = `instance ${index + 1}`;
    if (seatMap.stateText() !== snapshot.states) findings.add('replica', `${name} has other states`);
    if (JSON.stringify([...seatMap.line.all()]) !== line) findings.add('replica', `${name} has another line`);
    for (const { userId, hold, reservations } of snapshot.places) {
      const place = seatMap.place(userId);
      if (JSON.stringify([hold, reservations]) !== JSON.stringify([place?.hold, place?.reservations ?? []]))
        findings.add('replica', `${name} knows ${userId} otherwise`);
    }
  }
  for (const { name, states } of world.watchers) {
    if (lettersOf(states) !== snapshot.states) findings.add('watcher', `${name} shows another hall`);
  }
  checkPromises(world, buyers);
}

/** Nothing that was answered is lost, and what was answered twice was the same. */
function checkPromises({ books, answers, findings }: World, buyers: Buyers): void {
  for (const { what, sequence, hash, restores } of answers.promised) {
    if (restores === books.restores && books.log[sequence - 1]?.change.hash !== hash)
      findings.add('lost', `${what}, change ${sequence}, was acknowledged and is gone`);
  }
  if (books.restores > 0) return;
  const made = new Set<number>();
  for (const [keyPrint, { answers: told }] of buyers.reserved) {
    const different = new Set(told.map(({ code, sequence }) => `${code} ${sequence}`));
    if (different.size > 1) findings.add('retry', `key ${keyPrint} was told ${[...different].join(' and ')}`);
    const sequence = told[0]?.sequence ?? 0;
    if (made.has(sequence)) findings.add('retry', `two keys made reservation ${sequence}`);
    made.add(sequence);
  }
}
