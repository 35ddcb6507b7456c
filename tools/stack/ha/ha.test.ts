import { describe, expect, it } from 'vitest';
import { leaderConfiguration } from './haproxy.ts';
import { defaultPatience, patroniConfiguration, sharedSettings } from './patroni-settings.ts';
import { readTable } from './redis-cluster.ts';

describe('the configuration of a highly available stack', () => {
  const node = {
    ...{ name: 'pg1', home: '/nowhere', bin: '/bin', port: 1, restPort: 2, patience: defaultPatience },
    ...{ reachedAt: { postgres: '127.0.0.1:3', rest: '127.0.0.1:4' }, etcdHosts: ['127.0.0.1:5'] },
  };

  it('lets nobody lead who may lack what was acknowledged, and acknowledges nothing without a standby', () => {
    expect(sharedSettings(defaultPatience)).toMatchObject({
      synchronous_mode: true,
      synchronous_mode_strict: true,
      maximum_lag_on_failover: 0,
      primary_start_timeout: 0,
      postgresql: { parameters: { synchronous_commit: 'on' } },
    });
  });

  it('speaks version 2 of etcd’s protocol, because this Patroni elects two leaders with version 3', () => {
    const written = JSON.parse(patroniConfiguration(node)) as Record<string, unknown>;
    expect(written).toHaveProperty('etcd');
    expect(written).not.toHaveProperty('etcd3');
  });

  it('never counts a copy that is being made as the standby', () => {
    const { postgresql } = JSON.parse(patroniConfiguration(node)) as { postgresql: { basebackup: unknown } };
    expect(postgresql.basebackup).toContainEqual({ 'wal-method': 'fetch' });
  });

  it('gives up leading before another may lead', () => {
    const { ttl, loopWait, retryTimeout } = defaultPatience;
    expect(loopWait + 2 * retryTimeout).toBeLessThanOrEqual(ttl);
  });

  it('cuts whoever is connected to a node that no longer leads', () => {
    const text = leaderConfiguration(1, [{ name: 'pg1', port: 2, restPort: 3 }]);
    expect(text).toContain('option httpchk OPTIONS /primary');
    expect(text).toMatch(/default-server .*on-marked-down shutdown-sessions/);
    expect(text).toContain('server pg1 127.0.0.1:2 check port 3');
  });
});

describe('what a Redis Cluster tells of its nodes', () => {
  it('is read: who leads for which slots, who follows whom, who has failed', () => {
    const [master, replica, dead] = readTable(
      [
        'aa 127.0.0.1:7001@17001 myself,master - 0 1 1 connected 0-5460 6000',
        'bb 127.0.0.1:7002@17002 slave aa 0 1 1 connected',
        'cc 127.0.0.1:7003@17003 master,fail - 0 1 1 disconnected',
        '',
      ].join('\n'),
    );
    expect(master).toMatchObject({ port: 7001, isMaster: true, isFailing: false, follows: undefined });
    expect([0, 5460, 6000, 5461].map((slot) => master?.has(slot))).toEqual([true, true, true, false]);
    expect(replica).toMatchObject({ isMaster: false, follows: 'aa', slots: [] });
    expect(dead).toMatchObject({ isFailing: true, slots: [] });
  });
});
