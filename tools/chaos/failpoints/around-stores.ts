import type { Around } from '../../../server/src/sharing.ts';
import type { Batch } from '../../../server/src/ports/batch.ts';
import type { EventLedger } from '../../../server/src/ports/ledger.ts';
import type { Death } from './death.ts';
import { admissionMethods, busMethods, holdKeyMethods, ledgerMethods, type Use } from './points.ts';

type Call = (...args: unknown[]) => unknown;

const usesOf: Readonly<Record<string, Readonly<Record<string, Use>>>> = {
  ledger: ledgerMethods,
  bus: busMethods,
  admission: { ...admissionMethods, ...holdKeyMethods },
};

/** Puts the points of points.ts before, within and after every call to a store. */
export const dyingAround =
  (death: Death): Around =>
  (what, store) => {
    const wrapped = new Map<string, Call>();
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof name !== 'string' || typeof value !== 'function') return value;
        const known = wrapped.get(name);
        if (known !== undefined) return known;
        // A method of the store, whose arguments it checks itself.
        const call = value.bind(target) as Call;
        const made = around(death, `${what}.${name}`, usesOf[what]?.[name] ?? 'beside', call);
        wrapped.set(name, made);
        return made;
      },
    });
  };

function around(death: Death, name: string, use: Use, call: Call): Call {
  switch (use) {
    case 'beside':
      return call;
    case 'told':
      return (...args) => {
        death.passes(`${name} before`);
        const result = call(...args);
        death.passes(`${name} after`);
        return result;
      };
    case 'calls back':
      return (listener) => call(heard(death, name, listener as Call));
    case 'awaited':
      return (...args) => {
        const names = namesOf(name, args);
        const rest = name === 'ledger.appendLocked' ? withDecision(death, args) : args;
        return awaited(death, names, () => call(...rest));
      };
  }
}

function heard(death: Death, name: string, listener: Call): Call {
  return (...args) => {
    death.passes(`${name} before`);
    listener(...args);
    death.passes(`${name} after`);
  };
}

async function awaited(death: Death, names: readonly string[], call: () => unknown): Promise<unknown> {
  for (const name of names) death.passes(`${name} before`);
  const answer = Promise.resolve(call());
  // By then what was written in this turn of the event loop has left for the other side.
  setImmediate(() => names.forEach((name) => death.passes(`${name} sent`)));
  const result = await answer;
  for (const name of names) death.passes(`${name} done`);
  // By then whoever waits has gone on until they wait for something else.
  setImmediate(() => names.forEach((name) => death.passes(`${name} told`)));
  return result;
}

/** One batch is an append of everything that it records. */
function namesOf(name: string, [batch]: readonly unknown[]): readonly string[] {
  if (name !== 'ledger.append') return [name];
  const causes = new Set((batch as Batch).changes.map(({ cause }) => cause));
  if (causes.size === 0) return ['ledger.append(nothing)'];
  return Array.from(causes, (cause) => `ledger.append(${cause})`);
}

type Decide = Parameters<EventLedger['appendLocked']>[2];

function withDecision(death: Death, args: readonly unknown[]): readonly unknown[] {
  const decide = args[2] as Decide;
  const dying: Decide = (missed) => {
    death.passes('ledger.appendLocked locked');
    const batch = decide(missed);
    death.passes('ledger.appendLocked decided');
    return batch;
  };
  return [...args.slice(0, 2), dying];
}
