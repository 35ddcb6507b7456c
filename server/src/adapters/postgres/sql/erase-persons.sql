-- Removes names and phones from reservations of an event, and the free text about their cancellation. $1 event_id, $2 their sequences. One row each that had any.
with
locked as materialized (
  -- As for an append, which must not meet this half way.
  select 1 from event where event_id = $1 for no key update
),
unexplained as (
  delete from cancel_reason
  using locked
  where cancel_reason.event_id = $1 and cancel_reason.reservation = any($2::bigint[])
),
unexplained_actions as (
  update trail
  set detail = trail.detail - 'reason'
  from locked, reservation
  where
    reservation.event_id = $1
    and reservation.sequence = any($2::bigint[])
    and trail.event_id = $1
    and trail.detail ->> 'reservation' in ($1 || '.' || reservation.sequence, reservation.former_id)
    and trail.detail -> 'reason' is not null
)
update reservation
set person = null, marks = null, user_name = null, phone = null
from locked, unnest($2::bigint[]) as w (sequence)
where
  reservation.event_id = $1
  and reservation.sequence = w.sequence
  and (reservation.person is not null or reservation.user_name is not null)
returning 1
