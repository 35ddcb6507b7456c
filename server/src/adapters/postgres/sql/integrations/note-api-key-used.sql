-- Remembers that a key was used just now. $1 key_id.
update api_key set last_used_at = extract(epoch from clock_timestamp()) * 1000 where key_id = $1
