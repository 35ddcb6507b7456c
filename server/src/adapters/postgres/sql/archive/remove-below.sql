-- Removes what lies below the floor of an event's log among the next 5,000 changes, but for what can still be asked for
-- by its number: see ports/log-archive.ts. Who waits is left to move-floor.sql.
-- $1 event_id, $2 the change from which on. One row: how many were removed, and where the next portion begins, or null.
with
portion as materialized (
  select change.sequence, change.cause, change.actor
  from event, change
  where
    event.event_id = $1
    and change.event_id = $1
    and change.sequence >= $2::bigint
    and change.sequence < event.pruned_to
  order by change.sequence
  limit 5000
),
removed as (
  delete from change
  using portion
  where
    change.event_id = $1
    and change.sequence = portion.sequence
    and portion.cause not in ('queued', 'left_line', 'offered')
    and not (
      portion.cause = 'reserved'
      and (
        portion.actor like 'integration:%'
        or exists (
          select
          from reservation
          where
            reservation.event_id = $1
            and reservation.sequence = portion.sequence
            and reservation.cancelled_at is null
        )
      )
    )
  returning 1
)
select
  (select count(*) from removed)::float8 as removed,
  (select case when count(*) = 5000 then max(sequence) + 1 end from portion)::float8 as next
