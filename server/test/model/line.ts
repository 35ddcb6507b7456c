import type { Batch } from '../../src/ports/batch.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { throughCalls } from '../support/ledger-calls.ts';

const methodsOfTheModel = ['append', 'appendLocked', 'changesSince', 'load'] as const;
type Method = (typeof methodsOfTheModel)[number];

/** One call on its way to the ledger, or its answer on its way back. */
export interface Call {
  readonly method: Method;
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
      ...throughCalls(memory, (name, run) => (isOfTheModel(name) ? this.send(name, run) : run())),
      append: (batch) => this.send('append', () => memory.append(batch), batch),
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

function isOfTheModel(name: keyof Ledger): name is Method {
  return methodsOfTheModel.some((each) => each === name);
}
