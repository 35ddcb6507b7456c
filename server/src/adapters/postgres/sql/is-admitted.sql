-- Whether somebody has come in on a reservation. $1 event_id, $2 the reservation's sequence.
select exists (select from entry where event_id = $1 and reservation = $2::bigint) as is_admitted
