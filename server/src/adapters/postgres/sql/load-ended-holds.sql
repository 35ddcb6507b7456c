-- The changes that tell which holds ended without a reservation, oldest first: those whose time would not be over
-- by $2. $1 event_id, $2 by the steady clock. One row with one JSON list.
--
-- Only the last 50,000 changes are looked at: in a busier sale the memory of lost holds is shorter.
select
  coalesce(
    json_agg(json_build_object(
      'cause', cause, 'actor', actor, 'user_id', user_id, 'seat_ids', seat_ids, 'expires_at', expires_at,
      'extensions_used', extensions_used
    )),
    '[]'
  ) as changes
from (
  select cause, actor, user_id, seat_ids, change.expires_at, extensions_used
  from event, change
  where
    event.event_id = $1
    and change.event_id = $1
    and change.sequence > event.sequence - 50000
    and change.cause in ('held', 'released', 'expired')
    and change.expires_at > $2::float8
  order by change.sequence
) as late
