-- A session that is not over, of an organiser who is still as of the version it was opened with, or of the owner.
-- $1 session_hash, $2 now. One row or none; name and role are null for the owner, the print for all others.
select s.name, o.role, encode(s.owner_print, 'hex') as owner_print, s.expires_at, s.ends_at
from organiser_session s
left join organiser o on o.name = s.name and o.version = s.version
where
  s.session_hash = $1::bytea
  and s.expires_at > $2::float8
  and s.ends_at > $2::float8
  and (s.name is null or o.name is not null)
