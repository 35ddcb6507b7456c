-- Ends a session. $1 session_hash.
delete from organiser_session
where session_hash = $1::bytea
