-- All seats of an event as a few long values, because a row each would cost the reader ten times as much.
-- $1 event_id. One row: `states`, one letter a seat; and as JSON, in the order of the seats, the users of those
-- held or reserved, the ends and extensions of those held, the reservations of those reserved.
--
-- What is reserved follows from the seats alone: a reservation that lost some of them has the others still.
select
  coalesce(string_agg(left(state, 1), ''), '') as states,
  coalesce(json_agg(user_id) filter (where user_id is not null), '[]') as users,
  coalesce(json_agg(hold_expires_at) filter (where state = 'held'), '[]') as expiries,
  coalesce(json_agg(extensions_used) filter (where state = 'held'), '[]') as extensions,
  coalesce(json_agg(reservation) filter (where state = 'reserved'), '[]') as reservations
from (
  select state, user_id, hold_expires_at, extensions_used, reservation
  from seat
  where event_id = $1
  order by seat_id
) as in_order
