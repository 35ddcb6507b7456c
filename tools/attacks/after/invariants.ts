import { verifyLog } from '../../../rehearsal/src/verify-log/verify.ts';
import type { AttackRequest } from '../requests/request.ts';
import type { World } from '../world/world.ts';

const LETTERS: Readonly<Record<string, string>> = { a: 'free', h: 'held', r: 'reserved', b: 'blocked' };

/** How often hall and log are compared before they are said to differ. */
const LOOKS_MAX = 20;

interface States {
  readonly sequence: number;
  readonly states: string;
}

/**
 * What has to hold when the attacks are over, for each event: its log is proven by the checker that shares no code with
 * the server, and the hall that everybody is shown is the one that the log leads to.
 */
export async function brokenInvariants(world: World, events: readonly string[]): Promise<string[]> {
  const broken: string[] = [];
  const look = async (url: string): Promise<string> => {
    const [house] = world.identities.house;
    const request: AttackRequest = {
      ...{ method: 'GET', url, headers: house?.headers ?? {}, body: undefined },
      ...{ operationId: undefined, identity: 'house:token', story: 'a look at the end' },
    };
    const answer = await world.send(request);
    if (answer?.status !== 200) broken.push(`${url} is answered ${answer?.status ?? 'not at all'}`);
    return answer?.status === 200 ? answer.body : '';
  };
  const lookAtBoth = async (event: string) => {
    const shown = JSON.parse(
      (await look(`/api/v1/events/${event}/states`)) || '{"states":"","sequence":0}',
    ) as States;
    const log = await look(`/api/v1/admin/events/${event}/log`);
    return { shown, ...(await verifyLog(log.split('\n').filter((line) => line !== ''))) };
  };
  for (const event of events) {
    let both = await lookAtBoth(event);
    // A hold ran out between the two looks.
    for (let i = 1; i < LOOKS_MAX && both.changes !== both.shown.sequence; i++)
      both = await lookAtBoth(event);
    const { shown, findings, seats, changes } = both;
    broken.push(...findings.map(({ line, problem }) => `log of ${event}, line ${line}: ${problem}`));
    if (changes !== shown.sequence) {
      broken.push(`${event}: the log has ${changes} changes, and ${shown.sequence} are shown`);
      continue;
    }
    const counts = countLetters(shown.states);
    for (const state of new Set([...Object.keys(seats), ...Object.keys(counts)])) {
      const [logged, seen] = [seats[state] ?? 0, counts[state] ?? 0];
      if (logged !== seen)
        broken.push(`${event}: by the log ${logged} seats are ${state}, and ${seen} are shown so`);
    }
  }
  return broken;
}

function countLetters(states: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const letter of states) {
    const state = LETTERS[letter] ?? letter;
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
