-- What an event's log says about some users, the oldest first; at most 10,000 changes. $1 event_id, $2 user_ids.
select
  event_id, sequence::float8 as sequence, at, cause, seat_ids, user_id, ledger.log_key
from change, ledger
where event_id = $1 and user_id = any($2::text[])
order by sequence
limit 10000
