import type { Hall } from '#lib/hall/hall.svelte.ts';
import { MyLine } from './my-line.svelte.ts';

/** Puts the waiting room before a hall; once, however often it is asked. */
export function lineUp(hall: Hall): void {
  if (hall.isStopped || hall.line) return;
  const turnMs = () => {
    const room = hall.details?.waiting_room;
    return room ? room.turn_ttl_seconds * 1000 : undefined;
  };
  hall.line = new MyLine(hall.event, turnMs, (letsIn) => (letsIn ? hall.wake() : hall.rest()));
}
