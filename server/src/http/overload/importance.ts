/**
 * What a request is worth to people when not all can be served, the first to be refused first.
 *
 * - `stream`: a new stream of changes. Whoever has none asks in turns, so nobody is harmed.
 * - `look`: how the hall, a line or an event stands. What is on the screen stays there, a little older.
 * - `take`: comes into a line or wants seats. Nothing is lost by coming a little later.
 * - `settle`: keeps or gives back what somebody has: a confirmation, an extension, a release, a cancellation.
 * - `operate`: the operator's and the organiser's. Never refused, because they are the ones who can help.
 */
export type Importance = 'stream' | 'look' | 'take' | 'settle' | 'operate';

/** A request, as far as the decision whether it can be served needs to know it. */
export interface Asked {
  readonly importance: Importance;
  /** The event whose box office it goes to, if it goes to one. */
  readonly event: string | undefined;
}

const API = '/api/v1/';
const EVENTS = `${API}events/`;
const FCFS = `${API}seats/reservation/fcfs`;

/**
 * Judges by method and address alone, before anything is read. What the address does not say (whether a
 * confirmation is one of seats that are held) is found out later; see confirm-routes.ts.
 *
 * @param fcfsEvent the event of the brief's addresses, which name none
 */
export function askedFor(method: string, url: string, fcfsEvent: string): Asked {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (!path.startsWith(API)) return { importance: outsideApi(method, path), event: undefined };
  if (path.startsWith(`${API}admin/`)) return { importance: 'operate', event: undefined };
  if (path.startsWith(EVENTS)) {
    const slash = path.indexOf('/', EVENTS.length);
    const event = slash === -1 ? path.slice(EVENTS.length) : path.slice(EVENTS.length, slash);
    return { importance: ofEvent(method, slash === -1 ? '' : path.slice(slash)), event };
  }
  if (path === FCFS) return { importance: 'take', event: fcfsEvent };
  return { importance: path.endsWith('/stream') ? 'stream' : otherwise(method), event: undefined };
}

function ofEvent(method: string, what: string): Importance {
  if (what === '/stream') return 'stream';
  if (what === '/hold' && method === 'PUT') return 'take';
  if (what === '/line' && method === 'PUT') return 'take';
  return otherwise(method);
}

/** Changes that are nothing of the above keep what somebody has; without its preflight none of them gets through. */
function otherwise(method: string): Importance {
  return method === 'GET' || method === 'HEAD' ? 'look' : 'settle';
}

function outsideApi(method: string, path: string): Importance {
  if (path.startsWith('/fcfs/')) return method === 'POST' ? 'take' : otherwise(method);
  if (/^\/(health|healthz|readyz|metrics)$/.test(path)) return 'operate';
  // A page that has begun to load is of no use without its other half.
  if (path.startsWith('/_app/')) return 'settle';
  return otherwise(method);
}
