-- Sends a delivery again, whatever became of it, as if it were new. $1 endpoint_id, $2 message_id.
update webhook_delivery
set state = 'waiting', attempts = 0, due_at = extract(epoch from clock_timestamp()) * 1000
where endpoint_id = $1 and message_id = $2
returning message_id
