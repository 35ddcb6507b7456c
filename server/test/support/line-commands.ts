import type { Unsealed } from '../../src/domain/change.ts';
import type { CommandOf } from '../../src/domain/command.ts';
import type { LineWish } from '../../src/domain/seat-line.ts';

/** What those do who wait for seats, and what comes of it. */

export const stand = (userId: string, seatId: number) =>
  ({ kind: 'standInLine', userId, wish: { seatId } }) as const;
export const wish = (userId: string, given: Partial<Extract<LineWish, { quantity: number }>> = {}) =>
  ({
    kind: 'standInLine',
    userId,
    wish: { quantity: 1, category: null, together: true, ...given },
  }) as const satisfies CommandOf<'standInLine'>;
export const release = (userId: string) => ({ kind: 'release', userId }) as const;
export const expire = (...userIds: string[]) => ({ kind: 'expire', userIds }) as const;

/** What a decision did, in words. */
export const told = ({ changes }: { readonly changes: readonly Unsealed[] }) =>
  changes.map((change) =>
    `${change.cause} ${'userId' in change ? change.userId : ''} ${change.seatIds.join()}`.trim(),
  );
