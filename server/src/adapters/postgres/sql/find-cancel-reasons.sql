-- Why several reservations were cancelled. $1 event_id, $2 reservations. A row for each that has a reason.
select reservation::float8 as reservation, reason
from cancel_reason
where event_id = $1 and reservation = any($2::bigint[])
