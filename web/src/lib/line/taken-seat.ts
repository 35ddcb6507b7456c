import type { LineInput } from '@jari/contract';
import { api } from '#lib/api/jari.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import type { Hall } from '#lib/hall/hall.svelte.ts';
import type { SeatView } from '#lib/hall/seat-view.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { lineWords } from '#lib/i18n/line.ts';
import { nextInLine } from './next-in-line.svelte.ts';

/** Says what a seat is that cannot be had, and lets one stand in line for it, or leave. */
export async function sayTaken(
  hall: Hall,
  seatId: number,
  view: Exclude<SeatView, 'available'>,
): Promise<void> {
  const label = hall.labels([seatId]);
  const title = `${label} · ${i18n.t.hall.seat[view]}`;
  if (view !== 'held' && view !== 'reserved') return toasts.show({ tone: 'warning', title });
  const next = nextInLine(hall);
  const own = next.placeFor(seatId);
  if (own) {
    const action = { label: lineWords.t.leaveNamed(label), run: () => void next.leave(own) };
    return toasts.show({ tone: 'plain', title: lineWords.t.place(label, own.place), action });
  }
  const length = await lineLength(hall, seatId);
  toasts.show({
    tone: 'warning',
    title,
    detail: length > 0 ? lineWords.t.waiting(length) : lineWords.t.advice,
    action: { label: lineWords.t.stand(label), run: () => void next.stand({ seat_ids: [seatId] }) },
  });
}

/** Where no seats of a kind are left: lets one wait for the best that come back. */
export function sayNoneLeft(
  hall: Hall,
  title: string,
  detail: string,
  best_available: NonNullable<LineInput['best_available']>,
): void {
  const run = () => void nextInLine(hall).stand({ best_available });
  toasts.show({ tone: 'warning', title, detail, action: { label: lineWords.t.standForBest, run } });
}

/** As of now; a small hall's list is short, and of a large one it is not worth asking. */
async function lineLength(hall: Hall, seatId: number): Promise<number> {
  if (hall.isLarge) return 0;
  const list = await api.seats(hall.event);
  if (!list.ok) return 0;
  return list.value.seats.find(({ id }) => id === seatId)?.line_length ?? 0;
}
