-- Keeps a new key. $1 key_id, $2 name, $3 digest in hex, $4 ending, $5 scopes, $6 events or null.
insert into api_key (key_id, name, digest, ending, scopes, events, created_at)
values ($1, $2, decode($3, 'hex'), $4, $5, $6, extract(epoch from clock_timestamp()) * 1000)
returning key_id, name, encode(digest, 'hex') as digest, ending, scopes, events, created_at, last_used_at, revoked_at
