import type { EventDetails } from '@jari/contract';

/**
 * Whether an event still has the hall that is shown. An organiser may give it another while nobody has anything in it; its seats have
 * the same numbers then, and are other seats.
 */
export function isSameHall(
  one: Pick<EventDetails, 'plan' | 'hall'>,
  other: Pick<EventDetails, 'plan' | 'hall'>,
): boolean {
  return (
    one.plan?.id === other.plan?.id &&
    one.hall?.rows === other.hall?.rows &&
    one.hall?.seats_per_row === other.hall?.seats_per_row
  );
}
