import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';

describe('REDIS_URL', () => {
  it('names one server', () => {
    expect(parseRedisUrl('redis://localhost')).toMatchObject({
      nodes: [{ host: 'localhost', port: 6379 }],
      isCluster: false,
      isTls: false,
      username: undefined,
      password: undefined,
      database: 0,
    });
  });

  it('may carry credentials, TLS and a database', () => {
    expect(parseRedisUrl('rediss://jari:p%40ss@redis.example:6380/2')).toMatchObject({
      nodes: [{ host: 'redis.example', port: 6380 }],
      isTls: true,
      username: 'jari',
      password: 'p@ss',
      database: 2,
    });
    expect(parseRedisUrl('redis://:secret@[::1]:7000')).toMatchObject({
      nodes: [{ host: '::1', port: 7000 }],
      username: undefined,
      password: 'secret',
    });
  });

  it('means a cluster when it names several hosts or says so', () => {
    const nodes = ['a', 'b', 'c'].map((host) => ({ host, port: 7000 }));
    const several = parseRedisUrl('redis://:pw@a:7000, redis://b:7000,c:7000');
    expect(several).toMatchObject({ nodes, isCluster: true, password: 'pw' });
    expect(parseRedisUrl('redis://a:7000?cluster=true')).toMatchObject({ isCluster: true });
    expect(parseRedisUrl('redis://a:7000?cluster=false')).toMatchObject({ isCluster: false });
  });

  it.each([
    ['http://a', 'must look like'],
    ['redis://', 'must look like'],
    ['redis://a:port', 'must look like'],
    ['redis://a/second', 'number of a database'],
    ['redis://a?cluster=maybe', 'cluster=true or cluster=false'],
    ['redis://a?cluster=false,redis://b', 'several hosts'],
    ['redis://a/1,redis://b', 'only one'],
  ])('%s is refused with the reason', (url, reason) => {
    expect(() => parseRedisUrl(url)).toThrow(reason);
  });

  it('is not repeated in the complaint, because it may contain a password', () => {
    expect(() => parseRedisUrl('redis://:secret@a:port')).toThrow(/^REDIS_URL must look like [^@]*$/);
  });
});
