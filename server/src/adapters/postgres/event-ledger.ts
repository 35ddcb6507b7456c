import type pg from 'pg';
import type { Position } from '../../domain/log-chain.ts';
import { LOST_HOLD_MEMORY_MS, KEY_MEMORY_MS } from '../../domain/user-place.ts';
import type { Batch } from '../../ports/batch.ts';
import type {
  AppendResult,
  CatchUp,
  EventLedger,
  KnownPosition,
  LedgerTime,
  Recalled,
  Snapshot,
} from '../../ports/ledger.ts';
import type { AnswerWatch } from './answer-watch.ts';
import { AppendLine } from './append-line.ts';
import { inTransaction, run, withClient } from './connection.ts';
import {
  toCatchUp,
  toEvent,
  toLine,
  toPosition,
  toRecalled,
  toTime,
  type CatchUpRow,
  type EventRow,
  type LineRow,
  type PositionRow,
  type RecalledRow,
  type TimeRow,
} from './decode.ts';
import { textColumn } from './columns.ts';
import { appendParameters } from './encode.ts';
import type { PersonKeys } from './person-keys.ts';
import { PlaceBuilder, type EndedHoldsRow, type KeysRow, type SeatsRow } from './places.ts';
import type { PlanHalls } from './plan-halls.ts';
import { statements, type Statement } from './statements.ts';

/** Larger than any log: the integer the LIMIT of changes-since.sql takes. */
const noLimit = 2_147_483_647;

/** Lost holds are looked for in so many of the last changes; in a busier sale their memory is shorter. */
const ENDED_HOLDS_AMONG = 50_000;

interface LoadedEventRow extends EventRow, PositionRow, TimeRow {
  readonly log_key: string;
  readonly forgotten_to: number;
}

interface VerdictRow extends TimeRow {
  readonly verdict: 'ok' | 'conflict' | 'too_early' | 'too_late';
}

/** The log of each event in PostgreSQL; see `PostgresLedger` for what it is made of. */
export class PostgresEventLedger implements EventLedger {
  private readonly lines = new Map<string, AppendLine>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly readTimeoutMs: number | undefined,
    private readonly watch: AnswerWatch | undefined,
    private readonly halls: PlanHalls,
    private readonly personKeys: PersonKeys,
  ) {}

  async load(eventId: string): Promise<Snapshot | undefined> {
    const loaded = await this.#load(eventId);
    if (loaded === undefined) return undefined;
    return { ...loaded, hall: await this.halls.of(loaded.event.layout) };
  }

  #load(eventId: string): Promise<Omit<Snapshot, 'hall'> | undefined> {
    // Statements sent ahead wait for those before them, and a hall of a quarter of a million seats takes its time.
    const timeoutMs = this.readTimeoutMs === undefined ? undefined : 4 * this.readTimeoutMs;
    return inTransaction(this.pool, 'begin isolation level repeatable read read only', async (client) => {
      const one = async <Row extends pg.QueryResultRow>(
        statement: Statement,
        ...values: unknown[]
      ): Promise<Row | undefined> => (await run<Row>(client, statement, [eventId, ...values], timeoutMs))[0];
      const row = await one<LoadedEventRow>(statements.loadEvent);
      if (row === undefined) return undefined;
      const time = toTime(row);
      const wallNow = time.now - time.correctionMs;
      const builder = new PlaceBuilder();
      // Where statements can be sent ahead, the database works on the next while the last one's answer is read.
      const inTurn = async (answer: Promise<unknown>): Promise<void> =>
        void (client.pipeline || (await answer));
      const seats = one<SeatsRow>(statements.loadSeats).then((all) => ({
        states: all?.states ?? '',
        owners: all === undefined ? [] : builder.addSeats(all),
      }));
      await inTurn(seats);
      const used = one<KeysRow>(statements.loadKeys, row.forgotten_to, wallNow - KEY_MEMORY_MS);
      await inTurn(used);
      const lookFrom = row.sequence - ENDED_HOLDS_AMONG;
      const told = one<LineRow>(statements.loadLine).then((row) => toLine(row));
      await inTurn(told);
      const late = one<EndedHoldsRow>(statements.loadEndedHolds, lookFrom, time.now - LOST_HOLD_MEMORY_MS);
      const [{ states, owners }, keys, line, ended] = await Promise.all([seats, used, told, late]);
      const others = keys === undefined ? [] : builder.addKeys(keys);
      if (others.length > 0) {
        const sequences = others.map(({ sequence }) => sequence);
        const found = await one<{ users: string }>(statements.loadUsersOfChanges, sequences);
        builder.addKeysOf(textColumn(found?.users ?? '[]'), others);
      }
      if (ended !== undefined) builder.addEndedHolds(ended);
      return {
        ...time,
        event: toEvent(row),
        position: toPosition(row),
        logKey: row.log_key,
        states,
        owners,
        places: builder.finish(time.now, wallNow),
        line,
      };
    });
  }

  changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    return withClient(this.pool, (client) => this.#changesSince(client, eventId, known, limit));
  }

  async append(batch: Batch): Promise<AppendResult> {
    refuseGaps(batch);
    const values = appendParameters(batch, this.personKeys);
    if (this.watch === undefined) {
      return withClient(this.pool, async (client) =>
        toResult(batch, await run(client, statements.append, values)),
      );
    }
    let line = this.lines.get(batch.eventId);
    if (line === undefined) this.lines.set(batch.eventId, (line = new AppendLine(this.pool, this.watch)));
    return toResult(batch, await line.send(statements.append, values));
  }

  appendLocked(
    eventId: string,
    known: Position,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | (LedgerTime & { readonly ok: false; readonly why: 'nothing' })> {
    return inTransaction(
      this.pool,
      'begin',
      async (client) => {
        // A statement of its own: what was committed while it waited for the lock is visible only to the next.
        await this.#over(client, run(client, statements.lockEvent, [eventId]));
        const missed = await this.#changesSince(client, eventId, known, noLimit);
        const batch = decide(missed);
        if (batch === undefined) {
          return { ok: false, why: 'nothing', now: missed.now, correctionMs: missed.correctionMs };
        }
        refuseGaps(batch);
        const answer = run<VerdictRow>(client, statements.append, appendParameters(batch, this.personKeys));
        return toResult(batch, await this.#over(client, answer));
      },
      (client, answer) => this.#over(client, answer),
    );
  }

  async logStart(eventId: string): Promise<Position | undefined> {
    const [row] = await withClient(this.pool, (client) =>
      run<PositionRow>(client, statements.logStart, [eventId], this.readTimeoutMs),
    );
    return row === undefined ? undefined : toPosition(row);
  }

  async headAt(eventId: string, sequence: number): Promise<string | undefined> {
    const [row] = await withClient(this.pool, (client) =>
      run<{ readonly head: string }>(client, statements.headAt, [eventId, sequence], this.readTimeoutMs),
    );
    return row?.head;
  }

  async recall(eventId: string, sequence: number): Promise<Recalled | undefined> {
    const [row] = await withClient(this.pool, (client) =>
      run<RecalledRow>(client, statements.recall, [eventId, sequence], this.readTimeoutMs),
    );
    return row === undefined ? undefined : toRecalled(row, this.personKeys);
  }

  async forget(eventId: string, before: number): Promise<number> {
    const [row] = await withClient(this.pool, (client) =>
      this.#over(client, run<{ changes: number }>(client, statements.forget, [eventId, before])),
    );
    return row?.changes ?? 0;
  }

  async #changesSince(
    client: pg.ClientBase,
    eventId: string,
    { sequence, epoch, head }: KnownPosition,
    limit: number,
  ): Promise<CatchUp> {
    const values = [eventId, sequence, epoch ?? null, head ?? null, limit];
    const [row] = await run<CatchUpRow>(client, statements.changesSince, values, this.readTimeoutMs);
    if (row === undefined) throw noSuchEvent(eventId);
    return toCatchUp(row);
  }

  #over<T>(client: pg.PoolClient, answer: Promise<T>): Promise<T> {
    return this.watch === undefined ? answer : this.watch.over(client, answer);
  }
}

function toResult(batch: Batch, [row]: readonly VerdictRow[]): AppendResult {
  if (row === undefined) throw noSuchEvent(batch.eventId);
  const time = toTime(row);
  return row.verdict === 'ok' ? { ok: true, ...time } : { ok: false, why: row.verdict, ...time };
}

/** A gap would be found by every watcher for ever; no check of the schema can see it. */
function refuseGaps({ expected, changes }: Batch): void {
  if (changes.some((change, i) => change.sequence !== expected.sequence + 1 + i)) {
    throw new RangeError('The changes of a batch must continue the sequence it expects, without gaps.');
  }
}

function noSuchEvent(eventId: string): Error {
  return new Error(`The ledger has no event ${JSON.stringify(eventId)}.`);
}
