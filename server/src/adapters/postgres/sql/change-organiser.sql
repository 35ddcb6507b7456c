-- Gives an organiser another role, another token, or both, as of a new version, which no older session is good for.
-- $1 name, $2 role or null, $3 token_hash or null, $4 when the token was made or null. One row or none.
update organiser
set
  role = coalesce($2, role),
  token_hash = coalesce($3::bytea, token_hash),
  token_made_at = coalesce($4::float8, token_made_at),
  version = version + 1
where name = $1
returning name, role, version::float8 as version, created_at, token_made_at
