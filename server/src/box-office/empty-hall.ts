import type { OrganiserName } from '../domain/command.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { BoxOffice } from './box-office.ts';
import { usersInLine } from './tend-line.ts';
import { USERS_PER_COMMAND } from './users-per-command.ts';

/** How often a hall that is being sold is emptied again before we leave it at that. */
const PASSES_MAX = 5;

/**
 * Sends everybody out of the line, and ends every hold and reservation, also those that come in while it works.
 * Resolves with the number of changes, or with a refusal, after which the hall may be half empty: repeating it is
 * harmless.
 */
export async function emptyHall(office: BoxOffice, by: OrganiserName): Promise<number | Refusal> {
  let changes = 0;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    // First, or what is taken from one would be offered to the next.
    for (const waiting of usersInLine(office.seatMap.line.all())) {
      const outcome = await office.submit({ kind: 'disperse', by, userIds: waiting });
      if (isRefusal(outcome)) return outcome;
      changes += outcome.changeCount;
    }
    const userIds: string[] = [];
    for (const { userId, hold, reservations } of office.seatMap.allPlaces()) {
      if (hold !== undefined || reservations.length > 0) userIds.push(userId);
    }
    if (pass > 0 && userIds.length === 0 && office.seatMap.line.size === 0) break;
    // At least one command, so that what is answered is known to be durable.
    for (let i = 0; i === 0 || i < userIds.length; i += USERS_PER_COMMAND) {
      const some = userIds.slice(i, i + USERS_PER_COMMAND);
      const outcome = await office.submit({ kind: 'reset', by, userIds: some });
      if (isRefusal(outcome)) return outcome;
      changes += outcome.changeCount;
    }
  }
  return changes;
}
