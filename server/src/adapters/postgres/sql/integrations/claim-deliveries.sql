-- Takes deliveries that are due, the earliest first and each event's in order; those to endpoints that fail, which may
-- take long, when there is nothing else. Whoever takes one has $2 ms to say what came of it; then another server may try.
-- $1 most at a time, $2 the lease in ms.
-- In ms, for 64 of 100,000 that are due to one that is well; and of 1,000, behind 100,000 to one that fails:
--   this                                 1.6   59
--   sorted by who fails, in one select  83     93   all that waits is sorted each time
--   by when they are due alone           1.4    1   and whoever is well waits behind all that was to be sent to the other
with healthy as materialized (
  select webhook_delivery.endpoint_id, message_id
  from webhook_delivery, webhook_endpoint
  where
    webhook_delivery.state = 'waiting'
    and webhook_delivery.due_at <= extract(epoch from clock_timestamp()) * 1000
    and webhook_endpoint.endpoint_id = webhook_delivery.endpoint_id
    and webhook_endpoint.disabled_at is null
    and webhook_endpoint.failing_since is null
  order by webhook_delivery.due_at, webhook_delivery.event_id, webhook_delivery.sequence
  limit $1::integer
  for update of webhook_delivery skip locked
),
failing as materialized (
  select webhook_delivery.endpoint_id, message_id
  from webhook_delivery, webhook_endpoint
  where
    webhook_delivery.state = 'waiting'
    and webhook_delivery.due_at <= extract(epoch from clock_timestamp()) * 1000
    and webhook_endpoint.endpoint_id = webhook_delivery.endpoint_id
    and webhook_endpoint.disabled_at is null
    and webhook_endpoint.failing_since is not null
  order by webhook_delivery.due_at, webhook_delivery.event_id, webhook_delivery.sequence
  limit $1::integer - (select count(*) from healthy)
  for update of webhook_delivery skip locked
),
taken as (
  select endpoint_id, message_id from healthy
  union all
  select endpoint_id, message_id from failing
)
update webhook_delivery
set attempts = attempts + 1, due_at = extract(epoch from clock_timestamp()) * 1000 + $2::float8
from taken, webhook_endpoint
where
  webhook_delivery.endpoint_id = taken.endpoint_id
  and webhook_delivery.message_id = taken.message_id
  and webhook_endpoint.endpoint_id = taken.endpoint_id
returning
  webhook_delivery.endpoint_id, webhook_delivery.message_id, webhook_delivery.event_id,
  webhook_delivery.sequence::float8 as sequence, body, attempts, url, secret,
  case
    when former_until > extract(epoch from clock_timestamp()) * 1000 then former_secret
  end as former_secret
