-- Removes names and phones from reservations of an event. $1 event_id, $2 their sequences. One row each that had any.
with
locked as materialized (
  -- As for an append, which must not meet this half way.
  select 1 from event where event_id = $1 for no key update
)
update reservation
set person = null, marks = null, user_name = null, phone = null
from locked, unnest($2::bigint[]) as w (sequence)
where
  reservation.event_id = $1
  and reservation.sequence = w.sequence
  and (reservation.person is not null or reservation.user_name is not null)
returning 1
