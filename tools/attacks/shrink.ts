import { without, type AttackRequest } from './requests/request.ts';

const TRIES_MAX = 40;

/** Leaves out of a request what its finding does not need: headers, query, members of the body, one after another. */
export async function shrink(
  request: AttackRequest,
  isStillFound: (request: AttackRequest) => Promise<boolean>,
): Promise<AttackRequest> {
  let smallest = request;
  let triesLeft = TRIES_MAX;
  for (;;) {
    let hasShrunk = false;
    for (const smaller of smallerThan(smallest)) {
      if (triesLeft-- <= 0) return smallest;
      if (!(await isStillFound(smaller))) continue;
      smallest = smaller;
      hasShrunk = true;
      break;
    }
    if (!hasShrunk) return smallest;
  }
}

function* smallerThan(request: AttackRequest): Generator<AttackRequest> {
  const { url, headers, body } = request;
  const [path = '', query] = url.split('?', 2);
  if (query !== undefined) yield { ...request, url: path };
  for (const name of Object.keys(headers)) {
    yield { ...request, headers: without(headers, name) };
  }
  if (typeof body !== 'string') return;
  const members = membersOf(body);
  for (const name of Object.keys(members ?? {})) {
    const rest = textOf(without(members ?? {}, name));
    if (rest !== undefined) yield { ...request, body: rest };
  }
  if (members === undefined && body.length > 40) yield { ...request, body: body.slice(0, body.length / 2) };
}

function membersOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where it is nested so deep that it can be read and not be written. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
