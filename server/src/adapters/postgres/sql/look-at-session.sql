-- What a new connection needs to know about itself: whether its database keeps what it acknowledges, and how
-- another connection can ask after it. No parameters.
select
  current_setting('server_version_num')::integer as version,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('synchronous_standby_names') <> '' as has_standby,
  current_setting('fsync') = 'on' as fsync,
  current_setting('full_page_writes') = 'on' as full_page_writes,
  pg_is_in_recovery() as is_standby,
  pg_backend_pid() as pid,
  (
    select extract(epoch from backend_start)::text from pg_stat_activity where pid = pg_backend_pid()
  ) as started
