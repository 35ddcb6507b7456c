import { Hall } from './hall.svelte.ts';

/** Long enough to look at the ticket and come back: the hall is then still there, and nothing is asked anew. */
const STOP_AFTER_MS = 20_000;

interface OpenHall {
  readonly hall: Hall;
  readonly close: () => void;
  users: number;
}

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- bookkeeping that no page depends on
const open = new Map<string, OpenHall>();

/** Opens a hall outside of any page's effects: it outlives the page that entered it first. */
function openHall(event: string): OpenHall {
  let hall: Hall | undefined;
  const closeScope = $effect.root(() => {
    hall = new Hall(event);
  });
  if (!hall) throw new Error('unreachable: the root runs at once');
  const opened = hall;
  opened.start();
  return {
    hall: opened,
    users: 0,
    close: () => {
      opened.stop();
      closeScope();
    },
  };
}

/**
 * The hall of an event, shared by the pages that show it: going from the seats to the form and back keeps the
 * stream. Call the returned `leave` when done.
 */
export function enterHall(event: string): { hall: Hall; leave: () => void } {
  let entry = open.get(event);
  if (!entry) {
    entry = openHall(event);
    open.set(event, entry);
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
        entered.close();
      }, STOP_AFTER_MS);
    },
  };
}
