import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import type { SeatChooser } from './seat-chooser.svelte.ts';

export { sayTaken } from '#lib/line/taken-seat.ts';

/** Several seats are not dropped without a way back, as long as nobody else has taken one of them. */
export function sayDropped(chooser: SeatChooser, seatIds: readonly number[], title: string): void {
  if (seatIds.length < 2) return toasts.show({ tone: 'plain', title });
  const { hall } = chooser;
  const labels = hall.labels(seatIds);
  const undo = async () => {
    const outcome = await hall.mine.take(seatIds);
    if (outcome.ok) {
      chooser.severalSaid = undefined;
      announcer.say(i18n.t.hold.title(labels));
    } else chooser.sayFailed(i18n.t.hall.couldNotTake(labels), outcome.failure);
  };
  toasts.show({ tone: 'plain', title, action: { label: i18n.t.hold.undo(labels), run: () => void undo() } });
}
