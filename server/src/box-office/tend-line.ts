import { lineRules } from '../domain/decide/serve-line.ts';
import type { LineEntry } from '../domain/seat-line.ts';
import type { BoxOffice } from './box-office.ts';
import { USERS_PER_COMMAND } from './users-per-command.ts';

/**
 * Does for an event's line what follows from time and from no command: when the sale has opened, or the rules are
 * others, those who wait are served although nobody asks for anything; when it has closed, they are sent home. To be
 * called about once a second; several servers may do it, and whoever is late finds nothing left to do.
 */
export function tendLine(office: BoxOffice): void {
  const { seatMap } = office;
  if (seatMap.line.size === 0) return;
  if (office.sale === 'closed') {
    const [userIds] = usersInLine(seatMap.line.all());
    if (userIds !== undefined) void office.submit({ kind: 'disperse', by: undefined, userIds });
    return;
  }
  const { now, correctionMs } = office.time();
  if (seatMap.lineServedBy === lineRules(seatMap, { arrivedAt: now, correctionMs })) return;
  void office.submit({ kind: 'serveLine' });
}

/** Those who wait, each once, in portions for one command each. */
export function usersInLine(entries: Iterable<LineEntry>): readonly (readonly string[])[] {
  const userIds = [...new Set(Array.from(entries, ({ userId }) => userId))];
  const portions: string[][] = [];
  for (let i = 0; i < userIds.length; i += USERS_PER_COMMAND) {
    portions.push(userIds.slice(i, i + USERS_PER_COMMAND));
  }
  return portions;
}
