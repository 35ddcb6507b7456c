import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, makeCookies } from '../load/cookies.ts';
import { load, type LoadResult } from '../load/load.ts';
import type { Options } from '../options.ts';
import { startBare, type Bare } from '../references/bare.ts';
import { preparePgbench, runPgbench } from '../references/pgbench.ts';
import type { Figures } from '../report/figures.ts';
import { cpuSecondsOf, cpuSecondsOfFamily } from '../rig/cpu.ts';
import { readMetrics } from '../rig/metrics.ts';
import { LARGE_HALL, LARGE_HALL_SEATS, type BenchServer, type Rig } from '../rig/rig.ts';
import { scenarios, type Scenario, type ScenarioName } from './scenarios.ts';

/** Enough for the compiler in V8 to have seen what is hot; on a machine that others use that takes longer. */
const WARM_UP = { seconds: 20, requestsMax: 20_000 };
/** `GET /seats` needs none, and would not end by itself. */
const NO_LIMIT = 1e9;

type Log = (line: string) => void;

/** What all rounds share. */
interface Stage {
  readonly rig: Rig;
  readonly bare: Bare;
  readonly options: Options;
  readonly cookiesFile: string;
}

/** Requests a second of every scenario and of the references, alternating, in so many rounds. */
export async function measureRates(rig: Rig, options: Options, figures: Figures, log: Log): Promise<void> {
  const names = (Object.keys(scenarios) as ScenarioName[]).filter((name) => options.wants(name));
  const references = (['pgbench', 'pgbench-bump'] as const).filter((name) => options.wants(name));
  if (names.length + references.length === 0) return;
  log('Preparing sessions and references …');
  const stage = await setStage(rig, options);
  if (references.length > 0) await preparePgbench(rig);
  for (let round = 1; round <= options.rounds; round++) {
    log(`\nRound ${round} of ${options.rounds}`);
    const server = await rig.startServer();
    await warmUp(stage, server, round);
    // Each reference just before what is compared with it.
    if (references.includes('pgbench')) await measureReference(stage, 'scattered', figures, log);
    if (names.includes('reserve')) await measureScenario(stage, server, 'reserve', round, figures, log);
    if (references.includes('pgbench-bump')) await measureReference(stage, 'bumped', figures, log);
    for (const name of names) {
      if (name !== 'reserve') await measureScenario(stage, server, name, round, figures, log);
    }
    await server.stop();
  }
  stage.bare.stop();
}

async function setStage(rig: Rig, options: Options): Promise<Stage> {
  const server = await rig.startServer();
  const cookies = await makeCookies(server.url, rig.sessionSecret, LARGE_HALL_SEATS);
  const cookiesFile = join(rig.folder.path, 'cookies');
  writeFileSync(cookiesFile, linesOf(cookies));
  const bare = await startBare(rig.folder, await oneReservation(rig, server));
  await server.stop();
  return { rig, bare, options, cookiesFile };
}

/** What the server answers to a reservation: the bare Fastify shall answer as much. */
async function oneReservation(rig: Rig, server: BenchServer): Promise<object> {
  await rig.createEvent(server, 'sample', { rows: 1, seats_per_row: 1 });
  const answer = await fetch(`${server.url}/api/v1/events/sample/reservations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user-id': 'sample' },
    body: '{"user_name":"홍길동","phone":"010-1234-5678","seat_ids":[1]}',
  });
  if (answer.status !== 201) throw new Error(`Nothing was reserved: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as object;
}

async function warmUp(stage: Stage, server: BenchServer, round: number): Promise<void> {
  const event = `warm-up-${round}`;
  await stage.rig.createEvent(server, event, LARGE_HALL);
  for (const name of ['reserve', 'bare-post', 'bare-get'] as const) {
    await send(stage, server, scenarios[name], event, WARM_UP);
  }
}

async function measureScenario(
  stage: Stage,
  server: BenchServer,
  name: ScenarioName,
  round: number,
  figures: Figures,
  log: Log,
): Promise<void> {
  const { rig, bare, options } = stage;
  const scenario: Scenario = scenarios[name];
  const event = `${name}-${round}`;
  if (scenario.takesSeats) await rig.createEvent(server, event, LARGE_HALL);
  await rig.settle();
  const pid = scenario.target === 'server' ? server.pid : bare.pid;
  const before = await snapshot(rig, pid, server);
  const result = await send(stage, server, scenario, event, {
    seconds: options.seconds,
    requestsMax: scenario.takesSeats && !scenario.isRefused ? LARGE_HALL_SEATS : NO_LIMIT,
  });
  if (result === 'all sent') throw new Error(`${name} sold out before its time; choose fewer --seconds.`);
  const after = await snapshot(rig, pid, server);
  check(name, scenario, result);

  const batches = after.batches - before.batches;
  figures.addRate(name, {
    perSecond: result.requests / result.seconds,
    latencyMsP50: result.latencyMsP50,
    latencyMsP99: result.latencyMsP99,
    nodeMicros: ((after.nodeSeconds - before.nodeSeconds) * 1e6) / result.requests,
    postgresMicros: ((after.postgresSeconds - before.postgresSeconds) * 1e6) / result.requests,
    ...(batches > 0 ? { batch: (after.commands - before.commands) / batches } : {}),
  });
  log(figures.describeLastRate(name));
}

async function measureReference(
  { rig, options }: Stage,
  variant: 'scattered' | 'bumped',
  figures: Figures,
  log: Log,
): Promise<void> {
  const result = await runPgbench(rig, variant, options.seconds, async (run) => {
    const before = cpuSecondsOfFamily(rig.postgres.program.pid);
    const ran = await run();
    return { ...ran, cpuSeconds: cpuSecondsOfFamily(rig.postgres.program.pid) - before };
  });
  const name = variant === 'scattered' ? 'pgbench' : 'pgbench-bump';
  const postgresMicros = (result.cpuSeconds * 1e6) / result.transactions;
  figures.addRate(name, { perSecond: result.perSecond, postgresMicros });
  log(figures.describeLastRate(name));
}

async function send(
  { rig, bare, options, cookiesFile }: Stage,
  server: BenchServer,
  scenario: Scenario,
  event: string,
  bounds: { readonly seconds: number; readonly requestsMax: number },
): Promise<LoadResult | 'all sent'> {
  const { url } = scenario.target === 'server' ? server : bare;
  const template = scenario.template(url, event);
  return load(rig.folder, url, template, {
    ...bounds,
    connections: options.connections,
    cookiesFile: Object.values(template.headers).includes('@cookie@') ? cookiesFile : '-',
  });
}

/** A rate of wrong answers would be no rate at all. */
function check(name: string, { isRefused }: Scenario, { requests, refused, unanswered }: LoadResult): void {
  const wrong = isRefused ? requests - refused - 1 : refused;
  if (wrong > 0 || unanswered > 0) {
    throw new Error(`${name}: of ${requests} requests ${refused} were refused, ${unanswered} not answered.`);
  }
}

async function snapshot(rig: Rig, pid: number, server: BenchServer) {
  const metrics = await readMetrics(server.url);
  return {
    nodeSeconds: cpuSecondsOf(pid),
    postgresSeconds: cpuSecondsOfFamily(rig.postgres.program.pid),
    commands: metrics.get('jari_batch_commands_sum') ?? NaN,
    batches: metrics.get('jari_batch_commands_count') ?? NaN,
  };
}
