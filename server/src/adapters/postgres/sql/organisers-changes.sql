-- What organisers did to an event's seats, newest first. $1 event_id, $2 only before this sequence, $3 how many.
select
  sequence::float8 as sequence, at, cause, actor, seat_ids, user_id,
  reservation::float8 as reservation,
  expires_at, extensions_used, remaining_seats,
  entry::float8 as entry,
  wish,
  key_print::float8 as key_print,
  wish_print::float8 as wish_print,
  encode(hash, 'hex') as hash
from change
where event_id = $1 and sequence < $2::bigint
  -- As the index has it.
  and actor not in ('user', 'clock')
  and actor like 'organiser:%'
order by sequence desc
limit $3::integer
