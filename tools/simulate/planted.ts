import { record } from '../../server/test/support/memory-log.ts';
import type { Sabotage } from './world.ts';

/** A fault that is planted, and what may notice it. */
export interface PlantedFault {
  readonly sabotage: Sabotage;
  readonly invariants: RegExp;
}

/** Faults outside the code under simulation, to see that the checks can fail. */
export const faults: Readonly<Record<string, PlantedFault>> = {
  'the ledger does not compare': {
    sabotage: {
      ledger: (ledger, database) => ({
        ...ledger,
        append: async (batch) => {
          const { stored } = database;
          if (stored.position.head === batch.expected.head) return ledger.append(batch);
          record(stored, batch);
          database.memory.onRecorded(batch);
          return { ok: true, ...(await ledger.now()) };
        },
      }),
    },
    invariants:
      /^(gap|row|two_|not_|held_by|ahead|replica|watcher|untrue|lost|false_|one_key|remaining|threw|chain)/,
  },
  'the ledger does not look at its clock, and holds end by clocks that are wrong': {
    sabotage: {
      ledger: (ledger) => ({
        ...ledger,
        append: (batch) => ledger.append({ ...batch, notBefore: null, notAfter: null }),
        now: async () => {
          const time = await ledger.now();
          return { ...time, now: time.now + 240 };
        },
      }),
    },
    invariants: /^(expired_early|confirmed_late|extended_late|kept_too_long|false_|untrue)/,
  },
  'people are answered before the ledger has it': {
    sabotage: { acknowledgesEarly: true },
    invariants: /^(ahead|untrue|lost|false_)/,
  },
  'what is missing is not repaired': {
    sabotage: {
      ledger: (ledger) => ({
        ...ledger,
        changesSince: async (eventId, known, limit) => {
          const found = await ledger.changesSince(eventId, known, limit);
          if (found.reload) return found;
          const { epoch = found.position.epoch, sequence, head = found.position.head } = known;
          return { ...found, changes: [], position: { epoch, sequence, head } };
        },
      }),
    },
    invariants: /^(liveness|false_|untrue|retry|lost|overdue)/,
  },
  'nobody asks which history a position is of': {
    sabotage: {
      ledger: (ledger) => ({
        ...ledger,
        changesSince: (eventId, { sequence }, limit) => ledger.changesSince(eventId, { sequence }, limit),
      }),
    },
    invariants: /./,
  },
  'an answer to one key is another’s': {
    sabotage: {
      ledger: (ledger) => ({
        ...ledger,
        recall: async (eventId, sequence) => {
          const recalled = await ledger.recall(eventId, sequence);
          if (recalled?.reservation === undefined) return recalled;
          return { ...recalled, reservation: { ...recalled.reservation, code: 'another' } };
        },
      }),
    },
    invariants: /^(untrue|retry|one_key|lost)/,
  },
  'holds never end': {
    sabotage: { options: { settleMs: 1e9 } },
    invariants: /^(overdue|liveness|false_|kept|untrue|line)/,
  },
};
