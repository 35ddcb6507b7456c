import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  isReason,
  mostImportant,
  reasons,
  reasonsByPrecedence,
  type Reason,
  type Then,
} from '../src/reasons.ts';

const anyReason = fc.constantFrom(...reasonsByPrecedence);
const rankOf = (reason: Reason) => reasonsByPrecedence.indexOf(reason);

describe('the registry of reasons', () => {
  test.each(reasonsByPrecedence.map((reason) => ({ reason, ...reasons[reason] })))(
    '$reason can be shown and can be answered with',
    ({ reason, status, retryable, title, advice }) => {
      expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(STATUS_CODES[status]).toBeDefined();
      expect(status).toBeGreaterThanOrEqual(400);
      for (const words of [title, advice]) {
        for (const text of [words.en, words.ko]) {
          expect(text).toBe(text.trim());
          expect(text).toMatch(/[.]$/);
        }
        expect(words.ko).toMatch(/\p{Script=Hangul}/u);
        expect(words.en).not.toMatch(/\p{Script=Hangul}/u);
      }
      expect(typeof retryable).toBe('boolean');
    },
  );

  it('calls retryable what may pass by itself, and never what the sender must change', () => {
    for (const reason of reasonsByPrecedence) {
      const { status, retryable } = reasons[reason];
      if ([429, 500, 503].includes(status)) expect(retryable, reason).toBe(true);
      // Whose turn it is not, it will be.
      if (reason === 'not_admitted') expect(retryable).toBe(true);
      else if ([400, 401, 403, 404, 410, 413, 422].includes(status)) expect(retryable, reason).toBe(false);
    }
  });

  it('says what comes next: again, other seats, another request, or nothing', () => {
    const all = (then: Then) => reasonsByPrecedence.filter((reason) => reasons[reason].then === then);
    expect(all('choose_again').sort()).toEqual([
      'already_reserved',
      'hold_expired',
      'leaves_single_seat',
      'line_full',
      'no_hold',
      'not_together',
      'nothing_to_wait_for',
      'seat_blocked',
      'seat_held',
      'sold_out',
    ]);
    expect(all('correct').sort()).toEqual([
      'challenge_required',
      'changed_meanwhile',
      'idempotency_mismatch',
      'limit_exceeded',
      'too_large',
      'validation',
    ]);
    expect(all('stop').sort()).toEqual([
      'already_admitted',
      'duplicate',
      'forbidden',
      'not_found',
      'not_your_role',
      'turn_missed',
      'unauthorized',
    ]);
  });

  it('never stops, and asks for no correction, where waiting may help', () => {
    for (const reason of reasonsByPrecedence) {
      const { retryable, then } = reasons[reason];
      if (retryable) expect(['retry', 'choose_again'], reason).toContain(then);
    }
  });

  it('says each thing once: no two reasons share their words', () => {
    const titles = reasonsByPrecedence.flatMap((reason) => Object.values(reasons[reason].title));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('has the codes of the brief', () => {
    for (const reason of ['sold_out', 'duplicate', 'contention', 'already_reserved', 'validation']) {
      expect(isReason(reason)).toBe(true);
    }
    expect([reasons.duplicate.status, reasons.validation.status, reasons.internal.status]).toEqual([
      409, 400, 500,
    ]);
  });

  it('is without its words a file that imports nothing, so that a browser pays for little', () => {
    const text = readFileSync(join(import.meta.dirname, '..', 'src', 'reason-kinds.ts'), 'utf8');
    expect(text).not.toMatch(/^\s*(import|export .* from)\b/m);
  });
});

describe('precedence', () => {
  it('puts what was known before a seat was looked at before what the seat says', () => {
    expect(mostImportant(['seat_held', 'not_on_sale'])).toBe('not_on_sale');
    expect(mostImportant(['already_reserved', 'hold_expired'])).toBe('hold_expired');
    expect(mostImportant(['seat_held', 'seat_blocked', 'already_reserved'])).toBe('already_reserved');
  });

  it('puts the intentional failure last of all: it hits only what would have succeeded', () => {
    expect(reasonsByPrecedence.at(-1)).toBe('intentional_failure');
  });

  it('gives the one that stands first, in whatever order and however often they are named', () => {
    fc.assert(
      fc.property(fc.array(anyReason, { minLength: 1 }), (candidates) => {
        const chosen = mostImportant(candidates);
        expect(chosen).toBeDefined();
        expect(candidates).toContain(chosen);
        for (const other of candidates) expect(rankOf(chosen as Reason)).toBeLessThanOrEqual(rankOf(other));
        expect(mostImportant([...candidates].reverse())).toBe(chosen);
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(mostImportant([])).toBeUndefined();
  });
});

describe('a reason from outside', () => {
  it('is recognised by its own name only', () => {
    for (const reason of reasonsByPrecedence) expect(isReason(reason)).toBe(true);
    for (const stranger of [
      '',
      'SEAT_HELD',
      'toString',
      '__proto__',
      'constructor',
      0,
      null,
      undefined,
      {},
    ]) {
      expect(isReason(stranger)).toBe(false);
    }
  });
});
