import { parsePosition, positionText } from '../../src/domain/log-chain.ts';
import type { TestAppOptions } from './app.ts';
import { rulesOf } from './hall.ts';
import { startTestApp } from './listening-app.ts';
import { StreamReader } from './stream-reader.ts';

/** One hall on a real port, with people who watch it. */

/** The server of the test that runs; one at a time. */
export let server: Awaited<ReturnType<typeof startTestApp>>;
const readers: StreamReader[] = [];
/** Leaves every stream and closes the server. */
export const closeHall = async () => {
  for (const reader of readers.splice(0)) reader.close();
  await server.close();
};

export const STREAM = '/api/v1/events/default/stream';
/** Rules that don't stand in the way of many changes. */
export const rules = rulesOf({ maxSeatsPerUser: 100 });

export const start = async (options: TestAppOptions = {}) => void (server = await startTestApp(options));
/** The position after the change with this number, as a watcher keeps it. */
export const positionAt = async (sequence: number): Promise<string> => {
  const found = await server.ledger.changesSince('default', { sequence: sequence - 1 }, 1);
  const change = found.reload ? undefined : found.changes[0];
  if (found.reload || change === undefined) throw new Error(`no change ${sequence}`);
  return positionText({ epoch: found.position.epoch, sequence, head: change.hash });
};
export const watch = async (lastEventId?: string, query = '') => {
  const reader = await StreamReader.open(`${server.url}${STREAM}${query}`, lastEventId);
  readers.push(reader);
  return reader;
};
export const hold = (user: string, ...seatIds: number[]) =>
  server.office.submit({ kind: 'hold', userId: `user:${user}`, seatIds });
/** Makes twice `count` changes: a seat is held and given back. */
export const change = async (count: number) => {
  for (let i = 0; i < count; i++)
    await hold(`user-${server.office.seatMap.sequence}`, 1 + (i % 9)).then(release);
};
export const release = () =>
  Promise.all(
    Array.from(server.office.seatMap.allHolds(), ({ userId }) =>
      server.office.submit({ kind: 'release', userId }),
    ),
  );
/** Of every event the name and the number of the change that it leads to. */
export const ids = (reader: StreamReader) =>
  reader.events.map(({ event, id }) => `${event} ${sequenceOf(id)}`);
export const upTo = (reader: StreamReader, sequence: number) =>
  reader.until(({ id }) => sequenceOf(id) === sequence);
export const sequenceOf = (id: string | undefined) => parsePosition(id ?? '')?.sequence;
