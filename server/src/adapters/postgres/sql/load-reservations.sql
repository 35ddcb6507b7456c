-- The active reservations of an event, in the order they were made. $1 event_id.
select reservation_id, user_id, seat_ids
from reservation
where event_id = $1 and cancelled_at is null
order by sequence
