-- The seats of an event that are not simply available (the reader knows how many there are), by seat.
-- $1 event_id.
select seat_id, state, user_id, hold_expires_at, extensions_used, reservation_id
from seat
where event_id = $1 and state <> 'available'
order by seat_id
