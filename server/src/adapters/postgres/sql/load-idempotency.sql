-- All idempotency records of an event, oldest first. $1 event_id.
select user_id, key, fingerprint, sequence::float8 as sequence, answer
from idempotency
where event_id = $1
order by sequence
