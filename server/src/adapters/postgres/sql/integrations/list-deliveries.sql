-- An endpoint's latest deliveries, the newest first. $1 endpoint_id, $2 state or null for all, $3 most.
select
  message_id, event_id, sequence::float8 as sequence, type, body, made_at, state, attempts, due_at, answer_status,
  failure, delivered_at
from webhook_delivery
where endpoint_id = $1 and ($2::text is null or state = $2)
order by made_at desc, sequence desc
limit $3::integer
