-- Of each event: how many seats are in which state, and what its active reservations cost. $1 event ids.
select
  event.event_id,
  seats.*,
  (
    select coalesce(sum(amount), 0)::float8
    from reservation, unnest(reservation.amounts) as amount
    where reservation.event_id = event.event_id and reservation.cancelled_at is null
  ) as revenue
from
  event,
  lateral (
    select
      count(*) filter (where state = 'available')::integer as available,
      count(*) filter (where state = 'held')::integer as held,
      count(*) filter (where state = 'reserved')::integer as reserved,
      count(*) filter (where state = 'blocked')::integer as blocked
    from seat
    where seat.event_id = event.event_id
  ) as seats
where event.event_id = any($1::text[])
