import { routesOf, type OpenApi, type Parameter, type Route } from '../../docs/open-api.ts';
import type { Canaries } from '../oracles/canaries.ts';
import { Draw } from './draw.ts';
import { drawIdentity, type Identities, type Identity } from './identities.ts';
import { contentTypes, nastyTexts, oddHeaders, oddSegments } from './nasty.ts';
import type { Pools } from './pools.ts';
import { without, type AttackAnswer, type AttackRequest } from './request.ts';
import { sequences, type Step } from './sequences.ts';
import { spoilText } from './spoil-text.ts';
import { spoilValue } from './spoil-value.ts';
import { ValidValues } from './valid-values.ts';

/** What an answer costs more than usual: processes that are started, whole halls that are written. */
const DEAR = new Set([
  'getMetrics',
  'printTicket',
  'importPlan',
  'exportPlan',
  'getPlanTemplate',
  'startRehearsal',
  'exportLog',
  'audit',
  'auditAndRepair',
  'readArchive',
]);
/** What would end the game for all who come later. */
const SWEEPING = new Set([
  'resetDefaultHall',
  'resetEvent',
  'eraseMyData',
  'erasePerson',
  'setSale',
  'putEvent',
  'copyEvent',
]);
const SAYS_WHO = /^(x-user-id|cookie|authorization|jari-session)$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

interface Parts {
  readonly route: Route;
  readonly identity: Identity;
  readonly draw: Draw;
  readonly values: ValidValues;
}

/** Requests without end, each drawn from one seed, and aimed at what earlier answers brought. */
export class RequestGenerator {
  readonly draw: Draw;
  private readonly routes: readonly (readonly [weight: number, route: Route])[];

  constructor(
    document: OpenApi,
    seed: number,
    private readonly pools: Pools,
    private readonly identities: Identities,
    private readonly canaries: Canaries,
  ) {
    this.draw = new Draw(seed);
    this.routes = routesOf(document).map((route) => [weightOf(route), route]);
  }

  next(): AttackRequest {
    const { draw, pools } = this;
    const route = draw.weighted(this.routes);
    const identity = drawIdentity(this.identities, route.operation.security, draw, pools);
    const values = new ValidValues(
      draw,
      pools,
      () => this.canaries.person(identity.name, draw),
      identity.name,
    );
    const parts: Parts = { route, identity, draw, values };
    const valid = this.valid(parts);
    const hasBody = route.operation.requestBody !== undefined;
    return draw.weighted<() => AttackRequest>([
      [44, () => valid],
      [hasBody ? 26 : 3, () => this.withSpoiledBody(valid, parts)],
      [hasBody ? 8 : 1, () => this.withSpoiledText(valid, parts)],
      [8, () => this.withOddPath(valid, parts)],
      [8, () => this.withOddQuery(valid, parts)],
      [8, () => withOddHeader(valid, draw)],
      [2, () => this.withOtherMethod(valid, parts)],
    ])();
  }

  /** Several requests, each made of what the one before was answered; one in eight of them spoiled. */
  *sequence(): Generator<AttackRequest, void, AttackAnswer | undefined> {
    const { draw, identities } = this;
    const [visitor, other, shop, house] = [
      draw.pick(identities.visitors),
      draw.pick(identities.visitors),
      draw.pick(identities.shops),
      draw.pick(identities.house),
    ];
    let person = visitor;
    const steps = draw.pick(sequences)({ draw, person: () => this.canaries.person(person.name, draw) });
    let next = steps.next();
    while (next.done !== true) {
      const step = next.value;
      person = step.by === undefined ? visitor : { other, shop, house }[step.by];
      const request = this.requestOf(step, person);
      next = steps.next(yield draw.chance(0.12) ? withOddHeader(request, draw) : request);
    }
  }

  private requestOf(
    { operation, at = {}, query, body, headers = {} }: Step,
    identity: Identity,
  ): AttackRequest {
    const named = this.routes.find(([, one]) => one.operation.operationId === operation);
    if (named === undefined) throw new Error(`there is no operation ${operation}`);
    const [, { method, path }] = named;
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? 'none'));
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return {
      method,
      url: url + search,
      headers: { ...identity.headers, ...headers, ...type },
      body: body === undefined ? undefined : JSON.stringify(body),
      operationId: operation,
      identity: identity.name,
      story: 'a step',
    };
  }

  private valid(parts: Parts): AttackRequest {
    const { route, identity, draw, values } = parts;
    const { operation, method } = route;
    const headers: Record<string, string> = { ...identity.headers };
    const query = new URLSearchParams();
    for (const parameter of operation.parameters ?? []) {
      if (parameter.in === 'path' || !(parameter.required || draw.chance(0.5))) continue;
      const value = this.parameter(parameter, values, identity.name);
      if (parameter.in === 'query') query.append(parameter.name, value);
      else headers[parameter.name] = value.replaceAll(/[^\x20-\x7e]/g, '?');
    }
    const json = operation.requestBody?.content['application/json']?.schema;
    const body = json === undefined ? undefined : JSON.stringify(values.of(json).value);
    if (body !== undefined) headers['content-type'] = 'application/json';
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    return {
      method: method === 'GET' && draw.chance(0.03) ? 'HEAD' : method,
      url: this.path(route, values, identity.name) + search,
      headers,
      body,
      operationId: operation.operationId,
      identity: identity.name,
      story: 'valid',
    };
  }

  private path({ path, operation }: Route, values: ValidValues, owner: string, odd?: string): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      if (odd !== undefined) return odd;
      const schema =
        operation.parameters?.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
      const kind = kindOfParameter(path, name);
      const known = kind === undefined ? undefined : this.pools.draw(kind, this.draw, owner);
      if (known !== undefined && this.draw.chance(0.9)) return encodeURIComponent(known);
      return encodeURIComponent(String(values.of(schema, name).value)) || 'x';
    });
  }

  private parameter({ name, schema }: Parameter, values: ValidValues, owner: string): string {
    if (name === 'queue-pass') return this.pools.draw('pass', this.draw, owner) ?? 'none';
    if (name === 'idempotency-key' && this.draw.chance(0.7)) return `key-${this.draw.below(1_000_000)}`;
    if (name === 'after' || name === 'cursor') return this.pools.draw('cursor', this.draw) ?? '0';
    if (name === 'entry') return String(this.draw.between(1, 30));
    if (name === 'event') return this.pools.draw('event', this.draw) ?? 'default';
    return String(values.of(schema, name).value);
  }

  private withSpoiledBody(valid: AttackRequest, { route, draw, values }: Parts): AttackRequest {
    const schema = route.operation.requestBody?.content['application/json']?.schema;
    if (schema === undefined) return { ...valid, ...spoilText('{"seat_ids":[1]}', draw) };
    const { text, story } = spoilValue(values.of(schema), draw);
    return { ...valid, body: text, story: `body: ${story}` };
  }

  private withSpoiledText(valid: AttackRequest, { draw }: Parts): AttackRequest {
    const text = typeof valid.body === 'string' ? valid.body : '{}';
    const { body, headers, story } = spoilText(text, draw);
    const others = without(valid.headers, 'content-type');
    return { ...valid, body, headers: { ...others, ...headers }, story: `body ${story}` };
  }

  private withOddPath(valid: AttackRequest, { route, draw, values }: Parts): AttackRequest {
    if (!route.path.includes('{')) {
      const end = draw.pick(['/', '//', '/..', '/%00', ';a=b', '%20', '/' + 'x'.repeat(4_000), '?']);
      const url = route.path + end;
      // Nothing after a question mark is the address as it is.
      if (end === '?') return { ...valid, url, story: 'an empty query' };
      return { ...valid, url, operationId: undefined, story: 'an address beside it' };
    }
    const isWritten = draw.chance(0.5);
    const text = draw.pick(nastyTexts).slice(0, 3_000);
    const segment = isWritten ? draw.pick(oddSegments) : encoded(text);
    const url = this.path(route, values, valid.identity, segment);
    return { ...valid, url, operationId: undefined, story: `path with ${segment.slice(0, 60)}` };
  }

  private withOddQuery(valid: AttackRequest, { route, draw }: Parts): AttackRequest {
    const names = (route.operation.parameters ?? [])
      .filter((one) => one.in === 'query')
      .map(({ name }) => name);
    const name = encodeURIComponent(
      draw.pick([...names, ...names, 'unknown', '__proto__', 'a[b]', 'constructor', '']),
    );
    const value = encoded(draw.pick(nastyTexts).slice(0, 3_000));
    const base = valid.url.split('?', 1)[0] ?? '';
    const search = draw.pick([
      `${name}=${value}`,
      `${name}=${value}&${name}=${value}`,
      `${name}[]=${value}&${name}[]=1`,
      `${name}[a]=1`,
      name,
      `${name}=%`,
      `${name}=%ff%fe`,
      `${name}=${value}#${value}`,
      '&&&&',
      `${'a=1&'.repeat(800)}`,
      '?' + value,
    ]);
    return { ...valid, url: `${base}?${search}`, story: `query ${search.slice(0, 60)}` };
  }

  private withOtherMethod(valid: AttackRequest, { route, draw }: Parts): AttackRequest {
    const method = draw.pick(METHODS);
    const named = this.routes.find(([, one]) => one.path === route.path && one.method === method);
    return { ...valid, method, operationId: named?.[1].operation.operationId, story: `method ${method}` };
  }
}

function withOddHeader(valid: AttackRequest, draw: Draw): AttackRequest {
  const [name, value] =
    valid.body !== undefined && draw.chance(0.2)
      ? (['content-type', draw.pick(contentTypes)] as const)
      : draw.pick(oddHeaders);
  const headers = { ...valid.headers, [name]: value };
  // The user's header counts before a cookie; whoever works for the house is not known by either.
  const isOther =
    valid.headers[name] !== undefined || (name === 'x-user-id' && valid.identity.startsWith('user:'));
  const identity = isOther && SAYS_WHO.test(name) ? `odd:${name}:${value.slice(0, 60)}` : valid.identity;
  return { ...valid, headers, identity, story: `header ${name}: ${value.slice(0, 60)}` };
}

/** As an address can say it: half a character becomes a whole one. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function weightOf({ operation: { operationId } }: Route): number {
  if (DEAR.has(operationId)) return 0.08;
  if (SWEEPING.has(operationId)) return 0.4;
  return 1;
}

/** Which of the known names a part of an address means. */
function kindOfParameter(path: string, name: string): string | undefined {
  if (name === 'event' || name === 'plan' || name === 'delivery') return name;
  if (name === 'name') return 'organiser';
  if (name === 'template') return 'template';
  if (path.includes('/api-keys/')) return 'api_key_id';
  if (path.includes('/webhooks/')) return 'webhook';
  if (path.includes('/rehearsals/')) return 'rehearsal';
  return path.includes('reservations/{id}') ? 'reservation' : undefined;
}
