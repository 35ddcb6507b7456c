/** Where Redis is: one server, or some nodes of a cluster, which name the others. */
export interface RedisTarget {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly isCluster: boolean;
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** A cluster has only 0. */
  readonly database: number;
}

/**
 * Reads a `REDIS_URL`:
 *
 *   redis://host:6379                         one server; rediss:// for TLS
 *   redis://user:password@host:6379/2         with credentials and a database
 *   redis://a:7000,redis://b:7000,c:7000      a cluster, by some of its nodes
 *   redis://host:7000?cluster=true            a cluster, by one node or a name that means all
 *
 * Credentials and TLS are those of the first and hold for every node. Throws with one line that can be
 * shown; it never repeats the value, which may contain a password.
 */
export function parseRedisUrl(value: string): RedisTarget {
  const [first, ...others] = value.split(',').map((part) => parse(part.trim()));
  if (first === undefined) throw wrong('is empty');
  const cluster = first.searchParams.get('cluster');
  if (cluster !== null && cluster !== 'true' && cluster !== 'false') {
    throw wrong('takes cluster=true or cluster=false');
  }
  if (others.length > 0 && cluster === 'false') throw wrong('names several hosts, and so a cluster');
  const isCluster = others.length > 0 || cluster === 'true';
  const database = Number(first.pathname.replace(/^\//, ''));
  if (!Number.isInteger(database) || database < 0) throw wrong('must end in the number of a database');
  if (isCluster && database !== 0) throw wrong('names a database, and a cluster has only one');
  return {
    nodes: [first, ...others].map((url) => ({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? 6379 : Number(url.port),
    })),
    isCluster,
    isTls: first.protocol === 'rediss:',
    username: decoded(first.username),
    password: decoded(first.password),
    database,
  };
}

function parse(part: string): URL {
  const text = /^\w+:\/\//.test(part) ? part : `redis://${part}`;
  if (!URL.canParse(text)) throw wrong('must look like redis://host:6379');
  const parsed = new URL(text);
  if (!/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw wrong('must look like redis://host:6379');
  }
  return parsed;
}

function decoded(encoded: string): string | undefined {
  return encoded === '' ? undefined : decodeURIComponent(encoded);
}

function wrong(what: string): Error {
  return new Error(`REDIS_URL ${what}.`);
}
