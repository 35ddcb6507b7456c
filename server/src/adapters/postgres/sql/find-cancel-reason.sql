-- Why a reservation was cancelled. $1 event_id, $2 reservation. One row or none.
select reason
from cancel_reason
where event_id = $1 and reservation = $2::bigint
