-- All keys, revoked ones included, the newest first.
select key_id, name, encode(digest, 'hex') as digest, ending, scopes, events, created_at, last_used_at, revoked_at
from api_key
order by created_at desc, key_id
