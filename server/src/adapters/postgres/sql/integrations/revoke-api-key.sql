-- Revokes a key; one that is revoked stays as it is. $1 key_id.
update api_key
set revoked_at = coalesce(revoked_at, extract(epoch from clock_timestamp()) * 1000)
where key_id = $1
returning key_id, name, encode(digest, 'hex') as digest, ending, scopes, events, created_at, last_used_at, revoked_at
