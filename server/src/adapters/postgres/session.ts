/**
 * What every connection of the ledger sets for itself, so that no setting of a role or database changes it.
 *
 * Plans: each statement touches a few rows by their primary key, and that is the right plan at any size.
 * In the first minute of a sale tables grow from nothing to a hundred thousand rows between two looks of
 * autovacuum; a plan chosen by statistics may then read whole tables (a test counts the rows read). So plans
 * are made once, and only nested loops over indexes.
 *
 * A transaction that waits for its client holds an event's lock: a client that vanished loses it after 10 s.
 * No statement is ever cancelled: the outcome of an append given up would be unknown.
 */
export const sessionSettings: readonly (readonly [name: string, value: string])[] = [
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_seqscan', 'off'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
  // A plan that has to read a whole table is priced beyond reason by the settings above, and would be compiled.
  ['jit', 'off'],
  ['default_transaction_isolation', 'read committed'],
  ['statement_timeout', '0'],
  ['lock_timeout', '0'],
  ['idle_in_transaction_session_timeout', '10000'],
];
