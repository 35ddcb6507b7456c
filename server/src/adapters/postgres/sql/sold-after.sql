-- Reservations of an event that were made after a change, oldest first, cancelled ones included.
-- $1 event_id, $2 the change's sequence, $3 how many.
select sequence::float8 as sequence, created_at, seat_ids, amounts::float8[] as amounts
from reservation
where event_id = $1 and sequence > $2::bigint
order by sequence
limit $3::integer
