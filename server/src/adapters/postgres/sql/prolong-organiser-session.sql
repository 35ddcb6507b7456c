-- Puts the end of a session off, never beyond where it ends for good. $1 session_hash, $2 expires_at.
update organiser_session
set expires_at = least(ends_at, greatest(expires_at, $2::float8))
where session_hash = $1::bytea
