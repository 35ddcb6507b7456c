import { Hall } from './hall.svelte.ts';

const STOP_AFTER_MS = 3_000;
const open = new Map<string, { hall: Hall; users: number }>();

/**
 * The hall of an event, shared by the pages that show it: going from the seats to the form and back keeps the
 * stream. Call the returned `leave` when done.
 */
export function enterHall(event: string): { hall: Hall; leave: () => void } {
  let entry = open.get(event);
  if (!entry) {
    entry = { hall: new Hall(event), users: 0 };
    open.set(event, entry);
    entry.hall.start();
  }
  const entered = entry;
  entered.users += 1;
  return {
    hall: entered.hall,
    leave: () => {
      entered.users -= 1;
      setTimeout(() => {
        if (entered.users > 0 || open.get(event) !== entered) return;
        open.delete(event);
        entered.hall.stop();
      }, STOP_AFTER_MS);
    },
  };
}
