/** How fast a lost leader is noticed. `loopWait + 2 × retryTimeout` must not be more than `ttl`. */
export interface Patience {
  /** After so many seconds without a sign of life the leader's key ends, and another may lead. */
  readonly ttl: number;
  /** Every so many seconds each node looks how things are. */
  readonly loopWait: number;
  /** So long etcd or PostgreSQL may be silent before the leader gives up leading. */
  readonly retryTimeout: number;
}

/**
 * Made for one machine on which nine processes and whatever else runs share two cores: three missed rounds are forgiven.
 * On machines of their own the same figures do; Patroni's default (30, 10, 10) makes a lost node cost half a minute.
 */
export const defaultPatience: Patience = { ttl: 12, loopWait: 2, retryTimeout: 5 };

export interface NodeSettings {
  readonly name: string;
  readonly home: string;
  readonly bin: string;
  readonly port: number;
  readonly restPort: number;
  /** Where the other nodes reach its database, and its Patroni. */
  readonly reachedAt: { readonly postgres: string; readonly rest: string };
  readonly etcdHosts: readonly string[];
  readonly patience: Patience;
}

/** Patroni's configuration of one node. JSON is YAML, too. */
export function patroniConfiguration(node: NodeSettings): string {
  return JSON.stringify(
    {
      scope: 'jari',
      name: node.name,
      restapi: { listen: `127.0.0.1:${node.restPort}`, connect_address: node.reachedAt.rest },
      // Version 2 of the protocol. The hosts are ways to etcd and not etcd's own addresses.
      etcd: { hosts: node.etcdHosts, use_proxies: true },
      bootstrap: {
        dcs: sharedSettings(node.patience),
        initdb: [{ encoding: 'UTF8' }, { locale: 'C' }, 'data-checksums', 'no-sync'],
      },
      postgresql: {
        listen: `127.0.0.1:${node.port}`,
        connect_address: node.reachedAt.postgres,
        data_dir: `${node.home}/data`,
        bin_dir: node.bin,
        pgpass: `${node.home}/pgpass`,
        authentication: {
          superuser: { username: 'postgres' },
          replication: { username: 'replicator' },
          rewind: { username: 'postgres' },
        },
        parameters: { unix_socket_directories: node.home },
        pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication replicator 127.0.0.1/32 trust'],
        // By streaming, the copy of a node would itself count as the standby while none other is there, and what was
        // acknowledged would be on one whole machine only.
        basebackup: [{ checkpoint: 'fast' }, { 'wal-method': 'fetch' }],
        // What is left of a primary that died with writes nobody else has must not come back.
        remove_data_directory_on_rewind_failure: true,
        remove_data_directory_on_diverged_timelines: true,
      },
      // /dev/watchdog belongs to a machine, not to one of three nodes on it. See docs/operations.md.
      watchdog: { mode: 'off' },
    },
    undefined,
    2,
  );
}

/** What all nodes share; kept in etcd. */
export function sharedSettings({ ttl, loopWait, retryTimeout }: Patience) {
  return {
    ttl,
    loop_wait: loopWait,
    retry_timeout: retryTimeout,
    // Only the standby that has every acknowledged commit may lead; without one, nothing is acknowledged.
    synchronous_mode: true,
    synchronous_mode_strict: true,
    maximum_lag_on_failover: 0,
    // A primary that crashed is not waited for: its standby has everything.
    primary_start_timeout: 0,
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      parameters: {
        wal_level: 'replica',
        hot_standby: 'on',
        synchronous_commit: 'on',
        max_connections: 200,
        max_wal_senders: 10,
        max_replication_slots: 10,
        wal_keep_size: '256MB',
        // A standby that fell silent keeps every commit waiting until it is given up; a minute is the default.
        wal_sender_timeout: '6s',
        wal_receiver_timeout: '6s',
        shared_buffers: '32MB',
        log_min_messages: 'warning',
      },
    },
  };
}
