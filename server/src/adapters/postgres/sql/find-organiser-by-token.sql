-- Whose token it is. $1 token_hash. One row or none.
select name, role, version::float8 as version, created_at, token_made_at
from organiser
where token_hash = $1::bytea
