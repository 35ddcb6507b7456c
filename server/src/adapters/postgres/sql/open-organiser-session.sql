-- Opens a session, and forgets those that have come to their end.
-- $1 session_hash, $2 name or null, $3 version or null, $4 owner_print or null, $5 expires_at, $6 ends_at, $7 now.
-- One row; none when the organiser is not as of that version any more. The organiser is locked so that nobody can
-- be removed in between.
with
forgotten as (
  delete from organiser_session
  where ends_at < $7::float8
),
present as (
  select name
  from organiser
  where name = $2 and version = $3::bigint
  for key share
)
insert into organiser_session (session_hash, name, version, owner_print, expires_at, ends_at)
select $1::bytea, $2, $3::bigint, $4::bytea, $5::float8, $6::float8
where $2 is null or exists (select from present)
returning session_hash
