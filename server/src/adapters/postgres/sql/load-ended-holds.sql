-- The changes that tell which holds ended without a reservation, oldest first: those whose time would not be over
-- by $3, and all that took seats, which may have been among them. $1 event_id, $2 the change after which to look, $3 by
-- the steady clock. One row with one JSON list.
select coalesce(json_agg(late), '[]') as changes
from (
  select
    sequence, at, cause, actor, user_id, seat_ids, null as reservation, expires_at, extensions_used,
    null as remaining_seats, entry, wish, null as key_print, null as wish_print, '' as hash
  from change
  where
    event_id = $1
    and sequence > $2::bigint
    and (
      cause in ('held', 'offered')
      or (cause in ('released', 'expired') and expires_at > $3::float8)
    )
  order by sequence
) as late
