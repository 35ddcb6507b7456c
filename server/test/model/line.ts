import type { Batch, Ledger } from '../../src/ports/ledger.ts';

/** One call on its way to the ledger, or its answer on its way back. */
export interface Call {
  readonly method: 'append' | 'appendLocked' | 'changesSince' | 'load';
  /** What an append carries. */
  readonly batch: Batch | undefined;
  isBack: boolean;
  /** Has the ledger do it. */
  execute(): Promise<void>;
  /** Passes on the ledger's answer. */
  answer(): void;
  fail(): void;
}

/**
 * The line between one box office and the ledger, on which nothing moves unless it is told to. What is no part of
 * the model passes at once: the clock's readings, and what a retry is answered from.
 */
export class Line {
  readonly calls: Call[] = [];
  readonly ledger: Ledger;

  constructor(memory: Ledger) {
    this.ledger = {
      listEvents: () => memory.listEvents(),
      putEvent: (event) => memory.putEvent(event),
      putPlan: (plan) => memory.putPlan(plan),
      findPlan: (planId) => memory.findPlan(planId),
      findPlanSummary: (planId) => memory.findPlanSummary(planId),
      listPlans: () => memory.listPlans(),
      load: (eventId) => this.send('load', () => memory.load(eventId)),
      changesSince: (...args) => this.send('changesSince', () => memory.changesSince(...args)),
      append: (batch) => this.send('append', () => memory.append(batch), batch),
      appendLocked: (...args) => this.send('appendLocked', () => memory.appendLocked(...args)),
      recall: (...args) => memory.recall(...args),
      logStart: (eventId) => memory.logStart(eventId),
      headAt: (...args) => memory.headAt(...args),
      forget: (...args) => memory.forget(...args),
      findReservation: (id) => memory.findReservation(id),
      findReservationByCode: (...args) => memory.findReservationByCode(...args),
      reservationsOf: (userId) => memory.reservationsOf(userId),
      forgetPersons: (...args) => memory.forgetPersons(...args),
      sealPersons: (...args) => memory.sealPersons(...args),
      reservationsFrom: (...args) => memory.reservationsFrom(...args),
      reservationsTouched: (...args) => memory.reservationsTouched(...args),
      now: () => memory.now(),
      correctClock: (...args) => memory.correctClock(...args),
      probe: () => memory.probe(),
      close: () => memory.close(),
    };
  }

  /** The call of the office's flight x, when that has one; of its one question otherwise. */
  call(x: number): Call {
    const call = this.calls.length > 1 ? this.calls[x] : this.calls[0];
    if (call === undefined) throw new Error('nothing is on its way');
    return call;
  }

  /** The first that the ledger has not seen yet. */
  next(): Call {
    const call = this.calls.find(({ isBack }) => !isBack);
    if (call === undefined) throw new Error('nothing is on its way to the ledger');
    return call;
  }

  /** What is on its way, as text: `>` there, `<` back. */
  describe(): string {
    return this.calls.map(({ method, isBack }) => `${method}${isBack ? '<' : '>'}`).join(' ');
  }

  private send<T>(method: Call['method'], run: () => Promise<T>, batch?: Batch): Promise<T> {
    return new Promise((resolve, reject) => {
      let said: T;
      const end = () => this.calls.splice(this.calls.indexOf(call), 1);
      const call: Call = {
        method,
        batch,
        isBack: false,
        execute: async () => {
          said = await run();
          call.isBack = true;
        },
        answer: () => {
          end();
          resolve(said);
        },
        fail: () => {
          end();
          reject(new Error('the line broke'));
        },
      };
      this.calls.push(call);
    });
  }
}
