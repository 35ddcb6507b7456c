import type { Entry } from './log-file.ts';

const LETTERS: Readonly<Record<string, string>> = {
  ...{ held: 'h', extended: 'h', offered: 'h', reserved: 'r', blocked: 'b' },
  ...{ released: 'a', expired: 'a', cancelled: 'a', unblocked: 'a' },
};

/** The states that a log leads to, a letter a seat. */
export function replayed(entries: readonly Entry[], seatCount: number): string {
  const states = Array.from({ length: seatCount }, () => 'a');
  for (const { cause, seatIds } of entries) {
    for (const id of seatIds) states[id - 1] = LETTERS[cause] ?? '?';
  }
  return states.join('');
}
