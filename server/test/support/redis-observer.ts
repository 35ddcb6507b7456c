import { silentRedisObserver, type RedisState } from '../../src/adapters/redis/observer.ts';

/** Counts what the bus tells its observer. */
export function countingObserver() {
  const counts = { dropped: 0, unreadable: 0, failed: 0 };
  const states: RedisState[] = [];
  const observer = {
    ...silentRedisObserver,
    stateChanged: (_part: string, state: RedisState) => states.push(state),
    newsDropped: () => counts.dropped++,
    newsUnreadable: () => counts.unreadable++,
    failed: () => counts.failed++,
  };
  return { counts, states, observer };
}
