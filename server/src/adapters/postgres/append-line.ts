import type pg from 'pg';
import type { AnswerWatch } from './answer-watch.ts';
import { borrow, run, type Lent } from './connection.ts';
import type { Statement } from './statements.ts';

/**
 * The appends of one event, sent on one connection without waiting for each other, so that they are recorded
 * in the order sent. The connection is borrowed while any is on its way.
 */
export class AppendLine {
  #current: Lending | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly watch: AnswerWatch,
  ) {}

  async send<Row extends pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const lending = this.#join();
    lending.onTheWay += 1;
    try {
      // One and the same promise for all, so that they go on in the order they came.
      const { client } = await lending.lent;
      return await this.watch.over(client, run<Row>(client, statement, values));
    } finally {
      lending.onTheWay -= 1;
      if (lending.onTheWay === 0) {
        if (this.#current === lending) this.#current = undefined;
        lending.end();
      }
    }
  }

  #join(): Lending {
    const before = this.#current;
    // Others who wait for a connection have their turn first, or one busy event would keep it for ever.
    if (before?.isUsable() === true && this.pool.waitingCount === 0) return before;
    const lending = new Lending(this.pool, before);
    this.#current = lending;
    return lending;
  }
}

class Lending {
  onTheWay = 0;
  readonly lent: Promise<Lent>;
  readonly ended: Promise<void>;
  #lent: Lent | undefined;
  #hasFailed = false;
  #resolveEnded: () => void = () => undefined;

  /** Begins when the one `before`, which may have appends on their way, has ended. */
  constructor(pool: pg.Pool, before: Lending | undefined) {
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.lent = (async () => {
      await before?.ended;
      return (this.#lent = await borrow(pool));
    })();
    this.lent.catch(() => (this.#hasFailed = true));
  }

  isUsable(): boolean {
    return !this.#hasFailed && this.#lent?.isBroken() !== true;
  }

  end(): void {
    this.#lent?.giveBack();
    this.#resolveEnded();
  }
}
