import type pg from 'pg';
import type { AnswerWatch } from './answer-watch.ts';
import { inTransaction, run, withClient } from './connection.ts';
import { statements, type Statement } from './statements.ts';

/** Runs single statements of whatever is kept in the database, each on a connection lent for it. */
export class Runner {
  constructor(
    private readonly pool: pg.Pool,
    private readonly readTimeoutMs: number | undefined,
    private readonly watch?: AnswerWatch,
  ) {}

  /** Rejects when the answer takes too long: nobody is harmed by a read that is given up. */
  read<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return withClient(this.pool, (client) => run<Row>(client, statement, values, this.readTimeoutMs));
  }

  /** Waits as long as the database is there: whether a write that was given up has happened nobody would know. */
  write<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return withClient(this.pool, (client) => this.over(client, run<Row>(client, statement, values)));
  }

  /** The same with an event locked, so that the statement sees all that was recorded before and nothing comes in between. */
  writeLocked<Row extends pg.QueryResultRow>(
    eventId: string,
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    return inTransaction(
      this.pool,
      'begin',
      async (client) => {
        await this.over(client, run(client, statements.lockEvent, [eventId]));
        return this.over(client, run<Row>(client, statement, values));
      },
      (client, answer) => this.over(client, answer),
    );
  }

  private over<T>(client: pg.PoolClient, answer: Promise<T>): Promise<T> {
    return this.watch === undefined ? answer : this.watch.over(client, answer);
  }
}
