import type { World } from './world.ts';

/** How long everything may take to come to rest when nothing goes wrong any more. */
const PATIENCE_MS = 90_000;
/** How long after the last change a server may be behind: it compares every second, and calls end by then. */
const SERVERS_BEHIND_MS = 8_000;
/** The same of those who watch: they open a stream anew, or ask in turns. */
const WATCHERS_BEHIND_MS = 20_000;
/** What it may take more to notice that a connection is dead. */
const SILENCE_MS = 40_000;
const LOOK_EVERY_MS = 200;
/** How long after its end a hold may stand. */
const OVERDUE_MS = 3_000;

/** Good weather, until everything that was begun has ended and everybody knows all. */
export async function comeToRest(world: World): Promise<void> {
  const { dice, weather, database, bus, findings } = world;
  dice.begin(0x7e57);
  world.tell(() => 'nothing goes wrong any more');
  weather.lossRate = 0;
  weather.delayRate = 0;
  for (const { line } of world.instances) line.isCut = false;
  world.store.isDown = false;
  bus.slownessMs = 0;
  // Only a bus that was down says that something may be missing; what else got lost has to be noticed otherwise.
  if (bus.isDown) bus.comeBack();
  // Mostly; else their own watch has to find that the connection is dead.
  const notices = !dice.oneIn(8);
  for (const watcher of world.watchers) watcher.comeBack(notices);
  const begunAt = world.scheduler.now;
  const overAfterMs = world.shape.holdTtlMs + OVERDUE_MS;
  // A server that was silent until a moment ago has had no time to end what ran out meanwhile.
  let atRestSince = Infinity;
  for (;;) {
    await world.pass(LOOK_EVERY_MS);
    if (findings.any) return;
    const why = whyRestless(world);
    atRestSince = why === undefined ? Math.min(atRestSince, world.scheduler.now) : Infinity;
    const passedMs = world.scheduler.now - begunAt;
    const unchangedMs = Math.min(passedMs, world.scheduler.now - (world.books.log.at(-1)?.trueAt ?? 0));
    const silenceMs = notices ? 0 : SILENCE_MS;
    const allowedMs = why?.who === 'watcher' ? WATCHERS_BEHIND_MS + silenceMs : SERVERS_BEHIND_MS;
    const hasHolds = world.books.states.includes('h');
    if (why === undefined && (!hasHolds || world.scheduler.now - atRestSince > overAfterMs)) break;
    if (passedMs > PATIENCE_MS || (why !== undefined && unchangedMs > allowedMs)) {
      findings.add('liveness', why?.what ?? 'never at rest');
      return;
    }
  }
  const overdue = database.steadyMs() - world.shape.settleMs - OVERDUE_MS;
  for (const { seat, expiresAt } of database.stored.seats) {
    if (seat.state === 'held' && (expiresAt ?? 0) < overdue)
      findings.add('overdue', `${seat.userId}'s hold should be over for ${overdue - (expiresAt ?? 0)} ms`);
  }
}

interface Restless {
  readonly who: 'server' | 'watcher';
  readonly what: string;
}

/** What is not as it should be yet. */
function whyRestless(world: World): Restless | undefined {
  const server = whyServersAreRestless(world);
  if (server !== undefined) return { who: 'server', what: server };
  const { epoch, head, sequence } = world.database.position;
  const place = `${epoch}.${head.slice(0, 8)}:${sequence}`;
  for (const { name, sync } of world.watchers) {
    const { position } = sync.log;
    if (position !== place)
      return { who: 'watcher', what: `${name} is at ${position}, the ledger at ${place}` };
  }
  return undefined;
}

function whyServersAreRestless(world: World): string | undefined {
  const { books, database } = world;
  if (world.unfinished > 0) return `${world.unfinished} wait for an answer for ever`;
  for (const { index, office } of world.instances) {
    if (office === undefined) return `instance ${index + 1} never opens`;
    const { head, event } = office.seatMap;
    if (head !== database.position.head) return `instance ${index + 1} is not where the ledger is`;
    if (office.seatMap.epoch !== database.position.epoch) return `instance ${index + 1} is in another life`;
    if (event.version !== database.stored.event.version) return `instance ${index + 1} has old rules`;
    if (!office.isReady) return `instance ${index + 1} does not sell`;
  }
  if (books.states !== database.stored.seats.map(({ seat }) => seat.state.charAt(0)).join(''))
    return 'the rows are not what the log says';
  return world.store.whyStuck(world.scheduler.now);
}
