-- All organisers, by name. No parameters.
select name, role, version::float8 as version, created_at, token_made_at
from organiser
order by name
