import type { Hall } from './hall.ts';

/** What was done and can be taken back, without end. A step is the whole hall before it; halls share what is alike. */
export interface History {
  readonly hall: Hall;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

export interface Step {
  /** What was done, as a name in the dictionary. */
  readonly what: string;
  readonly hall: Hall;
}

export function begin(hall: Hall): History {
  return { hall, past: [], future: [] };
}

/** @param joins goes on with the step before, as long as that was the same: typing a name is one step */
export function record(history: History, what: string, hall: Hall, joins = false): History {
  if (hall === history.hall) return history;
  if (joins && stepInHand(history, what)) return { ...history, hall };
  return { hall, past: [...history.past, { what, hall: history.hall }], future: [] };
}

/** The step that was done last, if it was this one and nothing of it was taken back. */
export function stepInHand({ past, future }: History, what: string): Step | undefined {
  const last = past.at(-1);
  return last?.what === what && future.length === 0 ? last : undefined;
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    hall: step.hall,
    past: history.past.slice(0, -1),
    future: [{ what: step.what, hall: history.hall }, ...history.future],
  };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (!step) return history;
  return { hall: step.hall, past: [...history.past, { what: step.what, hall: history.hall }], future };
}

/**
 * The history with its latest steps only: as many as are worth writing down at every change. Counted are the rows that
 * are not the same in the step after, because what is alike is written once.
 */
export function latest(history: History, seatsMax: number): History {
  let seats = 0;
  let after = history.hall;
  const past: Step[] = [];
  for (const step of [...history.past].reverse()) {
    const known = new Set(after.sections.flatMap(({ rows }) => rows));
    for (const { rows } of step.hall.sections) {
      for (const row of rows) if (!known.has(row)) seats += row.seats.length;
    }
    if (seats > seatsMax) break;
    past.unshift(step);
    after = step.hall;
  }
  return { hall: history.hall, past, future: [] };
}
