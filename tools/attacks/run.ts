import { Canaries } from './oracles/canaries.ts';
import { declaredBy } from './oracles/declared.ts';
import { Judge } from './oracles/judge.ts';
import { RequestGenerator } from './requests/generator.ts';
import type { Pools } from './requests/pools.ts';
import type { AttackAnswer, AttackRequest } from './requests/request.ts';
import { shrink } from './shrink.ts';
import { Tally } from './tally.ts';
import type { World } from './world/world.ts';

export interface RunOptions {
  readonly world: World;
  readonly pools: Pools;
  readonly seed: number;
  readonly requests: number;
  /** How many are on their way at the same time. */
  readonly atOnce: number;
  /** Whether limits may refuse anything at any time: behind a gateway. */
  readonly isLimited?: boolean;
  readonly onProgress?: (sent: number, tally: Tally) => void;
}

export interface Finding {
  readonly number: number;
  readonly what: string;
  /** The smallest request that still shows it. */
  readonly request: AttackRequest;
  readonly answer: AttackAnswer | undefined;
}

/** How often a sequence is begun instead of a single request. */
const SEQUENCES = 0.05;

/** Each kind of finding is told once, and so many kinds at most. */
const FINDINGS_MAX = 40;

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly tally: Tally;
  readonly canaries: Canaries;
}

/** Sends as many requests as it is told, drawn from the seed, and judges every answer. */
export async function attack({
  world,
  pools,
  seed,
  requests,
  atOnce,
  isLimited = false,
  onProgress,
}: RunOptions): Promise<Outcome> {
  const canaries = new Canaries();
  const judge = new Judge(declaredBy(world.document), canaries, isLimited);
  const generator = new RequestGenerator(world.document, seed, pools, world.identities, canaries);
  const tally = new Tally();
  const findings = new Map<string, Finding>();
  let sent = 0;

  const judged = async (
    request: AttackRequest,
  ): Promise<{ found: readonly string[]; answer?: AttackAnswer }> => {
    canaries.note(request);
    const answer = await world.send(request);
    if (answer === undefined) return { found: ['no answer in time'] };
    return { found: judge.findings({ request, answer }), answer };
  };
  const one = async (number: number, request: AttackRequest): Promise<AttackAnswer | undefined> => {
    const { found, answer } = await judged(request);
    tally.add(request, answer);
    if (answer !== undefined && answer.status < 300) harvest(pools, request, answer);
    for (const line of world.takeLog()) {
      const [trace] = Canaries.in(line);
      if (trace === undefined) continue;
      const what = `the log shows ${trace}: ${line.slice(0, 300)}`;
      // By the line alone: with several requests on their way it may be of another one’s.
      if (!findings.has(kindOf(what))) report(number, what, request, answer, kindOf(what));
    }
    for (const what of found) {
      const key = `${request.operationId ?? 'none'}: ${kindOf(what)}`;
      if (findings.has(key) || findings.size >= FINDINGS_MAX) continue;
      report(number, what, request, answer, key);
      const smaller = await shrink(request, async (tried) =>
        (await judged(tried)).found.some((f) => kindOf(f) === kindOf(what)),
      );
      report(number, what, smaller, answer, key);
    }
    return answer;
  };
  const count = (): number => {
    const number = ++sent;
    if (number % 1_000 === 0) onProgress?.(number, tally);
    return number;
  };
  const report = (
    number: number,
    what: string,
    request: AttackRequest,
    answer: AttackAnswer | undefined,
    key: string,
  ): void => {
    findings.set(key, { number, what, request, answer });
  };
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (sent < requests) {
        if (!generator.draw.chance(SEQUENCES)) {
          await one(count(), generator.next());
          continue;
        }
        const steps = generator.sequence();
        let next = steps.next();
        while (next.done !== true) next = steps.next(await one(count(), next.value));
      }
    }),
  );
  return { findings: [...findings.values()], tally, canaries };
}

function harvest(pools: Pools, { identity }: AttackRequest, { headers, body }: AttackAnswer): void {
  if (body.length > 20_000 || !String(headers['content-type']).startsWith('application/json')) return;
  try {
    pools.harvest(identity, JSON.parse(body));
  } catch {
    // The judge has said so already.
  }
}

/** Findings of one kind differ in numbers and names alone. */
function kindOf(what: string): string {
  return what.replaceAll(/Kanarie\d+|[+\d][\d-]{3,}|\/\d+\//g, '…').slice(0, 80);
}
