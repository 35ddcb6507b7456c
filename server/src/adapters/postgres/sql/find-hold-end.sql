-- What an organiser last took from a user's hold, and why. $1 event_id, $2 user_id. One row or none.
select seat_ids, at, reason
from hold_end
where event_id = $1 and user_id = $2
