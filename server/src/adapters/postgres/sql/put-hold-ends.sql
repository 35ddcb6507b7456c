-- Keeps why holds are ended; of each user the newest counts, and what is old is forgotten. $1 event_id, $2 a JSON list
-- of user_id and seat_ids, $3 when, by the wall clock, $4 reason, $5 the time before which to forget,
-- $6 the sequence after which they end.
with
taken as materialized (
  select user_id, seat_ids
  from json_to_recordset($2::json) as each (user_id text, seat_ids integer[])
),
forgotten as (
  delete from hold_end
  where event_id = $1 and at < $5::float8 and user_id not in (select user_id from taken)
)
insert into hold_end (event_id, user_id, seat_ids, at, reason, after_sequence)
select $1, user_id, seat_ids, $3::float8, $4, $6::bigint
from taken
on conflict (event_id, user_id) do update
set
  seat_ids = excluded.seat_ids,
  at = excluded.at,
  reason = excluded.reason,
  after_sequence = excluded.after_sequence
