import { Shared, type Opened } from '#lib/app/shared.ts';
import { Hall } from './hall.svelte.ts';

/** Long enough to look at the ticket and come back: the hall is then still there, and nothing is asked anew. */
const STOP_AFTER_MS = 20_000;

const halls = new Shared<Hall>(openHall, STOP_AFTER_MS);

/** Opens a hall outside of any page's effects: it outlives the page that entered it first. */
function openHall(event: string): Opened<Hall> {
  let hall: Hall | undefined;
  const closeScope = $effect.root(() => {
    hall = new Hall(event);
  });
  if (!hall) throw new Error('unreachable: the root runs at once');
  const opened = hall;
  opened.start();
  return {
    value: opened,
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
  const { value: hall, leave } = halls.enter(event);
  return { hall, leave };
}
