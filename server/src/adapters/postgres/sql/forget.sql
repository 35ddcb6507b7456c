-- Forgets what is kept only for a day, in the next 5,000 changes of the log that are older than that: the keys of
-- retries, and names and phones of reservations that were cancelled.
-- $1 event_id, $2 the time before which. One row: how many changes were gone through; 0 when there is no more.
with
seen as materialized (
  -- How far the changes go that this statement can see: those that are recorded while it waits for the lock it cannot.
  select sequence from event where event_id = $1
),
started as materialized (
  -- Locked, so that two instances do not go through the same changes.
  select forgotten_to from event where event_id = $1 for no key update
),
old as materialized (
  select started.forgotten_to as from_there, reached.upto
  from
    started,
    seen,
    lateral (
      select
        coalesce(
          min(change.sequence) filter (where change.at >= $2::float8) - 1,
          least(started.forgotten_to + 5000, seen.sequence)
        ) as upto
      from change
      where
        change.event_id = $1
        and change.sequence > started.forgotten_to
        and change.sequence <= started.forgotten_to + 5000
    ) as reached
  where reached.upto > started.forgotten_to
),
unkeyed as (
  update change set key_print = null, wish_print = null
  from old
  where
    change.event_id = $1
    and change.sequence > old.from_there
    and change.sequence <= old.upto
    and change.key_print is not null
),
gone as materialized (
  select change.reservation as sequence
  from old, change
  where
    change.event_id = $1
    and change.sequence > old.from_there
    and change.sequence <= old.upto
    and change.cause = 'cancelled'
),
unnamed as (
  update reservation set person = null, marks = null, user_name = null, phone = null
  from gone
  where
    reservation.event_id = $1
    and reservation.sequence = gone.sequence
    and reservation.cancelled_at is not null
),
noted as (
  update event set forgotten_to = old.upto
  from old
  where event.event_id = $1
)
select coalesce((select upto - from_there from old), 0)::float8 as changes
