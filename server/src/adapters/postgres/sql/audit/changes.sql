-- A portion of an event's log as it lies there, for the auditor.
-- $1 event_id, $2 the sequence after which, $3 the most changes to give. One row: `changes`, as JSON.
select coalesce(json_agg(portion order by portion.sequence), '[]') as changes
from (
  select
    sequence, at, cause, actor, seat_ids, user_id, reservation, expires_at, extensions_used,
    remaining_seats, entry, wish, key_print, wish_print, encode(hash, 'hex') as hash
  from change
  where event_id = $1 and sequence > $2::bigint
  order by sequence
  limit $3::integer
) as portion
