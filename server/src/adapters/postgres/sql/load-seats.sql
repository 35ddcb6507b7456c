-- All seats of an event as a few long values, because a row each would cost the reader ten times as much.
-- $1 event_id. One row: `states`, one letter a seat; and in the order of the seats, the users of those held or
-- reserved, as JSON, the ends and extensions of those held, and the reservations of those reserved, each as
-- 8 bytes (see columns.ts).
--
-- What is reserved follows from the seats alone: a reservation that lost some of them has the others still.
select
  coalesce(string_agg(left(state, 1), ''), '') as states,
  coalesce(json_agg(user_id) filter (where user_id is not null), '[]')::text as users,
  string_agg(float8send(hold_expires_at), '') filter (where state = 'held') as expiries,
  string_agg(float8send(extensions_used), '') filter (where state = 'held') as extensions,
  string_agg(float8send(reservation), '') filter (where state = 'reserved') as reservations
from (
  select state, user_id, hold_expires_at, extensions_used, reservation
  from seat
  where event_id = $1
  order by seat_id
) as in_order
