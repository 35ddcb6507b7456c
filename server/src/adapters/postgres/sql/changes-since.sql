-- The changes after a sequence, and the idempotency records made since, as of one moment.
-- $1 event_id, $2 sequence, $3 the most changes to give. One row, or none when there is no such event.
--
-- Records *at* $2 are given too: a command that changed nothing leaves a record that carries the sequence it
-- found. One statement, so that it is one snapshot in one round trip.
with
recent as materialized (
  select sequence, at, cause, seat_ids, user_id, reservation_id, expires_at, extensions_used
  from change
  where event_id = $1 and sequence > $2::bigint
  order by sequence
  limit $3::integer
)
select
  event.sequence::float8 as sequence,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now,
  (select coalesce(json_agg(recent order by recent.sequence), '[]') from recent) as changes,
  (
    select coalesce(json_agg(json_build_object(
      'user_id', user_id, 'key', key, 'fingerprint', fingerprint, 'sequence', sequence, 'answer', answer
    ) order by sequence), '[]')
    from idempotency
    where
      event_id = $1
      and sequence between $2::bigint and coalesce((select max(recent.sequence) from recent), $2::bigint)
  ) as idempotency
from event
where event.event_id = $1
