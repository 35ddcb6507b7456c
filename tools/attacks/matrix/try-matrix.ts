import type { Problem } from '@jari/contract';
import { routesOf, type OpenApi, type Route } from '../../docs/open-api.ts';
import type { Cast } from './cast.ts';
import type { Answer, Stage } from './stage.ts';
import { table, type Row } from './table.ts';
import { fill, type PropertyRoom, type Things } from './things.ts';
import { verdictFor, type Somebody, type Verdict } from './who.ts';

/** What a cell is about: the thing itself, one that does not exist, and what cannot be the name of one. */
const OBJECTS = ['its own', 'missing', 'malformed'] as const;
type Kind = (typeof OBJECTS)[number];

export interface Tried {
  readonly cells: number;
  readonly open: number;
  readonly closed: number;
  readonly findings: readonly string[];
}

const MISSING: Things = {
  event: 'no-such-event',
  id: 'no-such-event.1',
  plan: '0'.repeat(32),
  name: 'no-such',
};
const MALFORMED: Things = {
  event: 'NO.EVENT',
  id: "'; select 1",
  plan: 'x',
  name: 'NO NAME',
  template: '%00',
};

/** Tries every operation as everybody, on every kind of thing, and says which cells are not as declared. */
export async function tryMatrix(stage: Stage, cast: Cast, room: PropertyRoom): Promise<Tried> {
  const findings: string[] = [];
  let [open, closed] = [0, 0];
  const document = (await stage.document()) as OpenApi;
  for (const route of inOrder(routesOf(document))) {
    const { operationId } = route.operation;
    const row = table[operationId];
    if (row === undefined) {
      findings.push(`${operationId} has no row in the table: who may?`);
      continue;
    }
    const refused = new Map<string, string>();
    const shared = await room.make(row.needs ?? [], cast.ann);
    for (const object of objectsOf(route, row)) {
      for (const somebody of cast.everybody) {
        const verdict = verdictFor(row.who, somebody, cast.ann.name);
        if (verdict === 'open') open++;
        else closed++;
        // What is only looked at is there for the next one, too.
        const isUsedUp = verdict === 'open' && object === 'its own' && route.method !== 'GET';
        const own = isUsedUp ? await room.make(row.needs ?? [], somebody) : shared;
        const answer = await ask(stage, route, row, somebody, { ...own, ...OTHER[object] });
        const wrong =
          verdict === 'open'
            ? ofOpen(answer, row, object)
            : ofClosed(answer, verdict, refused, somebody, isPublic(row) && object === 'malformed');
        if (wrong !== undefined) {
          findings.push(
            `${operationId} as ${somebody.name} on ${object}: ${wrong} (${answer.status} ${answer.body.slice(0, 200)})`,
          );
        }
      }
    }
  }
  const known = new Set(routesOf(document).map(({ operation }) => operation.operationId));
  for (const name of Object.keys(table))
    if (!known.has(name)) findings.push(`there is no operation ${name} any more`);
  return { cells: open + closed, open, closed, findings };
}

/** Whoever may ask as a visitor or a shop is told what an address looks like; what exists, nobody learns from it. */
function isPublic({ who }: Row): boolean {
  return typeof who === 'string' || 'scope' in who;
}

/** What takes away by what people are known comes last. */
function inOrder(routes: readonly Route[]): readonly Route[] {
  const isLast = ({ operation }: Route) => table[operation.operationId]?.isLast === true;
  return [...routes.filter((route) => !isLast(route)), ...routes.filter(isLast)];
}

const OTHER: Readonly<Record<Kind, Things>> = { 'its own': {}, missing: MISSING, malformed: MALFORMED };

function objectsOf({ path }: Route, { isMaking }: Row): readonly Kind[] {
  if (!path.includes('{')) return ['its own'];
  return isMaking === true ? ['its own', 'malformed'] : OBJECTS;
}

async function ask(
  stage: Stage,
  route: Route,
  row: Row,
  somebody: Somebody,
  things: Things,
): Promise<Answer> {
  const { method, path } = route;
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(
      path.includes('/seats/{id}') ? (SEATS[things['event'] ?? ''] ?? '3') : (things[name] ?? 'none'),
    ),
  );
  const url = address + (row.query === undefined ? '' : `?${fill(row.query, things)}`);
  const more = Object.fromEntries(
    Object.entries(row.headers ?? {}).map(([name, text]) => [name, fill(text, things)]),
  );
  const headers = { ...more, ...somebody.headers };
  const body =
    row.body === undefined ? undefined : (JSON.parse(fill(JSON.stringify(row.body), things)) as object);
  if (/\/stream$/.test(path)) return stage.readStream(url, headers);
  for (;;) {
    const answer = await stage.send(method, url, headers, body);
    if (answer.status !== 429) return answer;
    stage.forgiveGuess();
  }
}

/** Seats have numbers and not names. */
const SEATS: Things = { 'no-such-event': '99', 'NO.EVENT': 'x' };

function ofOpen({ status }: Answer, { also = [] }: Row, object: Kind): string | undefined {
  const isDone = status < 300 || also.includes(status);
  if (object === 'its own') return isDone ? undefined : 'declared open';
  // Something that is not there is not there, or cannot be; never a failure, and never somebody else's.
  return status === 404 || status === 400 || isDone
    ? undefined
    : 'neither found nor told that it is not there';
}

/** Refused for the declared reason; and so that another's, a missing and a malformed thing look the same. */
function ofClosed(
  answer: Answer,
  { status, reason }: Exclude<Verdict, 'open'>,
  refused: Map<string, string>,
  { name }: Somebody,
  mayBeMalformed: boolean,
): string | undefined {
  const problem = read(answer.body);
  if (mayBeMalformed && answer.status === 400 && problem?.reason === 'validation') return undefined;
  if (answer.status !== status || problem?.reason !== reason) return `declared ${status} ${reason}`;
  const text = JSON.stringify({ ...problem, request_id: '' });
  const first = refused.get(name) ?? text;
  refused.set(name, first);
  return first === text ? undefined : `not refused as the others are: ${first}`;
}

function read(text: string): Partial<Problem> | undefined {
  try {
    return JSON.parse(text) as Partial<Problem>;
  } catch {
    return undefined;
  }
}
