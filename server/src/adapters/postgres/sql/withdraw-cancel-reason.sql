-- Forgets why a reservation would have been cancelled. $1 event_id, $2 reservation.
delete from cancel_reason
where event_id = $1 and reservation = $2::bigint
