-- Entries of a reservation, and of those that it was handed on from or to: it is the same places. In order of arrival.
-- $1 event_id, $2 the reservation's sequence.
with origin as (
  select coalesce(origin, sequence) as sequence
  from reservation
  where event_id = $1 and sequence = $2::bigint
)
select
  number::float8 as number, scan_id, reservation::float8 as reservation, people, door, device, at, undoes, actor
from entry
where
  event_id = $1
  and reservation in (
    select reservation.sequence
    from reservation, origin
    where event_id = $1 and (reservation.sequence = origin.sequence or reservation.origin = origin.sequence)
  )
order by number
