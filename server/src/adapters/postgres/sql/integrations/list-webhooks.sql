-- All endpoints, the newest first, with how many deliveries wait and how many were given up; their secrets stay here.
select
  endpoint_id, url, types, events, created_at, failing_since, disabled_at, disabled_by,
  (
    select count(*)::float8 from webhook_delivery
    where webhook_delivery.endpoint_id = webhook_endpoint.endpoint_id and state = 'waiting'
  ) as waiting,
  (
    select count(*)::float8 from webhook_delivery
    where webhook_delivery.endpoint_id = webhook_endpoint.endpoint_id and state = 'dead'
  ) as dead
from webhook_endpoint
order by created_at desc, endpoint_id
