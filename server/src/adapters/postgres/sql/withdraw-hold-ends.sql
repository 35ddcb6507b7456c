-- Forgets why holds of some users would have been ended. $1 event_id, $2 their ids.
delete from hold_end
where event_id = $1 and user_id = any($2::text[])
