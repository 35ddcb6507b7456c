-- Makes an organiser; none when the name is taken. $1 name, $2 role, $3 token_hash, $4 the moment. One row or none.
insert into organiser (name, role, token_hash, created_at, token_made_at)
values ($1, $2, $3::bytea, $4::float8, $4::float8)
on conflict (name) do nothing
returning name, role, version::float8 as version, created_at, token_made_at
