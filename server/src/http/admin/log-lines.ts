import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Position } from '../../domain/log-chain.ts';
import { exportedChange, exportedHeader } from '../../views/exported-log.ts';
import type { AppLedger } from '../app-deps.ts';

/** How many changes are read, and lie in memory, at a time. */
const CHANGES_AT_ONCE = 2_000;

/** A part of an event's log as a file. Should the history turn out to be another one on the way, the file breaks off and so fails every check. */
export async function* logLines(
  office: BoxOffice,
  ledger: Pick<AppLedger, 'changesSince'>,
  from: Position,
  to: Position,
): AsyncGenerator<string> {
  const { event, logKey } = office.seatMap;
  yield `${exportedHeader(event, office.seatMap.seatCount, from, to)}\n`;
  let at: Position = from;
  while (at.sequence < to.sequence) {
    const limit = Math.min(CHANGES_AT_ONCE, to.sequence - at.sequence);
    const read = await ledger.changesSince(event.eventId, at, limit);
    const last = read.reload ? undefined : read.changes.at(-1);
    if (read.reload || last === undefined) throw new Error('the log changed while it was exported');
    yield read.changes.map((change) => `${exportedChange(change, logKey)}\n`).join('');
    at = { epoch: to.epoch, sequence: last.sequence, head: last.hash };
  }
}
